package git

import (
	"context"
	"strings"
	"testing"

	"paddock/bindings/container/sandbox"
)

// scripted is a session that answers each command.
type scripted struct {
	sandbox.Sessions
	lines  *[]string
	result sandbox.ShellResult
}

func (s scripted) Run(_ context.Context, c sandbox.ShellCommand) (sandbox.ShellResult, error) {
	*s.lines = append(*s.lines, c.Cwd+"$ "+c.Line)
	if strings.HasPrefix(c.Line, "git branch") {
		return sandbox.ShellResult{Stdout: "main"}, nil
	}
	return s.result, nil
}

func TestCheckout(t *testing.T) {
	t.Parallel()
	var lines []string
	g := New(sandbox.Environment{}, scripted{lines: &lines})
	depth, timeout := 1, 1500.0
	out, err := g.Checkout(t.Context(), sandbox.Checkout{RepoURL: "https://git.example/o'x/repo.git", Branch: "dev", Depth: &depth, TimeoutMs: &timeout})
	if err != nil || out.Branch != "main" || out.TargetDir != "/workspace/repo" {
		t.Errorf("%v %+v", err, out)
	}
	want := `$ 'timeout' '-k' '5' '1.5' 'git' '-c' 'http.lowSpeedLimit=1024' '-c' 'http.lowSpeedTime=30' 'clone' '--filter=blob:none' '--branch' 'dev' '--depth' '1' 'https://git.example/o'\''x/repo.git' '/workspace/repo'`
	if len(lines) != 2 || lines[0] != want || lines[1] != "/workspace/repo$ git branch --show-current" {
		t.Errorf("%q", lines)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	half := 0.5
	for _, one := range []struct {
		is      string
		request sandbox.Checkout
		result  sandbox.ShellResult
		code    sandbox.Code
		message string
	}{
		{"no URL", sandbox.Checkout{RepoURL: " "}, sandbox.ShellResult{}, sandbox.InvalidGitURL, "Invalid Git URL ' ': Git URL must be a non-empty string"},
		{"half a millisecond", sandbox.Checkout{RepoURL: "x", TimeoutMs: &half}, sandbox.ShellResult{}, sandbox.Invalid, "Invalid clone timeout '0.5'. Must be a positive integer representing milliseconds."},
		{"a repository that is not there", sandbox.Checkout{RepoURL: "https://me:secret@h/r"}, sandbox.ShellResult{ExitCode: 128, Stderr: "remote: Repository not found.\nfatal: 'https://me:secret@h/r' not found"},
			sandbox.GitRepositoryNotFound, "Failed to clone repository 'https://******@h/r': remote: Repository not found.\nfatal: 'https://******@h/r' not found"},
		{"a branch that is not there", sandbox.Checkout{RepoURL: "u"}, sandbox.ShellResult{ExitCode: 128, Stderr: "fatal: Remote branch x not found"}, sandbox.GitFailed, "Failed to clone repository 'u': fatal: Remote branch x not found"},
		{"too long a time", sandbox.Checkout{RepoURL: "u"}, sandbox.ShellResult{ExitCode: 124}, sandbox.GitNetworkFail, "Git clone timed out after 600 seconds for 'u'"},
		{"no access", sandbox.Checkout{RepoURL: "u"}, sandbox.ShellResult{ExitCode: 1, Stderr: "Permission denied"}, sandbox.GitAuthFailed, "Failed to clone repository 'u': Permission denied"},
		{"silence", sandbox.Checkout{RepoURL: "u"}, sandbox.ShellResult{ExitCode: 1}, sandbox.GitCloneFailed, "Failed to clone repository 'u': exit code 1"},
	} {
		t.Run(one.is+" is an error of its own", func(t *testing.T) {
			var lines []string
			_, err := New(sandbox.Environment{}, scripted{lines: &lines, result: one.result}).Checkout(t.Context(), one.request)
			if err == nil || sandbox.AsError(err).Code != one.code || err.Error() != one.message {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestRepositoryName(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://h/owner/repo.git": "repo", "https://h/owner/repo": "repo", "git@h:owner/repo.git": "repo", "/srv/git/repo.git": "repo",
		"https://h/owner/repo/": "repo", "repo": "repository", "ssh://git@h/o/r": "r",
	} {
		t.Run(text+" is "+want, func(t *testing.T) {
			if got := repositoryName(text); got != want {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestRedact(t *testing.T) {
	t.Parallel()
	got := redact("a https://u:p@h/x?token=abc&y=1 b http://h/@ c git@h:o/r")
	if want := "a https://******@h/x?token=REDACTED&y=1 b http://******@ c git@h:o/r"; got != want {
		t.Errorf("got %s", got)
	}
}
