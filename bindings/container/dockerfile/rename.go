package dockerfile

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// Use is an image of which a Dockerfile takes something.
type Use struct {
	Reference string // variables replaced
	Base      bool   // a stage is built on it; else files are taken from it alone
	at        []parser.Range
	before    string // what stands in front of the name: nothing, or a flag up to it
	written   string // the name, as the file has it
}

// Uses gives the images that the file names, in order, each as often as it is named. Stages of the file
// are none.
func (f *File) Uses(in Inputs) ([]Use, error) {
	stages, err := f.Stages(in)
	if err != nil {
		return nil, err
	}
	parsed, _, err := f.instructions()
	if err != nil {
		return nil, err
	}
	var all []Use
	for i, s := range stages {
		if s.From < 0 {
			all = append(all, Use{Reference: s.Base, Base: true, at: parsed[i].Location, written: parsed[i].BaseName})
		}
		for _, c := range parsed[i].Commands {
			for _, name := range sourcesOf(c) {
				if name != "" && stageFrom(stages[:i], name) < 0 {
					all = append(all, Use{Reference: name, at: c.Location(), before: "from=", written: name})
				}
			}
		}
	}
	return all, nil
}

// sourcesOf gives the stages and images that an instruction takes files from.
func sourcesOf(c instructions.Command) (names []string) {
	switch c := c.(type) {
	case *instructions.CopyCommand:
		names = append(names, c.From)
	case *instructions.RunCommand:
		for _, m := range instructions.GetMounts(c) {
			names = append(names, m.From)
		}
	}
	return names
}

// Renamed gives the file's text with other names for images, on the same lines. name gives "" for one
// that keeps its own.
func (f *File) Renamed(uses []Use, name func(Use) string) []byte {
	lines := strings.SplitAfter(string(f.text), "\n")
	for _, u := range uses {
		to := name(u)
		if to == "" {
			continue
		}
		for _, r := range u.at {
			for n := r.Start.Line; n <= r.End.Line && n <= len(lines); n++ {
				lines[n-1] = strings.Replace(lines[n-1], u.before+u.written, u.before+to, 1)
			}
		}
	}
	return []byte(strings.Join(lines, ""))
}
