package jsruntime

import "golang.org/x/sys/unix"

// machineMemory is how many bytes of memory the machine has.
func machineMemory() uint64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return 2 * MaxMemoryLimit
	}
	return uint64(info.Totalram) * uint64(info.Unit) //nolint:unconvert // the types differ between processors
}
