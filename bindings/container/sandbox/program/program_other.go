//go:build !linux

package program

// Main returns false: sandboxes have Linux inside.
func Main(Options) (handled bool) { return false }
