package namespace

import (
	"fmt"
	"os"
	"path"

	"paddock/bindings/container"
	"paddock/bindings/container/launch"
	"paddock/proxy/authority"
)

// trust says how a container comes to trust intercepted TLS.
type trust struct {
	CA     []byte // the root; nil: there is none
	Inject bool   // programs are made to trust it
	Roots  []byte // those of this machine, for images that have none
}

func newTrust(t container.Trust) trust {
	own := trust{CA: t.CA, Inject: t.Mode == container.TrustInject && len(t.CA) > 0}
	if here := authority.SystemBundles(); own.Inject && len(here) > 0 {
		own.Roots, _ = os.ReadFile(here[0]) // without it, the container trusts the authority alone
	}
	return own
}

// Where a container finds what is added to its roots on request.
const (
	bundleFile = "/etc/cloudflare/certs/bundle.crt"
	javaFile   = "/etc/cloudflare/certs/roots.jks"
)

// place writes the files, in the container, and leads programs to them.
func (t trust) place(c *launch.Command) error {
	if len(t.CA) == 0 {
		return nil
	}
	files := map[string][]byte{container.CAFile: t.CA}
	if t.Inject {
		if err := t.inject(c, files); err != nil {
			return err
		}
	}
	if err := makeFolder(path.Dir(container.CAFile)); err != nil {
		return fmt.Errorf("make the folder of certificates: %w", err)
	}
	for name, text := range files {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return fmt.Errorf("write certificates: %w", err)
		}
	}
	return nil
}

// inject adds the root to those that the image has, and sets the variables by which programs find it.
// Those that the image or the Worker has set are left alone.
func (t trust) inject(c *launch.Command, files map[string][]byte) error {
	var roots []byte
	for _, name := range authority.SystemBundles() {
		text, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read the image's roots: %w", err)
		}
		if roots == nil {
			roots = text
		}
		files[name] = authority.Join(text, t.CA)
	}
	if roots == nil {
		roots = t.Roots
	}
	places := authority.Places{CA: container.CAFile, Bundle: bundleFile}
	files[bundleFile] = authority.Join(roots, t.CA)
	if launch.GetEnv(c.Env, "JAVA_HOME") != "" || launch.GetEnv(c.Env, "JAVA_VERSION") != "" {
		places.Java, files[javaFile] = javaFile, authority.JavaStore(files[bundleFile])
	}
	for _, v := range places.Variables() {
		if launch.GetEnv(c.Env, v[0]) == "" {
			c.Env = launch.SetEnv(c.Env, v[0], v[1])
		}
	}
	return nil
}
