package dialect

import "github.com/dop251/goja"

// Fault is what is known of the place where the engine makes an error.
type Fault struct {
	Frames      []goja.StackFrame // of the functions that run, the innermost first
	Instruction string            // the type of the engine's instruction; "" if unknown
	Calls       bool              // the instruction calls a function
	Called      goja.Value        // what it calls; nil if unknown
	Operand     goja.Value        // what the instruction stumbled on; nil if unknown
	Key         goja.Value        // the left side of the operator in, or the property; nil if unknown
	Arguments   []goja.Value      // of the native function that runs
	Receiver    goja.Value        // what it was called on; nil if unknown
	Pattern     *Pattern          // which takes null or undefined apart; nil for other instructions
	Callee      *goja.Object      // the native function that runs; nil if unknown
	Script      bool              // a script made the error, if its text has new there
	// Kind names a value as V8 does in messages: "object '#<A>'".
	Kind func(goja.Value) string
	// Class tells what an object is, past what scripts made of it, as "Date"; "" for what is no object.
	Class func(goja.Value) string
	// Method names a built-in method of the language: "Date.prototype.getDay"; "" if it is none.
	Method func(*goja.Object) string
	// Getter reports whether a property of a value is an accessor.
	Getter func(of goja.Value, name string) bool
	// Prototype gives an object's property of that name, if it is no accessor; else nil.
	Prototype func(of *goja.Object) goja.Value
	// Native gives the name of a function that is no script's.
	Native func(goja.Value) (string, bool)
	// List gives what apply is given for arguments, if that is plain to see.
	List func(goja.Value) ([]goja.Value, bool)
	// Own tells of a property of an object's own.
	Own func(of *goja.Object, key goja.Value) Property
}

// Property is what is known of a property of an object's own, and of the object.
type Property struct{ Exists, Configurable, Extensible bool }

// Pattern is what is known of a pattern that takes something apart.
type Pattern struct {
	Key     string // its first
	Known   bool   // there is a first key, and it is in the source
	Default bool   // there is a default for what the first key has
	Nested  bool   // the pattern is a part of another
	Element bool   // namely of an array's
}
