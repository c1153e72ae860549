package docker

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
	"paddock/proxy/authority"
)

// Where a container finds what is added to its roots on request.
const (
	bundleFile = "/etc/cloudflare/certs/bundle.crt"
	javaFile   = "/etc/cloudflare/certs/roots.jks"
)

// trust is the files by which a container comes to trust intercepted TLS, by their paths, and the
// variables that lead programs to them.
type trust struct {
	files  map[string][]byte
	env    map[string]string
	inject bool // the image's own roots are to get the authority, too
	java   bool
}

// newTrust plans them. An image's own roots are changed on request alone, as the platform leaves
// that to the image.
func newTrust(image *ref, t container.Trust) trust {
	all := trust{files: map[string][]byte{}, env: map[string]string{}}
	if len(t.CA) == 0 {
		return all
	}
	all.files[container.CAFile] = t.CA
	if t.Mode != container.TrustInject {
		return all
	}
	places := authority.Places{CA: container.CAFile, Bundle: bundleFile}
	if image.env["JAVA_HOME"] != "" || image.env["JAVA_VERSION"] != "" {
		places.Java, all.java = javaFile, true
	}
	all.inject = true
	for _, v := range places.Variables() {
		if _, own := image.env[v[0]]; !own {
			all.env[v[0]] = v[1]
		}
	}
	return all
}

// addRoots adds the authority to the roots that the created container has. One that has none gets
// this machine's.
func (t trust) addRoots(ctx context.Context, d *daemon, id string) error {
	var roots []byte
	for _, name := range authority.BundlePaths() {
		file, text, err := d.readFile(ctx, id, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read %s in the image: %w", name, err)
		}
		if roots == nil {
			roots = text
		}
		t.files[file] = authority.Join(text, t.files[container.CAFile])
	}
	if here := authority.SystemBundles(); roots == nil && len(here) > 0 {
		roots, _ = os.ReadFile(here[0]) // without it, the container trusts the authority alone
	}
	t.files[bundleFile] = authority.Join(roots, t.files[container.CAFile])
	if t.java {
		t.files[javaFile] = authority.JavaStore(t.files[bundleFile])
	}
	return nil
}

// readFile reads a file of a container, and tells where it is when name is a link.
func (d *daemon) readFile(ctx context.Context, id, name string) (file string, text []byte, err error) {
	stat, err := d.api.ContainerStatPath(ctx, id, client.ContainerStatPathOptions{Path: name})
	if errdefs.IsNotFound(err) {
		return "", nil, fs.ErrNotExist
	}
	if err != nil {
		return "", nil, err
	}
	if stat.Stat.Mode&fs.ModeSymlink != 0 {
		if !path.IsAbs(stat.Stat.LinkTarget) {
			return "", nil, fs.ErrNotExist
		}
		name = stat.Stat.LinkTarget
	}
	got, err := d.api.CopyFromContainer(ctx, id, client.CopyFromContainerOptions{SourcePath: name})
	if errdefs.IsNotFound(err) {
		return "", nil, fs.ErrNotExist
	}
	if err != nil {
		return "", nil, err
	}
	defer got.Content.Close()
	a := tar.NewReader(got.Content)
	h, err := a.Next()
	if err != nil {
		return "", nil, err
	}
	if h.Typeflag != tar.TypeReg {
		return "", nil, fs.ErrNotExist
	}
	text, err = io.ReadAll(a)
	return name, text, err
}

func (t trust) write(a *tar.Writer) error {
	for name, text := range t.files {
		if err := writeFile(a, name, text); err != nil {
			return err
		}
	}
	return nil
}
