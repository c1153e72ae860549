package docker

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// began gives when a process began, in ticks since the system did; "" if there is none.
func began(pid int) string {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	// proc(5): the second field is the name in brackets, the 22nd the start time.
	rest := b[bytes.LastIndexByte(b, ')')+1:]
	fields := strings.Fields(string(rest))
	const startTime = 22 - 3
	if len(fields) <= startTime {
		return ""
	}
	return fields[startTime]
}

func alive(pid int) bool { return began(pid) != "" }
