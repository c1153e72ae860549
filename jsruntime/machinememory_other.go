//go:build !linux

package jsruntime

// machineMemory stands for the memory of a machine that is not asked: enough for the largest limit.
func machineMemory() uint64 { return 2 * MaxMemoryLimit }
