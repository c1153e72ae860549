package authority_test

import (
	"bytes"
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
	if values["NODE_EXTRA_CA_CERTS"] != "/ca" || values["SSL_CERT_FILE"] != "/bundle" {
		t.Errorf("got %v", values)
	}
	if _, ok := values["JAVA_TOOL_OPTIONS"]; ok {
		t.Error("Java is given options without a store")
	}
}
