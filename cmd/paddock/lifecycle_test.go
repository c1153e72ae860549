package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"paddock/bindings/container/launch"
)

// TestLifecycle drives every public method of Container of the genuine @cloudflare/containers.
func TestLifecycle(t *testing.T) {
	t.Parallel()
	packages := filepath.Join(outboundApp(t), "node_modules")
	if available(t, launch.LinkNFT) != nil && available(t, launch.LinkNFTRootless) != nil {
		t.Skip("the containers' ports would all be of this machine")
	}
	dir := fixture(t, "lifecycle", "")
	settled(t, dir)
	if err := os.Symlink(packages, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	s := startDev(t, dir, "--egress", launch.LinkNFT)

	t.Run("every method is called by the fixture", func(t *testing.T) {
		source, err := os.ReadFile(filepath.Join(dir, "src/index.ts"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range publicMethods(t, packages) {
			if !regexp.MustCompile(`\b` + name + `(<[^(]*>)?\(`).Match(source) {
				t.Errorf("%s is not called", name)
			}
		}
	})
	for _, c := range []struct{ path, want string }{
		{"/step/getState", `"stopped"`},
		{"/step/startAndWaitForPorts", "done"},
		{"/step/getState", `"healthy"`},
		{"/", "GET / from ports"},
		{"/step/containerFetch", `"PUT /hello from ports"`},
		{"/step/containerFetchPort", `"the other port"`},
		{"/port/9090", "the other port"},
		{"/ws", "QUIET WORDS"},
		{"/step/renewActivityTimeout", "done"},

		{"/step/askStatic", `"200 static /a"`},
		{"/step/askOther", `"200 Box other.test"`},
		{"/step/setOutboundHandler", "done"},
		{"/step/askOther", `"200 named hi"`},
		{"/step/askStatic", `"200 static /a"`},
		{"/step/setOutboundByHost", "done"},
		{"/step/askNamed", `"200 named by host"`},
		{"/step/setOutboundByHosts", "done"},
		{"/step/askNamed", `"200 named by hosts"`},
		{"/step/removeOutboundByHost", "done"},
		{"/step/askNamed", `"200 named hi"`},
		{"/step/setOutboundUnknown", "Error: Outbound handler method 'nobody' not found in outboundHandlers for Box"},
		{"/step/setDeniedHosts", "done"},
		{"/step/askOther", `"520 Origin is disallowed"`},
		{"/step/denyHost", "done"},
		{"/step/askStatic", `"520 Origin is disallowed"`},
		{"/step/removeDeniedHost", "done"},
		{"/step/askStatic", `"200 static /a"`},
		{"/step/clearDeniedHosts", "done"},
		{"/step/setAllowedHosts", "done"},
		{"/step/askStatic", `"200 static /a"`},
		{"/step/askOther", `"520 Origin is disallowed"`},
		{"/step/allowHost", "done"},
		{"/step/askOther", `"200 named hi"`},
		{"/step/removeAllowedHost", "done"},
		{"/step/askOther", `"520 Origin is disallowed"`},

		{"/step/schedule", `["tick",1,1,0]`},
		{"/step/scheduleSoon", "done"},

		{"/step/stop", "done"},
		{"/step/start", "done"},
		{"/step/waitForPort", "true"},
		{"/", "GET / from start"},
		{"/step/destroy", "done"},
		{"/step/startAndWaitForPorts", "done"},
		{"/crash/7", "leaving"},
	} {
		s.answers(t, c.path, c.want)
		if c.path == "/step/stop" {
			s.polls(t, "/step/notes", `"stopped 0 exit"`)
		}
	}
	t.Run("a container that crashed is told of, and starts again", func(t *testing.T) {
		s.says(t, "has ended with exit code 7")
		s.answers(t, "/", "GET / from the class")
	})
	t.Run("its class was told of all that happened", func(t *testing.T) {
		s.polls(t, "/step/notes", `"tick 2"`, `"stopped 0 exit"`, `"stopped 137 exit"`, `"stopped 7 exit"`)
		if _, notes := s.get(t, "/step/notes"); strings.Count(notes, `"started"`) < 4 {
			t.Errorf("the notes are %s", notes)
		}
	})
	t.Run("requests are shared by the containers of a class", func(t *testing.T) {
		s.answers(t, "/random", "2")
		s.answers(t, "/balance", "2")
	})
	t.Run("a container falls asleep when nobody asks, and wakes up", func(t *testing.T) {
		s.polls(t, "/sleeper/a", "GET /a from undefined") // a slow machine takes longer to start it than it stays awake
		s.polls(t, "/sleeper-notes", `"expired"`, `"stopped 0 exit"`)
		s.polls(t, "/sleeper/b", "GET /b from undefined")
	})
	t.Run("a container that cannot start is told of", func(t *testing.T) {
		if status, body := s.get(t, "/broken"); status != http.StatusInternalServerError || !strings.Contains(body, "Failed to start container: ") {
			t.Errorf("got %d %q", status, body)
		}
		// The package tells of what it notices first: that the container is gone, or why.
		s.polls(t, "/broken-notes", "error Error: Container ")
		_, notes := s.get(t, "/broken-notes")
		why, gone := "Container failed to start: start /no/such/program: file does not exist", "Container crashed while checking for ports"
		if !strings.Contains(notes, why) && !strings.Contains(notes, gone) {
			t.Errorf("the notes are %s", notes)
		}
	})
}

// polls asks until an answer has all the texts.
func (s *devServer) polls(t *testing.T, path string, texts ...string) {
	t.Helper()
	for end := time.Now().Add(limit / 6); ; {
		_, body := s.get(t, path)
		missing := ""
		for _, text := range texts {
			if !strings.Contains(body, text) {
				missing = text
			}
		}
		if missing == "" {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s never says %s: %s", path, missing, body)
		}
		time.Sleep(50 * time.Millisecond) // the server has nothing that could tell
	}
}

// publicMethods reads the declaration of Container.
func publicMethods(t *testing.T, packages string) (names []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(packages, "@cloudflare/containers/dist/lib/container.d.ts"))
	if err != nil {
		t.Fatal(err)
	}
	_, class, _ := strings.Cut(string(text), "export declare class Container<")
	for _, m := range regexp.MustCompile(`(?m)^    (\w+)(?:<.*>)?\(`).FindAllStringSubmatch(class, -1) {
		if m[1] != "constructor" && m[1] != "alarm" { // both are the platform's to call
			names = append(names, m[1])
		}
	}
	if len(names) < 25 {
		t.Fatalf("the declaration has changed: %v", names)
	}
	return names
}
