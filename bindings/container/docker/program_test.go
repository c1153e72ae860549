package docker

import (
	"context"
	"testing"

	dockertypes "github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
)

func TestProgram(t *testing.T) {
	e := newEngine(t, LinkAuto)
	e.options.Program = shared.program
	d, err := e.connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	works := func(t *testing.T) {
		t.Helper()
		i := instanceOf(t, e, "sleep", container.Spec{})
		p, err := i.Exec(t.Context(), container.Command{Argv: []string{"/client"}, Env: map[string]string{"PADDOCK_TEST_CLIENT": "devices"}})
		if err != nil {
			t.Fatal(err)
		}
		if exit, err := p.Wait(t.Context()); err != nil || exit.Code != 0 {
			t.Errorf("a command ended with %+v, %v", exit, err)
		}
		if err := i.Destroy(t.Context()); err != nil {
			t.Error(err)
		}
	}
	t.Run("an image that was removed is made again", func(t *testing.T) {
		if _, err := d.api.ImageRemove(t.Context(), d.program.image(), client.ImageRemoveOptions{Force: true}); err != nil {
			t.Fatal(err)
		}
		works(t)
	})
	// half makes a volume whose program is not whole, and a container that has it.
	half := func(t *testing.T) (user string) {
		t.Helper()
		d.checked = false
		if _, err := d.api.VolumeRemove(t.Context(), d.program.volume(), client.VolumeRemoveOptions{Force: true}); err != nil {
			t.Skipf("a container of another engine has it: %v", err)
		}
		// What is in another image at the place fills the volume with something else.
		made, err := d.api.ContainerCreate(t.Context(), client.ContainerCreateOptions{
			Config: &dockertypes.Config{Image: testImage, Cmd: []string{"/client"}},
			HostConfig: &dockertypes.HostConfig{Mounts: []mount.Mount{{
				Type: mount.TypeVolume, Source: d.program.volume(), Target: programDir,
				VolumeOptions: &mount.VolumeOptions{Labels: map[string]string{labelProgram: d.program.digest}},
			}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := (&daemon{api: d.api}).fill(t.Context(), made.ID, trust{files: map[string][]byte{programFile: []byte("half")}}, nil); err != nil {
			t.Fatal(err)
		}
		return made.ID
	}
	t.Run("a volume that is not whole is filled again", func(t *testing.T) {
		if _, err := d.api.ContainerRemove(t.Context(), half(t), client.ContainerRemoveOptions{}); err != nil {
			t.Fatal(err)
		}
		works(t)
	})
	t.Run("a volume that another is filling is waited for", func(t *testing.T) {
		user := half(t)
		ctx, stop := context.WithCancel(t.Context())
		events := d.api.Events(ctx, client.EventsListOptions{Filters: client.Filters{}.
			Add("type", "container").Add("event", "destroy").Add("label", LabelSession+"="+d.session.String())})
		done := make(chan struct{})
		go func() {
			defer close(done)
			select {
			case <-events.Messages: // the sidecar that met the half volume
			case <-ctx.Done():
			}
			_, _ = d.api.ContainerRemove(context.WithoutCancel(ctx), user, client.ContainerRemoveOptions{})
		}()
		works(t)
		stop()
		<-done
	})
}
