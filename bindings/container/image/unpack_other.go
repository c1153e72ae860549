//go:build !linux

package image

import "errors"

var errNotLinux = errors.New("images are unpacked on Linux only; use the engine docker")

func mkwhiteout(string) error { return errNotLinux }

func markOpaque(string) error { return errNotLinux }

func mkfifo(string) error { return errNotLinux }

func setAttributes(string, map[string]string) error { return nil }
