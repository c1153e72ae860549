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
