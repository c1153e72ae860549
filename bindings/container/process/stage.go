package process

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/image"
	sandboxplace "paddock/bindings/container/sandbox/place"
)

// stage is what the last stage of a Dockerfile says about running it.
type stage struct {
	config  image.Config
	copies  []copyStep
	skipped []string // what is left out, one line for the user each
	runs    int      // RUN steps
	servers []string // absolute paths at which the sandbox server is to be
	// executable are the paths, with wildcards, that RUN steps let be run.
	executable []string
}

// sandboxStage stands in for Cloudflare's image of a sandbox: its files are the host's, but for the
// server.
func sandboxStage(base sandboxplace.Base) *stage {
	return &stage{config: base.Config(), servers: []string{sandboxplace.Path}}
}

// copyStep is one COPY or local ADD.
type copyStep struct {
	sources []string // relative to the build context, may hold wildcards
	dest    string   // absolute; ends in "/" when it must be a folder
}

// readStage reads the last stage, over those that it is built on. vars are build arguments.
func readStage(file *dockerfile.File, vars map[string]string) (*stage, error) {
	in := dockerfile.Inputs{Args: vars, Lookup: hostVariable}
	stages, err := file.Stages(in)
	if err != nil {
		return nil, err
	}
	st := &stage{}
	return st, st.read(file, stages, len(stages)-1, in)
}

func (st *stage) read(file *dockerfile.File, stages []dockerfile.Stage, at int, in dockerfile.Inputs) error {
	if below := stages[at].From; below >= 0 {
		if err := st.read(file, stages, below, in); err != nil {
			return err
		}
	} else if base, ok := sandboxplace.Of(stages[at].Base); ok {
		*st = *sandboxStage(base)
	}
	plan, err := file.Plan(at, st.config, in)
	if err != nil {
		return err
	}
	st.config = plan.Config
	for _, step := range plan.Steps {
		switch {
		case step.Run != nil:
			st.runs++
			st.executable = append(st.executable, madeExecutable(step.Run)...)
		case step.Copy != nil:
			st.copy(file, stages, step)
		}
	}
	return nil
}

// copy notes what is copied from the build context, and why the rest is not.
func (st *stage) copy(file *dockerfile.File, stages []dockerfile.Stage, step dockerfile.Step) {
	skip := func(what, why string) {
		st.skipped = append(st.skipped, fmt.Sprintf("%s:%d: %s is left out: %s", file.Name(), step.Line, what, why))
	}
	word, _, _ := strings.Cut(step.Text, " ")
	word = strings.ToUpper(word)
	if _, ok := sandboxplace.Of(imageOf(file, stages, step.Copy.From)); ok && slices.Equal(step.Copy.Sources, []string{sandboxplace.Path}) {
		dest := step.Copy.Dest
		if strings.HasSuffix(dest, "/") {
			dest = path.Join(dest, path.Base(sandboxplace.Path))
		}
		st.servers = append(st.servers, dest)
		return
	}
	if step.Copy.From != "" {
		skip("COPY --from="+step.Copy.From, "other stages and images are not built")
		return
	}
	if len(step.Copy.Inline) > 0 {
		skip(word+" of a here-document", "only files of the build context are copied")
	}
	var sources []string
	for _, s := range step.Copy.Sources {
		if strings.Contains(s, "://") || strings.HasPrefix(s, "git@") {
			skip(word+" "+s, "nothing is downloaded")
			continue
		}
		sources = append(sources, s)
	}
	if len(sources) > 0 {
		st.copies = append(st.copies, copyStep{sources, step.Copy.Dest})
	}
}

// imageOf gives the image that a stage is built on, or what --from names if it is no stage.
func imageOf(file *dockerfile.File, stages []dockerfile.Stage, from string) string {
	at, err := file.Target(stages, from)
	if from == "" || err != nil {
		return from
	}
	for stages[at].From >= 0 {
		at = stages[at].From
	}
	return stages[at].Base
}

// hostVariable lends PATH, because the host's files stand in for the base image.
func hostVariable(name string) (string, bool) {
	if name != "PATH" {
		return "", false
	}
	return os.LookupEnv(name)
}
