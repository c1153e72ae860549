package declaration

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Runtime is the part of a file that declares what the runtime has.
type Runtime struct {
	Version, Date string // of the runtime, and the compatibility date
	Flags         string // the compatibility flags in order, as "a,b"
	Types         string
}

// NewRuntime is the part that a version of the runtime makes for a date and flags; it has no types yet.
func NewRuntime(version, date string, flags []string) Runtime {
	return Runtime{Version: version, Date: date, Flags: strings.Join(slices.Sorted(slices.Values(flags)), ",")}
}

// head is the line that tells how the part was made.
func (r Runtime) head() string {
	return strings.TrimSuffix(fmt.Sprintf("%s%s %s %s", runtimeHead, r.Version, r.Date, r.Flags), " ")
}

// SameAs tells whether the types are those of another part: of the same date and flags and, unless one of
// them is not known, of the same version.
func (r Runtime) SameAs(other Runtime) bool {
	version := r.Version == other.Version || r.Version == "" || other.Version == ""
	return version && r.Date == other.Date && r.Flags == other.Flags
}

const (
	runtimeHead  = "// Runtime types generated with workerd@"
	runtimeBegin = "// Begin runtime types"
)

var runtimeLine = regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(runtimeHead) + `(\S+) (\S+)(?: (\S+))?\r?$`)

// RuntimeOf finds the part about the runtime in a file that was made before. Its types are empty if the
// file does not have them.
func RuntimeOf(content string) (found Runtime, ok bool) {
	m := runtimeLine.FindStringSubmatch(content)
	if m == nil {
		return Runtime{}, false
	}
	found = Runtime{Version: m[1], Date: m[2], Flags: m[3]}
	_, found.Types, _ = strings.Cut(strings.ReplaceAll(content, "\r\n", "\n"), "\n"+runtimeBegin+"\n")
	return found, true
}

// File puts a file together; what is nil is left out.
func File(env *Text, runtime *Runtime) string {
	parts := []string{"/* eslint-disable */"}
	if env != nil {
		parts = append(parts, env.Head)
	}
	if runtime != nil {
		parts = append(parts, runtime.head())
	}
	if env != nil {
		parts = append(parts, env.Body)
	}
	if runtime != nil {
		parts = append(parts, runtimeBegin, runtime.Types)
	}
	return strings.Join(parts, "\n")
}
