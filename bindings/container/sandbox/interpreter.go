package sandbox

import "context"

// Interpreter runs code in contexts whose variables outlive the single run.
//
// Errors: CONTEXT_NOT_FOUND, PYTHON_NOT_AVAILABLE, JAVASCRIPT_NOT_AVAILABLE, INTERPRETER_NOT_READY.
type Interpreter interface {
	Ready() bool
	CreateContext(ctx context.Context, r CreateCodeContext) (CodeContext, error)
	ListContexts() []CodeContext
	DeleteContext(ctx context.Context, id string) error
	// Run runs code and gives its events as they come. Code that fails is an event "error".
	Run(ctx context.Context, r RunCode, emit func(CodeEvent) error) error
}

// CreateCodeContext asks for a context.
type CreateCodeContext struct {
	Language string            `json:"language"`
	Cwd      string            `json:"cwd"`
	Env      map[string]string `json:"env_vars"`
}

// CodeContext is one context.
type CodeContext struct {
	ID        string
	Language  string
	Cwd       string
	CreatedAt string
	LastUsed  string
}

// RunCode asks for code to be run. Without a context, the language's own is used.
type RunCode struct {
	ContextID string `json:"context_id"`
	Code      string `json:"code"`
	Language  string `json:"language"`
	TimeoutMs int    `json:"timeout_ms"`
}

// CodeEvent is an event of the protocol: "type" is "stdout", "stderr", "result", "error" or
// "execution_complete"; a result has a field for each format.
type CodeEvent map[string]any
