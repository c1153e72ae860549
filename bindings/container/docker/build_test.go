package docker

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/build"

	"paddock/bindings/container"
)

// project writes files into a folder; a name's last part "x" makes it executable.
func project(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// builders calls test with an engine for each way of building that needs the daemon alone.
func builders(t *testing.T, test func(t *testing.T, e *Engine)) {
	for _, version := range []build.BuilderVersion{build.BuilderV1, build.BuilderBuildKit} {
		t.Run("builder "+string(version), func(t *testing.T) {
			e := newEngine(t, LinkAuto)
			e.options.APIOnly = true
			d, err := e.connect(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			d.best = version
			test(t, e)
		})
	}
}

func TestBuild(t *testing.T) {
	t.Parallel()
	builders(t, func(t *testing.T, e *Engine) {
		dir := project(t, map[string]string{
			"app/Dockerfile": "ARG BASE\nFROM ${BASE} AS one\nCOPY . /context\nFROM ${BASE}\n" +
				"COPY --from=one /context/kept /kept\nARG WORDS\nENV GREETING=$WORDS PADDOCK_TEST_CLIENT=cat\nENTRYPOINT [\"/client\"]\n",
			"app/kept": "text", ".dockerignore": "**/secret*\n!app/secret-not\n",
			"app/secret": "hidden", "app/secret-not": "",
		})
		var progress bytes.Buffer
		ref, err := e.Prepare(t.Context(), container.Image{
			Dockerfile: filepath.Join(dir, "app", "Dockerfile"), Context: filepath.Join(dir, "app"),
			Vars: map[string]string{"BASE": testImage, "WORDS": "well built"}, Tag: builtImage,
		}, &progress)
		if err != nil {
			t.Fatalf("%v\n%s", err, progress.String())
		}
		if !strings.Contains(progress.String(), "COPY --from=one /context/kept /kept") {
			t.Errorf("it said %s", progress.String())
		}
		var out bytes.Buffer
		i, err := e.Start(t.Context(), ref, container.Spec{Name: "Test/built", Stdout: &out, Resolver: nothing{}})
		if err != nil {
			t.Fatal(err)
		}
		defer i.Destroy(t.Context())
		if exit, err := i.Wait(t.Context()); err != nil || exit.Code != 0 || !strings.HasPrefix(out.String(), "well built") {
			t.Errorf("it ended with %+v, %v, and said %q", exit, err, out.String())
		}
	})
}

// againImage is what is built twice.
const againImage = "cloudflare-dev/test:again"

func TestBuild_again(t *testing.T) {
	t.Parallel()
	builders(t, func(t *testing.T, e *Engine) {
		dir := project(t, map[string]string{"Dockerfile": "FROM scratch\nCOPY file /\n"})
		var last *ref
		for i := range 2 {
			if err := os.WriteFile(filepath.Join(dir, "file"), []byte(fmt.Sprint(t.Name(), i)), 0o644); err != nil {
				t.Fatal(err)
			}
			r, err := e.Prepare(t.Context(), container.Image{Dockerfile: filepath.Join(dir, "Dockerfile"), Context: dir, Tag: againImage}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if last != nil {
				if _, err := shared.api.ImageInspect(t.Context(), last.id); !errdefs.IsNotFound(err) || r.(*ref).id == last.id {
					t.Errorf("the image that was replaced is there: %v", err)
				}
			}
			last = r.(*ref)
		}
	})
}

func TestBuild_fails(t *testing.T) {
	t.Parallel()
	builders(t, func(t *testing.T, e *Engine) {
		for _, c := range []struct{ name, file, want string }{
			{"an instruction that does not exist", "FROM scratch\n\nCOPPY x /\n", ":3: "},
			{"a file that is not there", "FROM scratch\nENV A=b\nCOPY nowhere.txt /here\n", "Dockerfile:3: COPY nowhere.txt /here: "},
			{"a command that fails", "FROM " + testImage + "\nENV PADDOCK_TEST_CLIENT=exit\nRUN [\"/client\", \\\n \"7\"]\n", `Dockerfile:3: RUN ["/client"`},
			{"a file that is ignored", "FROM scratch\nCOPY secret /\n", "Dockerfile:2: COPY secret /: "},
		} {
			t.Run(c.name+" is told with its line", func(t *testing.T) {
				dir := project(t, map[string]string{"Dockerfile": c.file, ".dockerignore": "secret\n", "secret": ""})
				_, err := e.Prepare(t.Context(), container.Image{Dockerfile: filepath.Join(dir, "Dockerfile"), Context: dir, Tag: builtImage}, nil)
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("error is %v, want %q", err, c.want)
				}
			})
		}
	})
}

func TestBuild_command(t *testing.T) {
	e := newEngine(t, LinkAuto)
	dir := project(t, map[string]string{
		"Dockerfile": "FROM scratch\n",
		"good":       "#!/bin/sh\necho \"$@\"\necho host=$DOCKER_HOST\n",
		"bad":        "#!/bin/sh\necho 'Dockerfile:4'\necho ' >>> RUN false' >&2\nexit 3\n",
	})
	img := container.Image{Dockerfile: filepath.Join(dir, "Dockerfile"), Context: dir, Tag: testImage, Vars: map[string]string{"B": "2", "A": "1"}}
	t.Run("wrangler's options are used", func(t *testing.T) {
		t.Setenv("WRANGLER_DOCKER_BIN", filepath.Join(dir, "good"))
		var progress bytes.Buffer
		if _, err := e.Prepare(t.Context(), img, &progress); err != nil {
			t.Fatal(err)
		}
		want := "build --load -t " + testImage + " --platform linux/amd64 --provenance=false --build-arg A=1 --build-arg B=2 -f " + img.Dockerfile + " " + dir + "\n" +
			"host=" + shared.host + "\n"
		if !strings.HasSuffix(progress.String(), want) {
			t.Errorf("got %q, want %q", progress.String(), want)
		}
	})
	t.Run("a failure is told with its line and its output", func(t *testing.T) {
		t.Setenv("WRANGLER_DOCKER_BIN", filepath.Join(dir, "bad"))
		_, err := e.Prepare(t.Context(), img, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "Dockerfile:4: the build failed\n") || !strings.Contains(err.Error(), ">>> RUN false") {
			t.Errorf("error is %v", err)
		}
	})
}

func TestBuildContext(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		ignore     map[string]string
		dockerfile string
		want       string
	}{
		{"nothing is ignored by itself", nil, "Dockerfile", ".hidden Dockerfile a/ a/b a/c d"},
		{"patterns leave out", map[string]string{".dockerignore": "# comment\na\n.*\n"}, "Dockerfile", "Dockerfile d"},
		{"exceptions bring back", map[string]string{".dockerignore": "a\n!a/c\n"}, "Dockerfile", ".dockerignore .hidden Dockerfile a/c d"},
		{"the Dockerfile is sent even when it is ignored", map[string]string{".dockerignore": "*\n"}, "Dockerfile", "Dockerfile"},
		{"a Dockerfile's own patterns win", map[string]string{".dockerignore": "a\n", "Dockerfile.dockerignore": "*\n!d\n"}, "Dockerfile", "Dockerfile d"},
		{"a Dockerfile from elsewhere is sent beside", map[string]string{".dockerignore": "*\n"}, "../Dockerfile", ".paddock.Dockerfile"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"in/Dockerfile": "", "Dockerfile": "", "in/a/b": "", "in/a/c": "", "in/d": "", "in/.hidden": ""}
			for name, text := range c.ignore {
				files["in/"+name] = text
			}
			dir := filepath.Join(project(t, files), "in")
			b, err := newBuildContext(dir, filepath.Join(dir, c.dockerfile))
			if err != nil {
				t.Fatal(err)
			}
			var sent bytes.Buffer
			if err := b.write(&sent); err != nil {
				t.Fatal(err)
			}
			var names []string
			for a := tar.NewReader(&sent); ; {
				h, err := a.Next()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				names = append(names, h.Name)
			}
			slices.Sort(names)
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestLineOf(t *testing.T) {
	t.Parallel()
	const file = "FROM a AS b\nRUN one  two\nRUN one three \\\n  four\nCOPY --from=b /x $Y\n"
	for _, c := range []struct {
		step string
		want int
	}{
		{"RUN one two", 2}, {"RUN one three   four", 3}, {"COPY --from=b /x /value", 5}, {"FROM a AS b", 1}, {"", 0}, {"HEALTHCHECK NONE", 0},
	} {
		if got := lineOf([]byte(file), c.step); got != c.want {
			t.Errorf("%q is on line %d, want %d", c.step, got, c.want)
		}
	}
}
