package namespace

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/image"
)

// step is a RUN step of the test's program over an image's layers.
func step(t *testing.T, from *ref, out *strings.Builder, steps ...string) dockerfile.RunSpec {
	t.Helper()
	dir := t.TempDir()
	spec := dockerfile.RunSpec{
		Layers: from.image.Layers, Upper: filepath.Join(dir, "upper"), Work: filepath.Join(dir, "work"),
		Argv: append([]string{enginetest.ImageProgram}, steps...), Env: []string{insideMode + "=1"}, Stdout: out, Stderr: out,
	}
	for _, d := range []string{spec.Upper, spec.Work} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return spec
}

// filesOf lists what a layer has, folders with a / at the end.
func filesOf(t *testing.T, layer string) string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(layer, func(name string, d os.DirEntry, err error) error {
		if err != nil || name == layer {
			return err
		}
		name = strings.TrimPrefix(name, layer)
		if d.IsDir() {
			name += "/"
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

func TestRunner(t *testing.T) {
	e := anyEngine(t)
	r := runner{e.home}
	from := testImage(t, image.Config{}, map[string]string{"etc/hosts": "image's", "gone": "", "kept": "kept"})
	const bare = "/dev/ /etc/ /proc/ /sys/" // left to the builder, who knows that the image lacks them
	run := func(t *testing.T, spec dockerfile.RunSpec, out *strings.Builder, code int, said, layer string) {
		t.Helper()
		exit, err := r.Run(t.Context(), spec)
		if err != nil || exit != code || out.String() != said {
			t.Errorf("it ended with %d, %v and said %q, want %d and %q", exit, err, out.String(), code, said)
		}
		if got := filesOf(t, spec.Upper); got != layer {
			t.Errorf("the layer has %q, want %q", got, layer)
		}
	}
	t.Run("a step's layer has what it wrote and removed", func(t *testing.T) {
		var out strings.Builder
		run(t, step(t, from, &out, "write:/new=new", "rm:/gone", "cat:/kept", "cat:/etc/hosts"), &out, 0,
			"kept127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n127.0.0.1 buildkitsandbox\n", "/dev/ /etc/ /gone /new /proc/ /sys/")
	})
	t.Run("without a network there is only the loopback", func(t *testing.T) {
		var out strings.Builder
		run(t, step(t, from, &out, "interfaces"), &out, 0, "lo\n", bare)
	})
	t.Run("with one there is this machine's", func(t *testing.T) {
		var out, own strings.Builder
		spec := step(t, from, &out, "interfaces")
		spec.Network = true
		own.WriteString(interfaces())
		run(t, spec, &out, 0, own.String(), bare)
	})
	t.Run("mounts are seen, and do not come into the layer", func(t *testing.T) {
		var out strings.Builder
		host := t.TempDir()
		if err := os.WriteFile(filepath.Join(host, "file"), []byte("host's"), 0o644); err != nil {
			t.Fatal(err)
		}
		other := testImage(t, image.Config{}, map[string]string{"a/b": "other's", "link": "-> /../../../a"})
		spec := step(t, from, &out, "cat:/m/host/file", "write:/m/host/no=x", "cat:/m/secret", "cat:/m/image/b", "cat:/m/linked/b", "write:/m/memory/x=x", "ls:/m/memory")
		spec.Mounts = []dockerfile.Mount{
			{Source: host, Target: "/m/host", ReadOnly: true},
			{Source: filepath.Join(host, "file"), Target: "/m/secret"},
			{Layers: other.image.Layers, Subpath: "a", Target: "/m/image"},
			{Layers: other.image.Layers, Subpath: "link", Target: "/m/linked"},
			{Target: "/m/memory", Size: 1 << 20},
		}
		run(t, spec, &out, 0, "host'swrite: open /m/host/no: read-only file system\nhost'sother'sother'sx \n", "/dev/ /etc/ /m/ /m/host/ /m/image/ /m/linked/ /m/memory/ /m/secret /proc/ /sys/")
	})
	t.Run("a command that is not there ends with 127", func(t *testing.T) {
		var out strings.Builder
		spec := step(t, from, &out)
		spec.Argv = []string{"no-such-command"}
		run(t, spec, &out, 127, "no-such-command: not found\n", bare)
	})
	t.Run("an image without files has what every container has", func(t *testing.T) {
		var out strings.Builder
		spec := step(t, from, &out, "ls:/")
		spec.Layers = nil
		spec.Mounts = []dockerfile.Mount{{Source: filepath.Join(from.image.Layers[0], enginetest.ImageProgram), Target: enginetest.ImageProgram}}
		run(t, spec, &out, 0, "client dev etc proc sys \n", "/client "+bare)
	})
}
