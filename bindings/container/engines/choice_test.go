package engines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"paddock/bindings/container"
)

// fake is an engine that fails as it is told.
type fake struct {
	name            string
	probe, prepare  error
	probed, started int
}

func (f *fake) Name() string { return f.name }

func (f *fake) Probe(context.Context) error {
	f.probed++
	return f.probe
}

func (f *fake) Prepare(context.Context, container.Image, io.Writer) (container.Ref, error) {
	return f.name, f.prepare
}

func (f *fake) Start(_ context.Context, ref container.Ref, _ container.Spec) (container.Instance, error) {
	f.started++
	if ref != f.name {
		return nil, fmt.Errorf("%s was given what %v has prepared", f.name, ref)
	}
	return nil, nil
}

func unfit(why string) error { return fmt.Errorf("%w: %s", container.ErrUnfit, why) }

func TestChoice(t *testing.T) {
	t.Parallel()
	image := container.Image{Reference: "app:1"}
	for _, c := range []struct {
		name          string
		docker, names fake
		process       fake
		image         container.Image
		want          string // the engine that starts it, or a part of the error
		said          string // on the progress
	}{
		{name: "the first that works runs an image", image: image, want: "docker"},
		{name: "one that does not work is passed over", docker: fake{probe: errors.New("no daemon")}, image: image, want: "namespace"},
		{name: "one that cannot make the image ready is passed over", docker: fake{prepare: unfit("no such image")}, image: image, want: "namespace"},
		{name: "what is wrong with the image ends the search", docker: fake{prepare: errors.New("RUN failed")}, image: image, want: "RUN failed"},
		{
			name: "the host's files stand in at the end, with the reasons", image: image, want: "process",
			docker: fake{probe: errors.New("no daemon")}, names: fake{prepare: unfit("no registry")},
			said: "No engine for images made it ready (docker: no daemon; namespace: no registry)\n",
		},
		{
			name: "every reason is told", image: image, want: "no engine here can run the image app:1: docker: a; namespace: b; process: c",
			docker: fake{probe: errors.New("a")}, names: fake{prepare: unfit("b")}, process: fake{prepare: unfit("c")},
		},
		{
			name: "Cloudflare's image of a sandbox is pulled for Docker alone", image: container.Image{Reference: "cloudflare/sandbox:1"}, want: "process",
			docker: fake{probe: errors.New("no daemon")}, said: "No engine for images made it ready (docker: no daemon)\n",
		},
		{
			name: "where it cannot be had, the host's files stand in", image: container.Image{Reference: "docker.io/cloudflare/sandbox:1"}, want: "process",
			docker: fake{prepare: errors.New("no such image")}, said: "No engine for images made it ready (docker: no such image)\n",
		},
		{name: "commands of the host run as processes, whatever else works", image: container.Image{HostCommand: true}, want: "process"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.docker.name, c.names.name, c.process.name = "docker", "namespace", "process"
			all := []*fake{&c.docker, &c.names, &c.process}
			choice := &Choice{host: &c.process}
			for _, f := range all {
				choice.images = append(choice.images, &candidate{engine: f})
			}
			var said strings.Builder
			ref, err := choice.Prepare(t.Context(), c.image, &said)
			if err == nil {
				_, err = choice.Start(t.Context(), ref, container.Spec{})
			}
			got := ""
			for _, f := range all {
				if f.started > 0 {
					got = f.name
				}
			}
			if err != nil {
				got = err.Error()
			}
			if !strings.Contains(got, c.want) || said.String() != c.said {
				t.Errorf("got %q and it said %q, want %q and %q", got, said.String(), c.want, c.said)
			}
		})
	}
}

func TestChoice_Probe(t *testing.T) {
	t.Parallel()
	f := &fake{name: "docker", probe: errors.New("no daemon")}
	c := &Choice{images: []*candidate{{engine: f}}}
	if err := c.Probe(t.Context()); err == nil || !strings.Contains(err.Error(), "docker: no daemon") {
		t.Errorf("got %v", err)
	}
	f.probe = nil
	for range 2 {
		if err := c.Probe(t.Context()); err != nil {
			t.Errorf("got %v after it was mended", err)
		}
	}
	if f.probed != 2 {
		t.Errorf("it was probed %d times, want once more after the failure alone", f.probed)
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	if _, err := New(Options{Engine: "podmann"}); err == nil || !strings.Contains(err.Error(), `unknown engine "podmann"; want auto`) {
		t.Errorf("got %v", err)
	}
	c, err := New(Options{Engine: "process"})
	if err != nil || c.Name() != "process" {
		t.Errorf("got %v, %v", c, err)
	}
	if list := List(Options{}); list[len(list)-1].Name() != "process" {
		t.Errorf("the last engine is %s, want process, which runs the host's commands", list[len(list)-1].Name())
	}
}
