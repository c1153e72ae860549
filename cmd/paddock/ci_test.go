package main

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"paddock/wrangler/har"
)

// example gives the text of one of the examples of docs/ci.md.
func example(t *testing.T, name string) []byte {
	t.Helper()
	page, err := os.ReadFile("../../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)<!-- example: " + name + " -->\n```yaml\n(.*?)```").FindSubmatch(page)
	if found == nil {
		t.Fatalf("docs/ci.md has no example for %s", name)
	}
	return found[1]
}

// decode reads YAML strictly: each name once.
func decode(t *testing.T, text []byte, to any) {
	t.Helper()
	if err := yaml.Unmarshal(text, to); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
}

// workflow is what there is to run of GitHub's form.
type workflow struct {
	On   any
	Jobs map[string]struct {
		RunsOn string `yaml:"runs-on"`
		Steps  []struct {
			Uses, Run string
			With      map[string]any
		}
	}
}

// pipelineJob is what there is to run of a job of GitLab's form.
type pipelineJob struct {
	Stage, Image         string
	BeforeScript, Script []string
	Artifacts            struct {
		Paths   []string
		Reports struct{ JUnit string }
	}
}

// UnmarshalYAML takes before_script too.
func (j *pipelineJob) UnmarshalYAML(n *yaml.Node) error {
	var form struct {
		Stage, Image string
		Before       []string `yaml:"before_script"`
		Script       []string
		Artifacts    struct {
			Paths   []string
			Reports struct{ JUnit string }
		}
	}
	if err := n.Decode(&form); err != nil {
		return err
	}
	*j = pipelineJob{form.Stage, form.Image, form.Before, form.Script, form.Artifacts}
	return nil
}

// machine is a checkout of the fixture with a Paddock beside it that is built already.
type machine struct {
	dir string
	env []string
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	for _, tool := range []string{"git", "make", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	m := &machine{dir: t.TempDir()}
	if err := os.CopyFS(m.dir, os.DirFS("../../fixtures/apps/ci")); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("paddock")
	if err != nil {
		t.Fatal(err)
	}
	m.add(t, m.checkout(t, filepath.Join(t.TempDir(), "paddock"), program))
	return m
}

// checkout makes a repository whose build is done by copying.
func (m *machine) checkout(t *testing.T, dir, program string) string {
	t.Helper()
	write(t, dir, map[string]string{"Makefile": "build:\n\tln -s " + program + " paddock\n"})
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"-c", "user.name=t", "-c", "user.email=t@t.test", "commit", "-qm", "A build by copying"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return "PADDOCK_REPOSITORY=" + dir
}

func (m *machine) add(t *testing.T, env ...string) {
	t.Helper()
	m.env = append(m.env, env...)
}

// step runs commands as build servers do: a shell that stops at the first failure.
func (m *machine) step(t *testing.T, commands string) result {
	t.Helper()
	cmd := paddock(t, m.dir)
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	cmd.Path, cmd.Args = shell, []string{"bash", "-e", "-c", commands}
	cmd.Env = append(cmd.Env, m.env...)
	r := finish(t, cmd)
	if r.code != 0 {
		t.Fatalf("%s\nended with %d\nstdout: %s\nstderr: %s", commands, r.code, r.stdout, r.stderr)
	}
	return r
}

// reports looks at what a build server takes of a run.
func (m *machine) reports(t *testing.T) {
	t.Helper()
	var report struct {
		Suite struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
		} `xml:"testsuite"`
	}
	text, err := os.ReadFile(filepath.Join(m.dir, "report.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(text, &report); err != nil || report.Suite.Tests != 3 || report.Suite.Failures != 0 {
		t.Errorf("the report is %s, %v", text, err)
	}
	f, err := os.Open(filepath.Join(m.dir, "egress.har"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	archive, err := har.Read(f)
	if err != nil || len(archive.Log.Entries) != 1 || archive.Log.Entries[0].Request.URL != "http://prices.internal/4" {
		t.Errorf("the archive is %+v, %v", archive, err)
	}
}

// TestDocs_github runs the steps of GitHub's example on the fixture.
func TestDocs_github(t *testing.T) {
	t.Parallel()
	var w workflow
	decode(t, example(t, "github"), &w)
	steps := w.Jobs["test"].Steps
	if w.On == nil || w.Jobs["test"].RunsOn == "" || len(steps) < 5 {
		t.Fatalf("got %+v", w)
	}
	m := newMachine(t)
	added := filepath.Join(t.TempDir(), "path")
	m.add(t, "GITHUB_PATH="+added, "RUNNER_TEMP="+t.TempDir())
	for _, s := range steps {
		if (s.Uses == "") == (s.Run == "") {
			t.Errorf("a step has not one of uses and run: %+v", s)
		}
		if path, ok := s.With["path"].(string); ok && s.With["repository"] != nil { // the second checkout
			m.step(t, `git clone -q "$PADDOCK_REPOSITORY" `+path)
		}
		if s.Run == "" {
			continue
		}
		r := m.step(t, s.Run)
		if text, err := os.ReadFile(added); err == nil { // as the runner does before the next step
			m.add(t, "PATH="+strings.TrimSpace(string(text))+":"+os.Getenv("PATH"))
		}
		if strings.Contains(s.Run, "paddock run") && !strings.Contains(r.stdout, "pass 2") {
			t.Errorf("the tests said %s", r.stdout)
		}
	}
	m.reports(t)
}

// TestDocs_gitlab runs the scripts of GitLab's example on the fixture, job by job.
func TestDocs_gitlab(t *testing.T) {
	t.Parallel()
	var pipeline map[string]yaml.Node
	decode(t, example(t, "gitlab"), &pipeline)
	var stages []string
	if node := pipeline["stages"]; node.Decode(&stages) != nil || len(stages) != 2 {
		t.Fatalf("stages are %v", stages)
	}
	m := newMachine(t)
	m.add(t, "CI_PROJECT_DIR="+m.dir)
	for i, name := range []string{"paddock", "test"} {
		var job pipelineJob
		node := pipeline[name]
		if err := node.Decode(&job); err != nil || job.Stage != stages[i] || job.Image == "" {
			t.Fatalf("job %s is %+v, %v", name, job, err)
		}
		r := m.step(t, strings.Join(slices.Concat(job.BeforeScript, job.Script), "\n"))
		if name == "test" && !strings.Contains(r.stdout, "pass 2") {
			t.Errorf("the tests said %s", r.stdout)
		}
		for _, file := range append(job.Artifacts.Paths, job.Artifacts.Reports.JUnit) {
			if _, err := os.Stat(filepath.Join(m.dir, file)); err != nil {
				t.Errorf("the artifact of job %s: %v", name, err)
			}
		}
	}
	m.reports(t)
}
