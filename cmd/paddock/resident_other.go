//go:build !linux

package main

// forgetStartup does nothing where the system does not say what it maps.
func forgetStartup() {}
