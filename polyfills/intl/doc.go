// Package intl emulates Intl (ECMA-402) and the methods that follow locales: toLocaleString of
// numbers, big integers and dates, and String.prototype.localeCompare.
//
// The ideas to hold: what a language needs is data, one file per locale in the folder data
// (facts of CLDR 48: names, patterns, symbols, lists), read when the locale is first used; the file of
// a region holds what differs from its language's. world.json has what concerns all of them, calendars.zip what is asked for less
// often: the other calendars, eras and zones. What the calendars themselves are is of polyfills/temporal/calendar. A test
// asks the real runtime for these files (record_test.go). A locale without a file falls back to its
// language and then to en-US, as the standard says of what an implementation lacks. Plural rules,
// collation and most names of languages and regions come from golang.org/x/text, segmentation from
// github.com/rivo/uniseg, time zones from Go.
//
// Everything is made lazily: an isolate that uses none of it pays for one accessor.
package intl
