// Package ci is what a session tells a build server: the report of a run in JUnit's form.
package ci
