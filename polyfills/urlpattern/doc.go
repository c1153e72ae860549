// Package urlpattern is URLPattern of the URL Pattern standard, https://urlpattern.spec.whatwg.org/.
//
// The one idea: a pattern becomes a list of parts per component of a URL, once; matching then
// is a comparison, Go's regexp, which is linear, or, where the pattern brings a regular
// expression of its own, the engine's RegExp. All three give what the standard's generated
// regular expression would.
//
//   - token.go, part.go: a component's pattern string to parts
//   - generate.go: parts to a regular expression and back to a pattern string
//   - shorthand.go: the constructor string to its components
//   - members.go, canonical.go: components of inputs, and how they are normalized
//   - component.go, pattern.go: compiling and matching
//   - class.go: what scripts see
package urlpattern
