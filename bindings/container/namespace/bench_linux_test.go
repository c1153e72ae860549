package namespace

import (
	"context"
	"os"
	"testing"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/image"
)

// BenchmarkEngine_Start takes the time from start() of an image that is there to the first output of
// its program.
func BenchmarkEngine_Start(b *testing.B) {
	e := New(Options{Dir: b.TempDir()})
	if err := e.Probe(b.Context()); err != nil {
		b.Skip(err)
	}
	program, err := enginetest.StaticProgram(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	root := b.TempDir()
	if err := copyFile(program, root+enginetest.ImageProgram); err != nil {
		b.Fatal(err)
	}
	if err := os.Chmod(root+enginetest.ImageProgram, 0o755); err != nil {
		b.Fatal(err)
	}
	from := &ref{name: "bench", image: &image.Image{Layers: []string{root}}}
	for b.Loop() {
		read, write, err := os.Pipe()
		if err != nil {
			b.Fatal(err)
		}
		i, err := e.Start(b.Context(), from, container.Spec{
			Name: "bench", Entrypoint: []string{enginetest.ImageProgram, "say:ready", "wait"}, Env: map[string]string{insideMode: "1"},
			Resolver: noNames{}, Stdout: write,
		})
		write.Close()
		if err == nil {
			_, err = read.Read(make([]byte, 8))
		}
		read.Close()
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := i.Destroy(context.Background()); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
