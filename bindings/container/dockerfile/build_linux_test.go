package dockerfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/bindings/container/image"
)

// fakeRunner understands "write FILE TEXT", "say TEXT", "remove FILE" and "exit N", joined by &&. It
// stands for a sandbox, which these tests do not need.
type fakeRunner struct {
	specs []RunSpec
}

func (r *fakeRunner) Run(_ context.Context, spec RunSpec) (int, error) {
	r.specs = append(r.specs, spec)
	for _, command := range strings.Split(spec.Argv[len(spec.Argv)-1], "&&") {
		words := strings.SplitN(strings.TrimSpace(command), " ", 3)
		switch words[0] {
		case "write":
			file := filepath.Join(spec.Upper, words[1])
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return 0, err
			}
			if err := os.WriteFile(file, []byte(words[2]), 0o644); err != nil {
				return 0, err
			}
		case "say":
			fmt.Fprintln(spec.Stdout, strings.Join(words[1:], " "))
		case "exit":
			return int(words[1][0] - '0'), nil
		}
	}
	return 0, nil
}

// builds is a project folder and what builds it.
type builds struct {
	dir    string
	store  *image.Store
	runner *fakeRunner
	images map[string]*image.Image // those that FROM finds
}

func newBuilds(t testing.TB, files map[string]string) *builds {
	t.Helper()
	store, err := image.Open(t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &builds{dir: t.TempDir(), store: store, runner: &fakeRunner{}, images: map[string]*image.Image{}}
	b.images["alpine"] = b.image(t, image.Config{Env: []string{"PATH=/bin"}, Cmd: []string{"sh"}}, map[string]string{
		"etc/passwd": "root:x:0:0::/root:/bin/sh\nnode:x:1000:1001::/home/node:/bin/sh\n", "etc/group": "root:x:0:\nstaff:x:50:\n", "bin/sh": "shell",
	})
	b.write(t, files)
	return b
}

func (b *builds) write(t testing.TB, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(b.dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func (b *builds) image(t testing.TB, config image.Config, files map[string]string) *image.Image {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	img, err := b.store.Assemble(config, []string{root})
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func (b *builds) try(t testing.TB, dockerfile string, o Options) (*image.Image, string, error) {
	t.Helper()
	b.write(t, map[string]string{"Dockerfile": dockerfile})
	o.Dockerfile = filepath.Join(b.dir, "Dockerfile")
	if o.Context == "" {
		o.Context = b.dir
	}
	o.Resolve = func(_ context.Context, reference string, _ io.Writer) (*image.Image, error) {
		if img, ok := b.images[reference]; ok {
			return img, nil
		}
		return nil, errors.New("No such image available named " + reference)
	}
	var progress bytes.Buffer
	img, err := Build(t.Context(), b.store, b.runner, o, &progress)
	return img, progress.String(), err
}

func (b *builds) build(t testing.TB, dockerfile string, o Options) (*image.Image, string) {
	t.Helper()
	img, progress, err := b.try(t, dockerfile, o)
	if err != nil {
		t.Fatalf("%v\n%s", err, progress)
	}
	return img, progress
}

// files lists an image's files, but for those of the base image.
func files(t testing.TB, img *image.Image) []string {
	t.Helper()
	var out []string
	var walk func(e image.Entry)
	walk = func(e image.Entry) {
		list, err := e.List()
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			switch {
			case e.Name == "/etc/passwd" || e.Name == "/etc/group" || e.Name == "/etc" || e.Name == "/bin" || e.Name == "/bin/sh":
			case e.IsDir():
				out = append(out, e.Name+"/")
			case e.Mode()&fs.ModeSymlink != 0:
				target, _ := os.Readlink(e.Path)
				out = append(out, e.Name+" -> "+target)
			default:
				text, err := os.ReadFile(e.Path)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, e.Name+"="+string(text))
			}
			if e.IsDir() {
				walk(e)
			}
		}
	}
	root, err := image.NewTree(img.Layers).Lookup("/")
	if err != nil {
		t.Fatal(err)
	}
	walk(root)
	return out
}

func TestBuild_Files(t *testing.T) {
	t.Parallel()
	context := map[string]string{
		"a.txt": "A", "b.txt": "B", "src/main.js": "M", "src/lib/x.js": "X", "src/lib/x_test.js": "T", "docs/readme.md": "R", "docs/keep.md": "K",
	}
	for _, c := range []struct {
		name, text, ignore string
		want               []string
	}{
		{"a file goes to the name", "COPY a.txt /x/y.txt", "", []string{"/x/", "/x/y.txt=A"}},
		{"a file goes into a folder that ends in /", "COPY a.txt /x/", "", []string{"/x/", "/x/a.txt=A"}},
		{"a file goes into a folder that exists", "WORKDIR /x\nCOPY a.txt /x", "", []string{"/x/", "/x/a.txt=A"}},
		{"a folder's contents are copied", "COPY src /app", "", []string{"/app/", "/app/lib/", "/app/lib/x.js=X", "/app/lib/x_test.js=T", "/app/main.js=M"}},
		{"several sources go into a folder", "COPY a.txt src/lib ./d/", "", []string{"/d/", "/d/a.txt=A", "/d/x.js=X", "/d/x_test.js=T"}},
		{"wildcards match names", "COPY ?.txt s*/l*/*.js /d/", "", []string{"/d/", "/d/a.txt=A", "/d/b.txt=B", "/d/x.js=X", "/d/x_test.js=T"}},
		{"--exclude leaves files out", "COPY --exclude=**/*_test.js --exclude=main.js src /d", "", []string{"/d/", "/d/lib/", "/d/lib/x.js=X"}},
		{".dockerignore leaves files out", "COPY . /d", "docs\n**/*_test.js\nDockerfile*\n.dockerignore\nb.txt\n", []string{"/d/", "/d/a.txt=A", "/d/src/", "/d/src/lib/", "/d/src/lib/x.js=X", "/d/src/main.js=M"}},
		{".dockerignore makes exceptions", "COPY . /d", "*\n!docs/keep.md\n", []string{"/d/", "/d/docs/", "/d/docs/keep.md=K"}},
		{"a wildcard does not find what is left out", "COPY *.txt /d/", "b.txt\n", []string{"/d/", "/d/a.txt=A"}},
		{"a here-document is a file", "COPY <<one.txt <<two.txt /d/\n1\none.txt\n2\ntwo.txt", "", []string{"/d/", "/d/one.txt=1\n", "/d/two.txt=2\n"}},
		{"a later copy wins", "COPY a.txt /f\nCOPY b.txt /f", "", []string{"/f=B"}},
		{"WORKDIR makes a folder", "WORKDIR /a/b", "", []string{"/a/", "/a/b/"}},
		{"COPY --from takes a stage's files", "RUN write out/bin BIN\nFROM alpine\nCOPY --from=0 /out /o", "", []string{"/o/", "/o/bin=BIN"}},
		{"COPY --from takes an image's files", "COPY --from=alpine /bin/s* /o/", "", []string{"/o/", "/o/sh=shell"}},
		{"a RUN's files are there", "RUN write x/y 1 && write z 2", "", []string{"/x/", "/x/y=1", "/z=2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBuilds(t, context)
			if c.ignore != "" {
				b.write(t, map[string]string{".dockerignore": c.ignore})
			}
			img, _ := b.build(t, "FROM alpine\n"+c.text+"\n", Options{})
			if got := files(t, img); !slices.Equal(got, c.want) {
				t.Errorf("files are %q, want %q", got, c.want)
			}
		})
	}
}

func TestBuild_Links(t *testing.T) {
	t.Parallel()
	b := newBuilds(t, map[string]string{"d/f": "F"})
	for name, target := range map[string]string{"in": "d/f", "dir": "d", "d/up": "../d/f", "out": "/etc/passwd", "climb": "../../../etc"} {
		if err := os.Symlink(target, filepath.Join(b.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("a source that is a link is followed, one in a folder is copied", func(t *testing.T) {
		img, _ := b.build(t, "FROM scratch\nCOPY in /in\nCOPY dir /dir\n", Options{})
		if got, want := files(t, img), []string{"/dir/", "/dir/f=F", "/dir/up -> ../d/f", "/in=F"}; !slices.Equal(got, want) {
			t.Errorf("files are %q, want %q", got, want)
		}
	})
	for _, source := range []string{"out", "climb/passwd", "../x", "d/../../x"} {
		t.Run(source+" leads out of the build context", func(t *testing.T) {
			_, _, err := b.try(t, "FROM scratch\nCOPY "+source+" /x\n", Options{})
			want := shown(filepath.Join(b.dir, "Dockerfile")) + ":2: COPY: " + source + " lies outside of the build context " + b.dir
			if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), "make image_build_context a folder that holds it") {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestBuild_OwnersAndModes(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root's store keeps owners")
	}
	b := newBuilds(t, map[string]string{"f": "x", "d/g": "y"})
	if err := os.Chown(filepath.Join(b.dir, "f"), 77, 78); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ options, want string }{
		{"", "-rw-r--r-- 0 0"},
		{"--chown=5:6", "-rw-r--r-- 5 6"},
		{"--chown=5", "-rw-r--r-- 5 5"},
		{"--chown=node", "-rw-r--r-- 1000 1001"},
		{"--chown=node:staff", "-rw-r--r-- 1000 50"},
		{"--chown=:staff", ""},
		{"--chmod=4755", "urwxr-xr-x 0 0"},
		{"--chmod=u=rwx,go-r", "-rwx------ 0 0"},
		{"--chmod=+x", "-rwxr-xr-x 0 0"},
		{"--chmod=a+X", "-rw-r--r-- 0 0"},
	} {
		t.Run("COPY "+c.options, func(t *testing.T) {
			img, _, err := b.try(t, "FROM alpine\nCOPY "+c.options+" f /x/f\n", Options{})
			if c.want == "" {
				if err == nil {
					t.Error("it was accepted")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			e, err := image.NewTree(img.Layers).Lookup("/x/f")
			if err != nil {
				t.Fatal(err)
			}
			m := b.store.MetaOf(e)
			if got := fmt.Sprint(e.Mode(), m.UID, m.GID); got != c.want {
				t.Errorf("it is %s, want %s", got, c.want)
			}
			parent, err := image.NewTree(img.Layers).Lookup("/x")
			if p := b.store.MetaOf(parent); err != nil || p.UID != m.UID || p.GID != m.GID {
				t.Errorf("the folder is %d:%d, %v", p.UID, p.GID, err)
			}
		})
	}
	t.Run("COPY --from keeps owners", func(t *testing.T) {
		img, _ := b.build(t, "FROM alpine AS a\nCOPY --chown=7:8 f /f\nFROM scratch\nCOPY --from=a /f /g\n", Options{})
		e, err := image.NewTree(img.Layers).Lookup("/g")
		if m := b.store.MetaOf(e); err != nil || m.UID != 7 || m.GID != 8 {
			t.Errorf("owner is %d:%d, %v", m.UID, m.GID, err)
		}
	})
}

func TestBuild_Run(t *testing.T) {
	t.Parallel()
	b := newBuilds(t, map[string]string{"go.mod": "module x", "sub/f": "F"})
	img, progress := b.build(t, `ARG BASE=alpine
FROM $BASE AS builder
ARG VERSION=1
ENV MODE=fast
WORKDIR /src
USER node
RUN say hello && write src/out made
RUN --network=none ["exec", "form"]
FROM alpine
COPY --from=builder /src/out /out
CMD ["/out"]
`, Options{Args: map[string]string{"VERSION": "2", "http_proxy": "p", "TYPO": "x"}})

	t.Run("it gets what the stage has", func(t *testing.T) {
		s := b.runner.specs[0]
		if !slices.Equal(s.Argv, []string{"/bin/sh", "-c", "say hello && write src/out made"}) || s.Dir != "/src" || s.User != "node" || !s.Network ||
			!slices.Equal(s.Env, []string{"VERSION=2", "PATH=/bin", "MODE=fast", "http_proxy=p"}) || len(s.Layers) != 2 {
			t.Errorf("spec is %+v", s)
		}
	})
	t.Run("the exec form has no shell, and a network only if it may", func(t *testing.T) {
		if s := b.runner.specs[1]; !slices.Equal(s.Argv, []string{"exec", "form"}) || s.Network {
			t.Errorf("spec is %+v", s)
		}
	})
	t.Run("progress names stages and steps, with the output", func(t *testing.T) {
		want := `[Warning] One or more build-args [TYPO] were not consumed
[builder 1/4] FROM alpine
[builder 2/4] WORKDIR /src
[builder 3/4] RUN say hello && write src/out made
  | hello
[builder 4/4] RUN --network=none ["exec", "form"]
[stage-1 1/2] FROM alpine
[stage-1 2/2] COPY --from=builder /src/out /out
`
		if progress != want {
			t.Errorf("progress is %s", progress)
		}
	})
	t.Run("the image is the last stage's", func(t *testing.T) {
		if got := files(t, img); !slices.Equal(got, []string{"/out=made"}) || !slices.Equal(img.Config.Cmd, []string{"/out"}) {
			t.Errorf("files are %q, configuration %+v", got, img.Config)
		}
	})
}

func TestBuild_OnlyWhatIsNeeded(t *testing.T) {
	t.Parallel()
	b := newBuilds(t, nil)
	_, progress := b.build(t, "FROM alpine AS unused\nRUN exit 1\nFROM alpine AS a\nRUN write a 1\nFROM a AS target\nFROM missing\n", Options{Target: "target"})
	if len(b.runner.specs) != 1 || strings.Contains(progress, "unused") {
		t.Errorf("%d commands ran; progress is %s", len(b.runner.specs), progress)
	}
}

func TestBuild_Cache(t *testing.T) {
	t.Parallel()
	b := newBuilds(t, map[string]string{"package.json": "1", "index.js": "1", ".dockerignore": "Dockerfile"})
	const text = "FROM alpine\nARG V=1\nWORKDIR /app\nCOPY package.json .\nRUN write app/installed 1\nCOPY . .\nRUN write app/built 1\n"
	first, _ := b.build(t, text, Options{})
	ran := func(t *testing.T, o Options, text string, want int) *image.Image {
		t.Helper()
		b.runner.specs = nil
		img, progress := b.build(t, text, o)
		if len(b.runner.specs) != want {
			t.Errorf("%d commands ran, want %d:\n%s", len(b.runner.specs), want, progress)
		}
		return img
	}
	t.Run("the same files run nothing and give the same image", func(t *testing.T) {
		if again := ran(t, Options{}, text, 0); again.ID != first.ID {
			t.Errorf("ID is %s, was %s", again.ID, first.ID)
		}
		_, progress := b.build(t, text, Options{})
		if !strings.Contains(progress, "CACHED [4/6] RUN write app/installed 1\n") {
			t.Errorf("progress is %s", progress)
		}
	})
	t.Run("times do not matter", func(t *testing.T) {
		if err := os.Chtimes(filepath.Join(b.dir, "package.json"), time.Unix(1, 0), time.Unix(1, 0)); err != nil {
			t.Fatal(err)
		}
		ran(t, Options{}, text, 0)
	})
	t.Run("a changed file runs what comes after its copy", func(t *testing.T) {
		b.write(t, map[string]string{"index.js": "2"})
		ran(t, Options{}, text, 1)
	})
	t.Run("a changed mode runs what comes after its copy", func(t *testing.T) {
		if err := os.Chmod(filepath.Join(b.dir, "index.js"), 0o755); err != nil {
			t.Fatal(err)
		}
		ran(t, Options{}, text, 1)
	})
	t.Run("a changed build argument runs all that may see it", func(t *testing.T) {
		ran(t, Options{Args: map[string]string{"V": "2"}}, text, 2)
	})
	t.Run("a changed proxy runs nothing", func(t *testing.T) {
		ran(t, Options{Args: map[string]string{"HTTP_PROXY": "p"}}, text, 0)
	})
	t.Run("a changed base image runs all", func(t *testing.T) {
		old := b.images["alpine"]
		b.images["alpine"] = b.image(t, image.Config{}, map[string]string{"other": "1"})
		ran(t, Options{}, text, 2)
		b.images["alpine"] = old
	})
	t.Run("a step that failed is not kept", func(t *testing.T) {
		failing := text + "RUN write x 1 && exit 3\n"
		for range 2 {
			b.runner.specs = nil
			if _, _, err := b.try(t, failing, Options{}); err == nil || len(b.runner.specs) != 1 {
				t.Errorf("error is %v, %d commands ran", err, len(b.runner.specs))
			}
		}
	})
}

func TestBuild_Errors(t *testing.T) {
	t.Parallel()
	b := newBuilds(t, map[string]string{"f": "x", ".dockerignore": "secret\n", "secret": "s"})
	for _, c := range []struct{ name, text, want string }{
		{"a failing command shows its output and line", "FROM alpine\n\nRUN say one && say two && exit 2\n",
			"Dockerfile:3: process \"/bin/sh -c say one && say two && exit 2\" did not complete successfully: exit code: 2\n  | one\n  | two"},
		{"a missing file", "FROM alpine\nCOPY nothing /x\n", "Dockerfile:2: COPY: nothing is not in the build context "},
		{"a file that is left out", "FROM alpine\nCOPY secret /x\n", "Dockerfile:2: COPY: secret is left out of the build context by .dockerignore; remove the line there"},
		{"a wildcard that finds nothing", "FROM alpine\nCOPY *.zip /x/\n", "Dockerfile:2: COPY: *.zip is not in the build context "},
		{"a missing file of a stage", "FROM alpine AS a\nFROM scratch\nCOPY --from=a /nothing /x\n", "Dockerfile:3: COPY: /nothing is not there"},
		{"an image that does not exist", "FROM missing:1\n", "Dockerfile:1: FROM: No such image available named missing:1"},
		{"an image to copy from that does not exist", "FROM scratch\nCOPY --from=missing:1 /x /x\n", "Dockerfile:2: COPY: --from=missing:1: No such image available named missing:1"},
		{"an unknown user", "FROM alpine\nCOPY --chown=nobody f /f\n", "Dockerfile:2: COPY: --chown=nobody: /etc/passwd of the image has no nobody"},
		{"a user without a file of users", "FROM scratch\nCOPY --chown=node f /f\n", "Dockerfile:2: COPY: --chown=node: the image has no /etc/passwd to look up node in; write a number"},
		{"a wrong mode", "FROM alpine\nCOPY --chmod=rw f /f\n", "Dockerfile:2: COPY: --chmod=rw is no mode"},
		{"a folder over a file", "FROM alpine\nCOPY f /f\nCOPY f /f/g\n", "Dockerfile:3: COPY: make folder /f: it is a file"},
		{"another machine", "FROM --platform=linux/mips alpine\n", "Dockerfile:1: FROM --platform=linux/mips: only linux/"},
		{"a repository", "FROM alpine\nADD https://example.com/x.git /x\n", "Dockerfile:2: ADD: https://example.com/x.git: repositories are not supported without Docker"},
		{"a secret that is required", "FROM alpine\nRUN --mount=type=secret,id=tok,required x\n", "Dockerfile:2: RUN: the secret \"tok\" is required, and there is none"},
		{"a mount of a stage that may be written to", "FROM alpine AS a\nFROM alpine\nRUN --mount=from=a,target=/a,rw x\n", "Dockerfile:3: RUN: --mount=from=a,rw is not supported without Docker"},
		{"a mount of what is not there", "FROM alpine\nRUN --mount=source=nothing,target=/a x\n", "Dockerfile:2: RUN: /nothing is not in the build context"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := b.try(t, c.text, Options{})
			if err == nil || !strings.HasPrefix(err.Error(), shown(b.dir)+"/"+c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
	t.Run("a build context that is not there", func(t *testing.T) {
		_, _, err := b.try(t, "FROM alpine\n", Options{Context: "/nowhere"})
		if err == nil || !strings.Contains(err.Error(), "open build context: stat /nowhere: no such file or directory") {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("no runner says to use Docker", func(t *testing.T) {
		b.write(t, map[string]string{"Dockerfile": "FROM scratch\nRUN x\n"})
		_, err := Build(t.Context(), b.store, nil, Options{Dockerfile: filepath.Join(b.dir, "Dockerfile"), Context: b.dir}, nil)
		if err == nil || !strings.Contains(err.Error(), "build with the engine docker") {
			t.Errorf("error is %v", err)
		}
	})
}
