package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container/launch"
)

// httpsApp is the fixture with HTTPS interception switched on.
func httpsApp(t *testing.T) string {
	t.Helper()
	from, dir := outboundApp(t), t.TempDir()
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	const off = "enableInternet = false;"
	source := strings.Replace(read("src/index.ts"), off, off+" interceptHttps = true;", 1)
	if !strings.Contains(source, "interceptHttps") {
		t.Fatal("the fixture has changed")
	}
	write(t, dir, map[string]string{
		"src/index.ts": source, "src/worker.ts": read("src/worker.ts"), "server.mjs": read("server.mjs"),
		"Dockerfile": read("Dockerfile"), "wrangler.jsonc": read("wrangler.jsonc"), "tsconfig.json": read("tsconfig.json"),
	})
	if err := os.Symlink(filepath.Join(from, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// httpsQuestions are the questions whose hosts have names: TLS to an address names no server, and
// is not intercepted by the platform either.
func httpsQuestions(name string) []question {
	var out []question
	for _, q := range questions(name) {
		if strings.Contains(q.url, "203.0.113.7") {
			continue
		}
		q.url = strings.Replace(q.url, "http://", "https://", 1)
		q.answer = strings.Replace(q.answer, "http://", "https://", 1)
		out = append(out, q)
	}
	return out
}

// java is the command of the client in Java. It keeps no performance data: those files stand in the
// host's /tmp by number of process, and containers that number theirs from 1 contend for them.
func java(t *testing.T) []string {
	return []string{"java", "-XX:-UsePerfData", filepath.Join(askDir(t), "Ask.java")}
}

// TestOutbound_https asks over HTTPS what TestOutbound asks over HTTP. No client is told of the
// certificate authority: trust comes with the sandbox.
func TestOutbound_https(t *testing.T) {
	t.Parallel()
	app := httpsApp(t)
	programs := append(clients(t), client{"Java", java(t), false})
	overLinks(t, func(t *testing.T, link string) {
		state := seed(t, app)
		for _, c := range programs {
			if link == launch.LinkProxy && !c.proxied {
				continue
			}
			t.Run(c.name+" gets every answer", func(t *testing.T) {
				if err := exec.Command(c.command[0], "--version").Run(); err != nil && c.command[0] == "java" {
					t.Skipf("Java is not installed: %v", err)
				}
				c.ask(t, httpsQuestions(c.name), func(command ...string) *exec.Cmd {
					args := []string{"exec", "MyApp", "--persist-to", state, "--egress", link, "--name", c.name, "--"}
					return paddock(t, app, append(args, command...)...)
				})
			})
		}
	})
}

// TestOutbound_distrusted runs clients that know nothing of the certificate authority.
func TestOutbound_distrusted(t *testing.T) {
	t.Parallel()
	app := httpsApp(t)
	overLinks(t, func(t *testing.T, link string) {
		state := seed(t, app)
		run := func(command ...string) result {
			args := []string{"exec", "MyApp", "--persist-to", state, "--egress", link, "--trust", "file-only", "--"}
			return finish(t, paddock(t, app, append(args, command...)...))
		}
		t.Run("a client that refuses the certificate is told of, with the repair", func(t *testing.T) {
			r := run("sh", "-c", "env -u SSL_CERT_FILE -u CURL_CA_BUNDLE curl -sS https://my.kv/some-key; code=$?; curl -s http://my.kv/missing >/dev/null; exit $code")
			if r.code != 60 || !strings.Contains(r.stderr, "not to trust the certificate") || !strings.Contains(r.stderr, "HTTPS connection to my.kv") {
				t.Errorf("curl ended with %d (60: not trusted), stderr %q", r.code, r.stderr)
			}
		})
		if link != launch.LinkNFT && link != launch.LinkNFTRootless {
			return // no mount namespace: the file is elsewhere
		}
		t.Run("the file of the authority is where the platform has it", func(t *testing.T) {
			r := run("curl", "-sS", "--cacert", "/etc/cloudflare/certs/cloudflare-containers-ca.crt", "https://my.kv/some-key")
			if r.code != 0 || r.stdout != "hello" {
				t.Errorf("curl ended with %d, stdout %q, stderr %q", r.code, r.stdout, r.stderr)
			}
		})
		t.Run("the documented script adds it to the system's roots, and the host's stay", func(t *testing.T) {
			before, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt")
			if err != nil {
				t.Skipf("this system keeps its roots elsewhere: %v", err)
			}
			r := run("sh", "-c", "new=$(mktemp) && cat /etc/cloudflare/certs/*.crt > $new && mv $new /etc/ssl/certs/ca-certificates.crt && env -u SSL_CERT_FILE -u CURL_CA_BUNDLE curl -sS https://my.kv/some-key")
			if r.stdout != "hello" && os.Geteuid() == 0 && link == launch.LinkNFT {
				t.Errorf("curl ended with %d, stdout %q, stderr %q", r.code, r.stdout, r.stderr)
			}
			if after, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt"); err != nil || string(after) != string(before) {
				t.Error("the host's roots were changed")
			}
		})
	})
}

// TestOutbound_cargo has Rust's package manager trust the authority, which nobody has told it of.
func TestOutbound_cargo(t *testing.T) {
	t.Parallel()
	root, err := exec.Command("rustc", "--print", "sysroot").Output()
	if err != nil {
		t.Skipf("rustc is not installed (apt-get install cargo): %v", err)
	}
	cargo := filepath.Join(strings.TrimSpace(string(root)), "bin", "cargo") // what is on the PATH may choose one by the home folder
	if err := exec.Command(cargo, "--version").Run(); err != nil {
		t.Skipf("cargo is not installed beside rustc (apt-get install cargo): %v", err)
	}
	dir, err := filepath.Abs("testdata/cargo")
	if err != nil {
		t.Fatal(err)
	}
	overLinks(t, func(t *testing.T, link string) {
		home := t.TempDir()
		write(t, home, map[string]string{"config.toml": "[registries.crates]\nindex = \"sparse+https://crates.test/\"\n"})
		for trust, want := range map[string]string{"inject": "greeting = \"1.2.3\"    # from the handler\n", "file-only": ""} {
			r := finish(t, paddock(t, dir, "exec", "Box", "--persist-to", t.TempDir(), "--egress", link, "--trust", trust, "--",
				"env", "CARGO_HOME="+home, cargo, "search", "--registry", "crates", "greeting"))
			if !strings.HasSuffix(r.stdout, want) || (r.code == 0) != (want != "") {
				t.Errorf("trust %s: cargo ended with %d, stdout %q, stderr %q", trust, r.code, r.stdout, r.stderr)
			}
		}
	})
}
