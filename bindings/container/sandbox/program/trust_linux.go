package program

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"paddock/bindings/container"
	"paddock/bindings/container/sandbox"
	"paddock/proxy/authority"
)

const (
	// certificateTime is how long the certificate may take to appear.
	certificateTime = 5 * time.Second
	// certificateInterval is between two looks for it.
	certificateInterval = 20 * time.Millisecond
)

// trust leads programs of the sandbox to the certificate of intercepted HTTPS: it is added to the
// system's bundle, and the usual variables are set. What the engine has done already is left alone.
func trust(env *sandbox.Environment) error {
	file := env.Lookup("SANDBOX_CA_CERT")
	if file == "" {
		file = container.CAFile
	}
	certificate, err := awaitFile(file)
	if err != nil {
		return err
	}
	if !holds(env.Lookup("NODE_EXTRA_CA_CERTS"), certificate) {
		env.Env = append(env.Env, "NODE_EXTRA_CA_CERTS="+file)
	}
	if holds(env.Lookup("SSL_CERT_FILE"), certificate) {
		return nil
	}
	bundle, err := bundleWith(certificate, env)
	if err != nil || bundle == "" {
		return err
	}
	for _, name := range []string{"SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO", "PIP_CERT"} {
		env.Env = append(env.Env, name+"="+bundle)
	}
	return nil
}

// awaitFile reads a file once it is there.
func awaitFile(name string) ([]byte, error) {
	deadline := time.Now().Add(certificateTime)
	for {
		b, err := os.ReadFile(name)
		if err == nil || !errors.Is(err, os.ErrNotExist) || time.Now().After(deadline) {
			return b, err
		}
		time.Sleep(certificateInterval)
	}
}

// holds tells whether a bundle has a certificate.
func holds(bundle string, certificate []byte) bool {
	block, _ := pem.Decode(certificate)
	text, err := os.ReadFile(bundle)
	if err != nil || block == nil {
		return false
	}
	for {
		var other *pem.Block
		if other, text = pem.Decode(text); other == nil {
			return false
		}
		if bytes.Equal(other.Bytes, block.Bytes) {
			return true
		}
	}
}

// bundleWith adds the certificate to the system's bundle, or makes a bundle of its own where the
// system is the host's. "": the system has none.
func bundleWith(certificate []byte, env *sandbox.Environment) (string, error) {
	for _, bundle := range authority.SystemBundles() {
		if _, err := os.Stat(bundle); err != nil {
			continue
		}
		if holds(bundle, certificate) {
			return bundle, nil
		}
		if env.Workspace != "" {
			return ownBundle(bundle, certificate, env.Temp)
		}
		return bundle, appendTo(bundle, certificate)
	}
	return "", nil
}

func ownBundle(system string, certificate []byte, dir string) (string, error) {
	roots, err := os.ReadFile(system)
	if err != nil {
		return "", fmt.Errorf("read the system's certificates: %w", err)
	}
	own := filepath.Join(dir, "bundle.crt")
	return own, os.WriteFile(own, authority.Join(roots, certificate), 0o644)
}

func appendTo(bundle string, certificate []byte) error {
	f, err := os.OpenFile(bundle, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return fmt.Errorf("append the certificate: %w", err)
	}
	_, err = f.WriteString("\n" + strings.TrimSpace(string(certificate)) + "\n")
	return errors.Join(err, f.Close())
}
