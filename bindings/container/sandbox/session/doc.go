// Package session keeps the shells of a sandbox: it implements [sandbox.Sessions].
//
// A shell is one process of bash (or sh) that reads scripts from its standard input. A script runs
// one command by eval, so that no text of a command can leave it, with its outputs led to two named
// pipes of its own, and then reports the exit code on a descriptor that the command does not have. A
// command that is started beside the shell runs in a copy of it, below a parent that waits for it
// and reports.
//
// After the report, what the pipes hold is read; a program that a command has left behind may go on
// to write, and nobody reads that but to keep it running.
package session
