package main

import (
	"encoding/json"
	"strings"
	"testing"

	"paddock/bindings/container/launch"
)

func TestDoctor(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var findings []finding
	if err := json.Unmarshal([]byte(must(t, paddock(t, dir, "doctor", "--json"))), &findings); err != nil {
		t.Fatal(err)
	}
	chosen, links := "", 0
	for _, f := range findings {
		if (f.Reason == "") != f.Works {
			t.Errorf("%s %s: works is %v, the reason is %q", f.Engine, f.Link, f.Works, f.Reason)
		}
		if f.Engine != "process" {
			continue
		}
		links++
		err := available(t, f.Link)
		if (err == nil) != f.Works {
			t.Errorf("%s: works is %v, and the probe says %v", f.Link, f.Works, err)
		}
		if f.Chosen && chosen == "" {
			chosen = f.Link
		} else if f.Chosen || f.Works && chosen == "" {
			t.Errorf("%+v is not the first that works", findings)
		}
	}
	if links != 4 || chosen == "" {
		t.Errorf("got %+v", findings)
	}
	table := must(t, paddock(t, dir, "doctor"))
	for line := range strings.Lines(table) {
		if strings.Contains(line, "taken by --egress auto") && strings.HasPrefix(line, "process") && !strings.Contains(line, " "+chosen+" ") {
			t.Errorf("the table has %q, the JSON %s", line, chosen)
		}
	}
	if want := "and commands of paddock exec over " + chosen + ".\n"; !strings.HasSuffix(table, want) && chosen != launch.LinkProxy {
		t.Errorf("the table does not end with %q", want)
	}
	if strings.Count(table, "process") < 4 {
		t.Errorf("the table is\n%s", table)
	}
	t.Run("what must work decides about the exit code", func(t *testing.T) {
		must(t, paddock(t, dir, "doctor", "--engine", "process", "--egress", chosen))
		without := paddock(t, dir, "doctor", "--engine", "docker")
		without.Env = append(without.Env, "DOCKER_HOST=unix:///no/such.sock")
		if r := finish(t, without); r.code != 1 || !strings.Contains(r.stderr, "The engine docker does not work here.") || !strings.Contains(r.stdout, "process") {
			t.Errorf("got %+v", r)
		}
		if r := finish(t, paddock(t, dir, "doctor", "--egress", "magic")); r.code != 1 || !strings.Contains(r.stderr, "magic") || r.stdout != "" {
			t.Errorf("got %+v", r)
		}
	})
}
