//go:build !linux

package process

// Init returns false: only Linux has an init stage.
func Init() (handled bool) { return false }
