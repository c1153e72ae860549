package main

import (
	"debug/elf"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestForgetStartup_LeavesShortMappings(t *testing.T) {
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	if program.Type != elf.ET_EXEC {
		t.Skip("the test program is position-independent here: the kernel, not its header, says where it is mapped")
	}
	forgetStartup()
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(maps)) {
		var start, end uint64
		var rights string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &start, &end, &rights); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if !strings.Contains(line, path) || strings.Contains(rights, "w") {
			continue
		}
		if seen++; end-start > stretch {
			t.Errorf("a mapping is %d bytes long", end-start)
		}
	}
	if seen == 0 {
		t.Error("the program is not mapped")
	}
}
