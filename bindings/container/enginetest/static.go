package enginetest

import (
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// staticTags keep the C library out of a program.
const staticTags = "netgo osusergo"

// StaticProgram gives the path of this test's program as one that runs where nothing else is, as in
// an image made of it alone: the running one, or where that needs the C library (race detector,
// missing tags) one that is built into dir.
func StaticProgram(dir string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	if static, err := isStatic(self); static || err != nil {
		return self, err
	}
	file := filepath.Join(dir, filepath.Base(self))
	build := exec.Command("go", "test", "-c", "-tags", staticTags, "-ldflags", "-s -w", "-o", file)
	build.Env = append(slices.DeleteFunc(os.Environ(), func(e string) bool { return strings.HasPrefix(e, "CGO_ENABLED=") }), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the test's program again: %w\n%s", err, out)
	}
	return file, nil
}

func isStatic(file string) (bool, error) {
	f, err := elf.Open(file)
	if err != nil {
		return false, err
	}
	defer f.Close()
	return !slices.ContainsFunc(f.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }), nil
}
