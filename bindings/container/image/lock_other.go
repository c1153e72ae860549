//go:build !linux && !darwin

package image

import "os"

// tryLock lets everybody pass: two processes may do the same work, and the later one loses it.
func tryLock(*os.File) (bool, error) { return true, nil }
