//go:build !linux

package image

import (
	"errors"
	"io/fs"
)

var errNotLinux = errors.New("images are unpacked on Linux only; use the engine docker")

func mkwhiteout(string) error { return errNotLinux }

func isWhiteout(fs.FileInfo) bool { return false }

func markOpaque(string) error { return errNotLinux }

func isOpaque(string) bool { return false }

func setAttributes(string, map[string]string) error { return nil }

func copyAttributes(string, string) error { return nil }

func mkfifo(string) error { return errNotLinux }

func ownerOf(fs.FileInfo) (uid, gid int) { return 0, 0 }
