package jsruntime

import (
	"unsafe"

	"github.com/dop251/goja"
)

// ExpressionFlags are flags of a regular expression as the engine has it.
type ExpressionFlags struct{ IgnoreCase, Unicode, Moving bool } // Moving: it goes on where it has ended, with g or y

// FlagsOf gives the flags of a regular expression; ok is false for what is none.
func FlagsOf(re *Object) (flags ExpressionFlags, ok bool) {
	e, m := theExpressions(), theMachine()
	if m.table(re) != e.table {
		return ExpressionFlags{}, false
	}
	pattern := *at[unsafe.Pointer](m.inside(re), e.pattern)
	if pattern == nil {
		return ExpressionFlags{}, false
	}
	is := func(offset uintptr) bool { return *at[bool](pattern, offset) }
	return ExpressionFlags{IgnoreCase: is(e.ignoreCase), Unicode: is(e.unicode), Moving: is(e.global) || is(e.sticky)}, true
}

// SourceOf gives the source of a regular expression as the engine has it.
func SourceOf(re *Object) string { return (*inside[goja.String](re, "source")).String() }

// Part gives the part of a text between two places, in units.
func Part(text Value, from, to int) Value { return text.(goja.String).Substring(from, to) }
