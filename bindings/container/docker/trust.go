package docker

import (
	"archive/tar"
	"context"

	"paddock/bindings/container"
)

// trust is the files by which a container comes to trust intercepted TLS, by their paths, and the
// variables that lead programs to them.
type trust struct {
	files map[string][]byte
	env   map[string]string
}

// readTrust makes them. An image's own roots are changed on request alone, as the platform leaves
// that to the image.
func (d *daemon) readTrust(ctx context.Context, image *ref, t container.Trust) (trust, error) {
	if len(t.CA) == 0 {
		return trust{}, nil
	}
	all := trust{files: map[string][]byte{container.CAFile: t.CA}}
	if t.Mode != container.TrustInject {
		return all, nil
	}
	return all, d.addRoots(ctx, image, &all)
}

// variables gives those that the image does not set itself.
func (t trust) variables(own map[string]string) map[string]string {
	env := map[string]string{}
	for name, value := range t.env {
		if _, ok := own[name]; !ok {
			env[name] = value
		}
	}
	return env
}

func (t trust) write(a *tar.Writer) error {
	for name, text := range t.files {
		if err := writeFile(a, name, text); err != nil {
			return err
		}
	}
	return nil
}

func (d *daemon) addRoots(ctx context.Context, image *ref, t *trust) error { return nil }
