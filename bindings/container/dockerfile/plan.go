package dockerfile

import (
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"paddock/bindings/container/image"
)

// Plan is what a stage does to the image that it is built on.
type Plan struct {
	Config image.Config
	Steps  []Step // those that change files, in order
}

// Step is one instruction that changes files: exactly one of Copy, Run and Dir is set.
type Step struct {
	Line int
	Text string // the instruction on one line, as it was written
	Copy *Copy
	Run  *Run
	Dir  string // of WORKDIR: the folder that must be there
}

// Copy is COPY or ADD.
type Copy struct {
	Add     bool
	From    string // after --from; "" is the build context
	Sources []string
	Inline  []Inline
	Dest    string // absolute; it ends in "/" when it must be a folder
	Chown   string
	Chmod   string
	Exclude []string
	// Checksum is what an address must hold, as "sha256:…".
	Checksum string
	// Unpack tells whether archives are unpacked; nil: those of the build context are.
	Unpack *bool
}

// Inline is a file whose contents stand in the Dockerfile.
type Inline struct{ Name, Text string }

// Run is RUN.
type Run struct {
	Argv    []string
	Env     []string // "NAME=value": of ENV and ARG
	Proxy   []string // of build arguments that decide nothing
	Dir     string
	User    string
	Network bool
	Mounts  []RunMount
	Script  *Inline // a file that the command needs, at /dev/pipes
}

// RunMount is what --mount says.
type RunMount struct {
	Type           string // bind, cache, tmpfs or secret
	From           string // a stage or an image; "" is the build context
	Source, Target string
	ReadOnly       bool
	Size           int64
	ID             string
	Sharing        string // shared, private or locked; "" is shared
	Required       bool
	Env            string // a variable that gets the secret; "" is none
	Mode           uint32 // 0: not given
	UID, GID       int
}

// Plan reads what a stage does, when base is the configuration of what it is built on.
func (f *File) Plan(stage int, base image.Config, in Inputs) (*Plan, error) {
	parsed, global, err := f.instructions()
	if err != nil {
		return nil, err
	}
	vars, err := f.globals(global, in)
	if err != nil {
		return nil, err
	}
	s := newScope(f, base, vars, in)
	if err := s.triggers(parsed[stage].Location); err != nil {
		return nil, err
	}
	for _, c := range parsed[stage].Commands {
		if err := s.do(c); err != nil {
			return nil, err
		}
	}
	return &Plan{Config: s.config, Steps: s.steps}, nil
}

// outline tells of a stage, without what its base image has left to it, how many steps it has and which
// stages and images they take files from.
func (f *File) outline(stage int) (steps int, needs []string, err error) {
	parsed, _, err := f.instructions()
	if err != nil {
		return 0, nil, err
	}
	for _, c := range parsed[stage].Commands {
		switch c := c.(type) {
		case *instructions.WorkdirCommand, *instructions.AddCommand:
		case *instructions.CopyCommand:
			if c.From != "" {
				needs = append(needs, c.From)
			}
		case *instructions.RunCommand:
			for _, m := range instructions.GetMounts(c) {
				if m.From != "" {
					needs = append(needs, m.From)
				}
			}
		default:
			continue
		}
		steps++
	}
	return steps, needs, nil
}
