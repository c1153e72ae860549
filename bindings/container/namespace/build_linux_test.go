package namespace

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
)

func TestEngine_Dockerfile(t *testing.T) {
	e := anyEngine(t)
	dir := t.TempDir()
	program := filepath.Join(strings.TrimPrefix(clientImage(t).Reference, "dir:"), enginetest.ImageProgram)
	if err := copyFile(program, filepath.Join(dir, "client")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "client"), 0o755); err != nil {
		t.Fatal(err)
	}
	text := `FROM scratch AS build
ARG WORD
COPY client /client
ENV ` + insideMode + `=1 WORD=$WORD
WORKDIR /made
RUN ["/client", "write:by-run=by run", "cat:/etc/hostname", "env:WORD"]
FROM scratch
COPY --from=build /client /client
COPY --from=build /made /made
ENV ` + insideMode + `=1
WORKDIR /made
USER 7
ENTRYPOINT ["/client"]
CMD ["cat:by-run", "pwd", "ls:/"]
`
	file := filepath.Join(dir, "Dockerfile")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var progress strings.Builder
	r, err := e.Prepare(t.Context(), container.Image{Dockerfile: file, Context: dir, Vars: map[string]string{"WORD": "said"}}, &progress)
	if err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	if !strings.Contains(progress.String(), buildHost) || !strings.Contains(progress.String(), "said") {
		t.Errorf("progress is %s", progress.String())
	}
	if warned := strings.Contains(progress.String(), "The user 7 of the image has no effect"); warned != usersFor(e.links.Link()).Alone() {
		t.Errorf("progress is %s", progress.String())
	}
	if got := look(t, e, r.(*ref), container.Spec{}); got != "by run/made\nclient dev etc made proc sys \n" {
		t.Errorf("got %q", got)
	}
}

// As root it runs again as nobody, with a range of users of its own.
func TestEngine_Dockerfile_private(t *testing.T) {
	t.Run("files that other users alone may read are copied, and written beside", func(t *testing.T) {
		e := anyEngine(t)
		t.Cleanup(func() { removeTree(filepath.Join(e.options.Dir, "images")) }) // what the test's user may not
		if u := usersFor(e.links.Link()); u.Alone() {
			t.Skip("there are no other users here: this user has no ranges in /etc/subuid and /etc/subgid, or newuidmap is not installed")
		}
		dir := t.TempDir()
		program := filepath.Join(strings.TrimPrefix(clientImage(t).Reference, "dir:"), enginetest.ImageProgram)
		text := `FROM scratch AS build
COPY --chmod=755 client /client
ENV ` + insideMode + `=1
RUN ["/client", "mkdir:/home", "write:/home/secret=secret ", "own:/home"]
FROM scratch
COPY --from=build /client /client
COPY --from=build /home /home
COPY --chown=7:7 note /home/note
WORKDIR /home/sub
COPY note .
ENV ` + insideMode + `=1
ENTRYPOINT ["/client", "cat:/home/secret", "cat:note", "mode:/home", "mode:/home/secret", "mode:/home/note", "mode:/home/sub"]
`
		file := filepath.Join(dir, "Dockerfile")
		err := errors.Join(copyFile(program, filepath.Join(dir, "client")),
			os.WriteFile(filepath.Join(dir, "note"), []byte("note\n"), 0o644), os.WriteFile(file, []byte(text), 0o644))
		if err != nil {
			t.Fatal(err)
		}
		for _, how := range []string{"made", "cached"} {
			var progress strings.Builder
			r, err := e.Prepare(t.Context(), container.Image{Dockerfile: file, Context: dir}, &progress)
			if err != nil {
				t.Fatalf("%v\n%s", err, progress.String())
			}
			const want = "secret note\ndrwx------ 1000 1000\n-rw-r--r-- 0 0\n-rw-r--r-- 7 7\ndrwxr-xr-x 0 0\n"
			if got := look(t, e, r.(*ref), container.Spec{}); got != want {
				t.Errorf("%s: got %q, want %q", how, got, want)
			}
		}
	})
	if os.Geteuid() == 0 {
		t.Run("and as nobody, who has ranges", func(t *testing.T) { asNobody(t, "^TestEngine_Dockerfile_private$") })
	}
}

func TestEngine_Dockerfile_unfit(t *testing.T) {
	e := anyEngine(t)
	for _, c := range []struct{ name, text string }{
		{"what needs Docker is left to other engines", "FROM scratch\nONBUILD RUN x\nRUN --mount=type=ssh true\n"},
		{"an image that no registry can be reached for is left to other engines", "FROM 127.0.0.1:1/x:1\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "Dockerfile")
			if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := e.Prepare(t.Context(), container.Image{Dockerfile: file, Context: dir}, nil); !errors.Is(err, container.ErrUnfit) {
				t.Errorf("got %v", err)
			}
		})
	}
}
