package files

import "syscall"

// errnoName gives nothing: Windows has other names.
func errnoName(syscall.Errno) string { return "" }
