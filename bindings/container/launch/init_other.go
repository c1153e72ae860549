//go:build !linux

package launch

// Init returns false: only Linux has an init stage.
func Init(...Setup) (handled bool) { return false }
