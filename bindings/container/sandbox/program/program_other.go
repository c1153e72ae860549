//go:build !linux

package program

// Main returns false: sandboxes have Linux inside.
func Main() (handled bool) { return false }
