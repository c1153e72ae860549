package authority_test

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paddock/proxy/authority"
)

func TestJavaStore(t *testing.T) {
	t.Parallel()
	keytool, err := exec.LookPath("keytool")
	if err != nil {
		t.Skip(err)
	}
	ca, err := authority.New()
	if err != nil {
		t.Fatal(err)
	}
	other, err := authority.New()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "store")
	if err := os.WriteFile(file, authority.JavaStore(authority.Join(ca.PEM(), other.PEM())), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, password := range []string{"", "changeit"} {
		t.Run("keytool lists both with the password "+password, func(t *testing.T) {
			cmd := exec.Command(keytool, "-list", "-keystore", file, "-storepass", password)
			if password == "" {
				cmd = exec.Command(keytool, "-list", "-keystore", file)
				cmd.Stdin = strings.NewReader("\n")
			}
			out, err := cmd.CombinedOutput()
			if err != nil || strings.Count(string(out), "trustedCertEntry") != 2 {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	if got := authority.Join([]byte("a"), nil, []byte("b\n")); !bytes.Equal(got, []byte("a\nb\n")) {
		t.Errorf("got %q", got)
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	values := map[string]string{}
	for _, v := range (authority.Places{CA: "/ca", Bundle: "/bundle"}).Variables() {
		values[v[0]] = v[1]
	}
	// Rust's package manager and others are not installed everywhere: what they read is held here.
	want := map[string]string{"NODE_EXTRA_CA_CERTS": "/ca", "DENO_CERT": "/ca"}
	for _, name := range []string{
		"SSL_CERT_FILE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "REQUESTS_CA_BUNDLE", "PIP_CERT", "AWS_CA_BUNDLE", "CARGO_HTTP_CAINFO",
		"GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
	} {
		want[name] = "/bundle"
	}
	if !maps.Equal(values, want) {
		t.Errorf("got %v, want %v", values, want)
	}
}
