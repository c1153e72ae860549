package sandbox

import "context"

// Git works with repositories, by the program git in the session's shell.
type Git interface {
	// Checkout clones a repository. Errors are GIT_… with repository, targetDir, exitCode and stderr.
	Checkout(ctx context.Context, r Checkout) (CheckedOut, error)
}

// Checkout asks for a clone.
type Checkout struct {
	RepoURL   string   `json:"repoUrl"`
	Branch    string   `json:"branch"`
	TargetDir string   `json:"targetDir"` // "": by the repository's name, in /workspace
	Depth     *int     `json:"depth"`
	TimeoutMs *float64 `json:"timeoutMs"` // nil: ten minutes
	SessionID string   `json:"sessionId"`
}

// CheckedOut tells where a clone is.
type CheckedOut struct{ Branch, TargetDir string }
