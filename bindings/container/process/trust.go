package process

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"paddock/bindings/container"
	"paddock/bindings/container/launch"
	"paddock/proxy/authority"
)

// trustFiles are the files by which programs come to trust intercepted TLS, made where a command runs.
type trustFiles struct {
	ca     []byte // the root alone
	extra  []byte // the root and what the user's own NODE_EXTRA_CA_CERTS had
	bundle []byte // all roots; nil: they are not to be injected
	java   []byte // the same for Java; nil where there is no Java
}

// newTrustFiles reads what the command would trust without us.
func newTrustFiles(c *command) trustFiles {
	f := trustFiles{ca: c.Trust.CA, extra: c.Trust.CA}
	if c.Trust.Mode == container.TrustFileOnly {
		return f
	}
	if b, err := os.ReadFile(launch.GetEnv(c.Env, "NODE_EXTRA_CA_CERTS")); err == nil {
		f.extra = authority.Join(b, f.ca)
	}
	roots, err := os.ReadFile(launch.GetEnv(c.Env, "SSL_CERT_FILE"))
	if err != nil {
		for _, file := range authority.SystemBundles() {
			if roots, err = os.ReadFile(file); err == nil {
				break
			}
		}
	}
	f.bundle = authority.Join(roots, f.ca)
	if hasJava(c.Env) {
		f.java = authority.JavaStore(f.bundle)
	}
	return f
}

// hasJava spares all others the making of Java's store.
func hasJava(env []string) bool {
	if launch.GetEnv(env, "JAVA_HOME") != "" {
		return true
	}
	return slices.ContainsFunc(filepath.SplitList(launch.GetEnv(env, "PATH")), func(dir string) bool {
		_, err := os.Stat(filepath.Join(dir, "java"))
		return err == nil
	})
}

// write puts the files into dir, the root under the name that it has in containers.
func (f trustFiles) write(dir string) (authority.Places, error) {
	p := authority.Places{CA: filepath.Join(dir, path.Base(container.CAFile))}
	files := map[string][]byte{p.CA: f.ca}
	if f.bundle != nil {
		if len(f.extra) != len(f.ca) {
			p.CA = filepath.Join(dir, "extra.crt")
			files[p.CA] = f.extra
		}
		p.Bundle = filepath.Join(dir, "bundle.crt")
		files[p.Bundle] = f.bundle
	}
	if f.java != nil {
		p.Java = filepath.Join(dir, "roots.jks")
		files[p.Java] = f.java
	}
	for name, text := range files {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return p, err
		}
	}
	return p, nil
}

// point sets the variables that lead programs to the files.
func (c *command) point(p authority.Places) {
	if c.Trust.Mode == container.TrustFileOnly {
		return
	}
	for _, v := range p.Variables() {
		if slices.Contains(c.Own, v[0]) {
			continue
		}
		if v[0] == "JAVA_TOOL_OPTIONS" {
			v[1] = strings.TrimSpace(launch.GetEnv(c.Env, v[0]) + " " + v[1])
		}
		c.Env = launch.SetEnv(c.Env, v[0], v[1])
	}
}

// trustBeside makes the files in a folder of their own, for links without a mount namespace, and
// changes the command as if the root were where containers expect it.
func (c *command) trustBeside(parent string) (folder string, err error) {
	if len(c.Trust.CA) == 0 {
		return "", nil
	}
	dir, err := os.MkdirTemp(parent, "paddock-trust-")
	if err != nil {
		return "", fmt.Errorf("make folder of certificates: %w", err)
	}
	p, err := newTrustFiles(c).write(dir)
	if err == nil {
		err = os.Chmod(dir, 0o755) // for commands of another user
	}
	if err != nil {
		os.RemoveAll(dir)
		return "", fmt.Errorf("write certificates: %w", err)
	}
	c.point(p)
	b := besideFiles{trust: dir}
	c.Argv, c.Env = b.argv(c.Argv), b.argv(c.Env)
	return dir, nil
}
