// Package git works with repositories, by the program git in a sandbox.
package git

import (
	"context"
	"math"
	"net/url"
	"path"
	"strconv"
	"strings"

	"paddock/bindings/container/sandbox"
)

// defaultTimeout is in milliseconds.
const defaultTimeout = 600_000

// Git implements [sandbox.Git].
type Git struct {
	env      sandbox.Environment
	sessions sandbox.Sessions
}

var _ sandbox.Git = (*Git)(nil)

// New gives the service.
func New(env sandbox.Environment, sessions sandbox.Sessions) *Git { return &Git{env, sessions} }

// Checkout implements [sandbox.Git].
func (g *Git) Checkout(ctx context.Context, r sandbox.Checkout) (sandbox.CheckedOut, error) {
	var out sandbox.CheckedOut
	if faults := urlFaults(r.RepoURL); faults != "" {
		return out, invalid(sandbox.InvalidGitURL, "Invalid Git URL '"+redact(r.RepoURL)+"': "+faults, "repoUrl", faults, "INVALID_GIT_URL")
	}
	out.TargetDir = r.TargetDir
	if out.TargetDir == "" {
		out.TargetDir = sandbox.Workspace + "/" + repositoryName(r.RepoURL)
	}
	timeout := float64(defaultTimeout)
	if r.TimeoutMs != nil {
		timeout = *r.TimeoutMs
	}
	if timeout != math.Trunc(timeout) || timeout <= 0 {
		return out, invalid(sandbox.Invalid, "Invalid clone timeout '"+number(timeout)+"'. Must be a positive integer representing milliseconds.",
			"timeoutMs", "Clone timeout must be a positive integer representing milliseconds", "INVALID_TIMEOUT")
	}
	if faults := pathFaults(out.TargetDir); faults != "" {
		return out, invalid(sandbox.Invalid, "Invalid target directory '"+out.TargetDir+"': "+faults, "targetDirectory", faults, "INVALID_PATH")
	}
	seconds, place := number(timeout/1000), g.env.Path(out.TargetDir)
	result, err := g.sessions.Run(ctx, sandbox.ShellCommand{Session: r.SessionID, Line: cloneLine(r, place, seconds)})
	if err != nil {
		return out, err
	}
	if result.ExitCode != 0 {
		return out, cloneFailed(r.RepoURL, out.TargetDir, seconds, result)
	}
	out.Branch = r.Branch
	branch, err := g.sessions.Run(ctx, sandbox.ShellCommand{Session: r.SessionID, Line: "git branch --show-current", Cwd: place})
	if name := strings.TrimSpace(branch.Stdout); err == nil && branch.ExitCode == 0 && name != "" {
		out.Branch = name
	} else if out.Branch == "" {
		out.Branch = "unknown"
	}
	return out, nil
}

// cloneLine is the command of a clone, which gives up when it hangs.
func cloneLine(r sandbox.Checkout, target, seconds string) string {
	args := []string{
		"timeout", "-k", "5", seconds, "git", "-c", "http.lowSpeedLimit=1024", "-c", "http.lowSpeedTime=30",
		"clone", "--filter=blob:none",
	}
	if r.Branch != "" {
		args = append(args, "--branch", r.Branch)
	}
	if r.Depth != nil {
		args = append(args, "--depth", strconv.Itoa(*r.Depth))
	}
	args = append(args, r.RepoURL, target)
	for i, a := range args {
		args[i] = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
	}
	return strings.Join(args, " ")
}

// number writes a number as JavaScript does, to three digits.
func number(f float64) string {
	text := strconv.FormatFloat(f, 'f', 3, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// timedOut is the exit code of the program timeout.
const timedOut = 124

// cloneFailed makes an error of what git has said.
func cloneFailed(repository, target, seconds string, r sandbox.ShellResult) error {
	repository, stderr := redact(repository), redact(r.Stderr)
	about := sandbox.Context{"repository": repository, "targetDir": target, "exitCode": r.ExitCode, "stderr": stderr}
	if r.ExitCode == timedOut {
		about["stderr"] = "Operation timed out"
		return sandbox.Errorf(sandbox.GitNetworkFail, "Git clone timed out after %s seconds for '%s'", seconds, repository).With(about)
	}
	reason := stderr
	if reason == "" {
		reason = "exit code " + strconv.Itoa(r.ExitCode)
	}
	return sandbox.Errorf(codeOf(stderr, r.ExitCode), "Failed to clone repository '%s': %s", repository, reason).With(about)
}

// codeOf finds out what an error of git is about.
func codeOf(stderr string, exit int) sandbox.Code {
	has := func(words ...string) bool {
		for _, word := range words {
			if strings.Contains(strings.ToLower(stderr), word) {
				return true
			}
		}
		return false
	}
	const fatal = 128 // git's own exit code
	switch {
	case exit == fatal && has("not a git repository"):
		return sandbox.GitFailed
	case exit == fatal && has("repository not found"):
		return sandbox.GitRepositoryNotFound
	case exit == fatal:
		return sandbox.GitFailed
	case has("permission denied", "access denied"):
		return sandbox.GitAuthFailed
	case has("not found", "does not exist"):
		return sandbox.GitRepositoryNotFound
	case has("already exists"):
		return sandbox.GitCloneFailed
	case has("did not match", "pathspec"):
		return sandbox.GitBranchNotFound
	case has("authentication", "credentials"):
		return sandbox.GitAuthFailed
	}
	return sandbox.GitCloneFailed
}

func invalid(code sandbox.Code, message, field, fault, kind string) error {
	return sandbox.Errorf(code, "%s", message).With(sandbox.Context{
		"validationErrors": []sandbox.Context{{"field": field, "message": fault, "code": kind}},
	})
}

// urlFaults finds what no URL of a repository can have.
func urlFaults(text string) string {
	const longest = 2048
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "Git URL must be a non-empty string"
	case len(text) > longest:
		return "Git URL too long (max 2048 characters)"
	case strings.Contains(text, "\x00"):
		return "Git URL contains null bytes"
	}
	return ""
}

func pathFaults(text string) string {
	const longest = 4096
	switch {
	case len(text) > longest:
		return "Path too long (max 4096 characters)"
	case strings.Contains(text, "\x00"):
		return "Path contains null bytes"
	}
	return ""
}

// repositoryName gives the last part of a repository's URL, or of scp's host:path.
func repositoryName(text string) string {
	if u, err := url.Parse(text); err == nil && u.Scheme != "" && u.Host != "" {
		if name := path.Base(u.Path); name != "/" && name != "." && !strings.HasSuffix(u.Path, "/") {
			return strings.TrimSuffix(name, ".git")
		}
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ':' || r == '/' })
	if len(parts) > 0 && strings.ContainsAny(text, ":/") {
		return strings.TrimSuffix(parts[len(parts)-1], ".git")
	}
	return "repository"
}

// Routes leads to the service.
func Routes(g sandbox.Git) []sandbox.Route {
	return []sandbox.Route{{Pattern: "POST /api/git/checkout", Handle: func(c *sandbox.Call) error {
		var body sandbox.Checkout
		if err := c.Body(&body); err != nil {
			return err
		}
		if body.SessionID == "" {
			body.SessionID = c.Session()
		}
		out, err := g.Checkout(c.Request.Context(), body)
		if err != nil {
			return err
		}
		return c.Reply(struct {
			Success   bool   `json:"success"`
			RepoURL   string `json:"repoUrl"`
			Branch    string `json:"branch"`
			TargetDir string `json:"targetDir"`
			Timestamp string `json:"timestamp"`
		}{true, body.RepoURL, out.Branch, out.TargetDir, sandbox.Now()})
	}}}
}
