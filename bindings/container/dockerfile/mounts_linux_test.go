package dockerfile

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/bindings/container/image"
)

// inspecting is a runner that looks at the mounts while they are there.
type inspecting func(spec RunSpec)

func (r inspecting) Run(_ context.Context, spec RunSpec) (int, error) {
	r(spec)
	return 0, nil
}

func TestBuild_Mounts(t *testing.T) {
	t.Parallel()
	b := newBuilds(t, map[string]string{"go.mod": "module x", "src/f": "F", "src/left-out": "L", ".dockerignore": "**/left-out", "Dockerfile": `FROM alpine AS lib
COPY src/f /lib/f
FROM alpine
WORKDIR /w
RUN --mount=type=cache,target=/c,id=shared,mode=0700 \
    --mount=source=go.mod,target=go.mod --mount=source=src,target=/src,rw \
    --mount=from=lib,source=lib,target=/lib \
    --mount=type=tmpfs,target=/t,size=1k \
    --mount=type=secret,id=tok --mount=type=secret,id=tok,env=TOK --mount=type=secret,id=other <<EOF
#!/bin/python
EOF
`})
	secret := filepath.Join(t.TempDir(), "tok")
	if err := os.WriteFile(secret, []byte("s3cret"), 0o600); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			return err.Error()
		}
		return string(text)
	}
	seen := map[string]string{}
	var sources []string
	run := inspecting(func(spec RunSpec) {
		for _, m := range spec.Mounts {
			sources = append(sources, m.Source)
			what := fmt.Sprint(m.ReadOnly, " ")
			switch info, err := os.Stat(m.Source); {
			case m.Source == "" && len(m.Layers) > 0:
				text, err := image.NewTree(m.Layers).ReadFile(m.Subpath + "/f")
				what += fmt.Sprint("layers ", string(text), err)
			case m.Source == "":
				what += fmt.Sprint("memory ", m.Size)
			case err != nil:
				what += err.Error()
			case info.IsDir():
				list, _ := os.ReadDir(m.Source)
				what += fmt.Sprint("folder ", info.Mode(), list)
			default:
				what += "file " + read(m.Source)
			}
			seen[m.Target] = what
		}
		seen["TOK"], _ = lookup(spec.Env, "TOK")
		seen["argv"] = strings.Join(spec.Argv, " ")
	})
	_, err := Build(t.Context(), b.store, run, Options{
		Dockerfile: filepath.Join(b.dir, "Dockerfile"), Context: b.dir, Secrets: map[string]string{"tok": secret},
		Resolve: func(context.Context, string, io.Writer) (*image.Image, error) {
			return b.images["alpine"], nil
		},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]string{
		"/c":               "false folder drwx------ []",
		"/w/go.mod":        "true file module x",
		"/src":             "false folder drwxr-xr-x [- f]",
		"/lib":             "true layers F<nil>",
		"/t":               "false memory 1024",
		"/run/secrets/tok": "true file s3cret",
		"TOK":              "s3cret",
		"/dev/pipes/EOF":   "true file #!/bin/python\n",
		"argv":             "/dev/pipes/EOF",
	} {
		t.Run(target+" is what the Dockerfile says", func(t *testing.T) {
			if seen[target] != want {
				t.Errorf("it is %q, want %q", seen[target], want)
			}
		})
	}
	t.Run("only the cache is still there", func(t *testing.T) {
		for _, source := range sources {
			if _, err := os.Stat(source); source != "" && (err == nil) != strings.Contains(source, "caches") {
				t.Errorf("%s: %v", source, err)
			}
		}
	})
}

func TestStubs(t *testing.T) {
	t.Parallel()
	b := newBuilds(t, nil)
	b.runner.specs = nil
	leave := inspecting(func(spec RunSpec) {
		for _, name := range []string{"root/.cache/x", "kept", "made", "dev", "proc"} {
			if err := os.MkdirAll(filepath.Join(spec.Upper, name), 0o755); err != nil {
				t.Error(err)
			}
		}
		for name, text := range map[string]string{"secret": "", "made/by/command": "", "bin/empty": ""} {
			file := filepath.Join(spec.Upper, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Error(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Error(err)
			}
		}
	})
	b.write(t, map[string]string{"Dockerfile": "FROM alpine\nRUN --mount=type=cache,target=/root/.cache/x --mount=target=/secret,source=Dockerfile --mount=type=tmpfs,target=/made/by y\n"})
	img, err := Build(t.Context(), b.store, leave, Options{
		Dockerfile: filepath.Join(b.dir, "Dockerfile"), Context: b.dir,
		Resolve: func(context.Context, string, io.Writer) (*image.Image, error) {
			return b.images["alpine"], nil
		},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := files(t, img), []string{"/bin/empty=", "/kept/", "/made/", "/made/by/", "/made/by/command="}; !slices.Equal(got, want) {
		t.Errorf("files are %q, want %q", got, want)
	}
}

func tarball(t testing.TB, entries ...tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	for _, h := range entries {
		h.Mode = 0o640
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBuild_Add(t *testing.T) {
	t.Parallel()
	archive := tarball(t, tar.Header{Name: "d/f", Uid: 5, Gid: 6}, tar.Header{Name: ".wh.x"})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/f.txt":
			fmt.Fprint(w, "from afar")
		case "/a.tgz":
			_, _ = w.Write(archive)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	b := newBuilds(t, map[string]string{
		"a.tar.gz": string(archive), "f": "F", "evil.tar.gz": string(tarball(t, tar.Header{Name: "../../evil"})),
	})
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"an archive is unpacked, its names mean what they say", "ADD a.tar.gz /x", []string{"/x/", "/x/.wh.x=", "/x/d/", "/x/d/f="}},
		{"an archive is not unpacked if it shall not", "ADD --unpack=false a.tar.gz /x/", []string{"/x/", "/x/a.tar.gz=" + string(archive)}},
		{"another file is copied", "ADD f /x", []string{"/x=F"}},
		{"COPY does not unpack", "COPY a.tar.gz /x", []string{"/x=" + string(archive)}},
		{"an address is fetched", "ADD " + server.URL + "/f.txt /x/", []string{"/x/", "/x/f.txt=from afar"}},
		{"a checksum may be right", "ADD --checksum=sha256:6a1c23a9a6970cdbdf36e5e1913fe5ef2e1b6c333f233041af8a8977864654d5 " + server.URL + "/f.txt /x", []string{"/x=from afar"}},
		{"an archive from afar stays whole", "ADD " + server.URL + "/a.tgz /x", []string{"/x=" + string(archive)}},
		{"an archive from afar is unpacked if it shall", "ADD --unpack=true " + server.URL + "/a.tgz /x", []string{"/x/", "/x/.wh.x=", "/x/d/", "/x/d/f="}},
	} {
		t.Run(c.name, func(t *testing.T) {
			img, _ := b.build(t, "FROM scratch\n"+c.text+"\n", Options{})
			if got := files(t, img); !slices.Equal(got, c.want) {
				t.Errorf("files are %q, want %q", got, c.want)
			}
		})
	}
	for _, c := range []struct{ name, text, want string }{
		{"a wrong checksum", "ADD --checksum=sha256:00 " + server.URL + "/f.txt /x", "has the digest sha256:"},
		{"an address that is not there", "ADD " + server.URL + "/none /x", "/none answers 404 Not Found"},
		{"an address without a name", "ADD " + server.URL + " /x/", "has no file name; name one in the destination"},
		{"an archive that leads out", "ADD evil.tar.gz /x", `evil.tar.gz: unpack "../../evil": the name leads out of the image`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := b.try(t, "FROM scratch\n"+c.text+"\n", Options{})
			if err == nil || !strings.Contains(err.Error(), "Dockerfile:2: ADD: ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
	t.Run("an archive of xz is unpacked", func(t *testing.T) {
		cmd := exec.Command("xz", "-c")
		plain, err := gzip.NewReader(bytes.NewReader(archive))
		if err != nil {
			t.Fatal(err)
		}
		cmd.Stdin = plain
		packed, err := cmd.Output()
		if err != nil {
			t.Skipf("xz is not here: %v", err)
		}
		b.write(t, map[string]string{"a.tar.xz": string(packed)})
		img, _ := b.build(t, "FROM scratch\nADD a.tar.xz /x\n", Options{})
		if got, want := files(t, img), []string{"/x/", "/x/.wh.x=", "/x/d/", "/x/d/f="}; !slices.Equal(got, want) {
			t.Errorf("files are %q, want %q", got, want)
		}
	})
	t.Run("an archive's files keep their owners, unless --chown says otherwise", func(t *testing.T) {
		if os.Geteuid() != 0 {
			t.Skip("only root's store keeps owners")
		}
		for option, want := range map[string]string{"": "5 6", "--chown=7:8": "7 8"} {
			img, _ := b.build(t, "FROM scratch\nADD "+option+" a.tar.gz /x\n", Options{})
			e, err := image.NewTree(img.Layers).Lookup("/x/d/f")
			if err != nil {
				t.Fatal(err)
			}
			if m := b.store.MetaOf(e); fmt.Sprint(m.UID, m.GID) != want {
				t.Errorf("%q gives %d %d", option, m.UID, m.GID)
			}
		}
	})
}
