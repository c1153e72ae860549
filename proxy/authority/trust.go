package authority

import (
	"bytes"
	"os"
	"path/filepath"
)

// bundles is where systems keep the roots that they trust, each in one file.
var bundles = [...]string{
	"/etc/ssl/certs/ca-certificates.crt",                // Debian, Alpine, Arch
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora
	"/etc/pki/tls/certs/ca-bundle.crt",                  // Red Hat
	"/etc/ssl/ca-bundle.pem",                            // SUSE
	"/etc/pki/tls/cacert.pem",
	"/etc/ssl/cert.pem", // OpenSSL's own default; Alpine, macOS
}

// BundlePaths lists where systems keep the roots that they trust, the usual one first.
func BundlePaths() []string { return bundles[:] }

// SystemBundles lists this machine's files of trusted roots, links resolved, the usual one first.
func SystemBundles() []string {
	var found []string
	seen := map[string]bool{}
	for _, name := range bundles {
		file, err := filepath.EvalSymlinks(name)
		if err != nil || seen[file] {
			continue
		}
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			continue
		}
		seen[file] = true
		found = append(found, file)
	}
	return found
}

// Join puts files of certificates one after the other, each on a line of its own.
func Join(pems ...[]byte) []byte {
	var out bytes.Buffer
	for _, p := range pems {
		out.Write(p)
		if len(p) > 0 && p[len(p)-1] != '\n' {
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}

// Places are files that programs are pointed to.
type Places struct {
	CA     string // the root alone: for programs that add it to their own
	Bundle string // all roots that are to be trusted: for programs that replace their own
	Java   string // the same as a key store of Java; "" where Java finds it by itself
}

// Variables are the variables of the environment by which programs find the files, each as a name
// and a value. Programs of the system's own libraries need none where the bundle is the system's.
func (p Places) Variables() [][2]string {
	v := [][2]string{
		{"NODE_EXTRA_CA_CERTS", p.CA},
		{"DENO_CERT", p.CA},
		{"SSL_CERT_FILE", p.Bundle}, // OpenSSL, Go, Python's ssl, Ruby, PHP, .NET, rustls-native-certs
		{"CURL_CA_BUNDLE", p.Bundle},
		{"GIT_SSL_CAINFO", p.Bundle},
		{"REQUESTS_CA_BUNDLE", p.Bundle}, // Python's requests
		{"PIP_CERT", p.Bundle},
		{"AWS_CA_BUNDLE", p.Bundle},
		{"CARGO_HTTP_CAINFO", p.Bundle},
		{"GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", p.Bundle},
	}
	if p.Java != "" {
		v = append(v, [2]string{"JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=" + p.Java})
	}
	return v
}
