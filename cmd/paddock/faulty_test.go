package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestFaulty asks handlers that throw, hang and answer with garbage. Each request gets the platform's
// error, or half an answer as such, and the next one is answered.
func TestFaulty(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip(err)
	}
	dir, err := filepath.Abs("testdata/faulty")
	if err != nil {
		t.Fatal(err)
	}
	const thrown, noResponse = "ERROR: The server threw an exception. Details: ", "TypeError: Incorrect type for Promise: the Promise did not resolve to 'Response'."
	cases := []struct {
		path, body string
		status     int
		curl       int // its exit code
	}{
		{"throws", thrown + "TypeError: on purpose", 500, 0},
		{"nothing", thrown + noResponse, 500, 0},
		{"number", thrown + noResponse, 500, 0},
		{"lookalike", thrown + noResponse, 500, 0},
		{"used", thrown + "TypeError: Body has already been used. It can only be used once. Use tee() first if you need to read it twice.", 500, 0},
		{"error", thrown + "TypeError: Return value from serve handler must not be an error response (like Response.error())", 500, 0},
		{"hangs", thrown + "The Workers runtime canceled this request because it detected that your Worker's code had hung and would never generate a response. Refer to: https://developers.cloudflare.com/workers/observability/errors/", 500, 0},
		{"overflows", thrown + "RangeError: Maximum call stack size exceeded", 500, 0},
		{"half", "half", 200, 18}, // CURLE_PARTIAL_FILE
		{"no-bytes", "", 200, 18},
		{"stalls", "", 200, 18}, // found to hang: nothing will go on
		{"spins", thrown + "Error: Worker exceeded CPU time limit.", 500, 0},
		{"well", "well", 200, 0},
	}
	args := []string{"exec", "Box", "--persist-to", t.TempDir(), "--cpu-limit", "1s", "--", "sh", "-c", `for path; do
		limit=100; [ "$path" = stalls ] && limit=1
		curl -s --noproxy "*" --max-time $limit -w " %{http_code}" "http://any.test/$path"
		echo " $?"
	done`, "sh"}
	var want strings.Builder
	for _, c := range cases {
		args = append(args, c.path)
		fmt.Fprintf(&want, "%s %d %d\n", c.body, c.status, c.curl)
	}
	if said := must(t, paddock(t, dir, args...)); said != want.String() {
		t.Errorf("got\n%s\nwant\n%s", said, want.String())
	}
}
