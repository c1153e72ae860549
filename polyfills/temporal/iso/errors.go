package iso

import "paddock/jsruntime"

// Rangef makes a RangeError with the beginning that V8's of Temporal have.
func Rangef(format string, args ...any) error {
	return jsruntime.Errorf(jsruntime.RangeError, "Temporal error: "+format, args...)
}

// Typef makes a TypeError with the beginning that V8's of Temporal have.
func Typef(format string, args ...any) error {
	return jsruntime.Errorf(jsruntime.TypeError, "Temporal error: "+format, args...)
}
