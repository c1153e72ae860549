package interpreter

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"paddock/bindings/container/sandbox"
)

// The languages.
const (
	python     = "python"
	javascript = "javascript"
	typescript = "typescript"
)

// Interpreter implements [sandbox.Interpreter].
type Interpreter struct {
	env sandbox.Environment

	mu       sync.Mutex // guards contexts, ended
	contexts map[string]*codeContext
	ended    bool
}

var _ sandbox.Interpreter = (*Interpreter)(nil)

// codeContext is a context and its process.
type codeContext struct {
	sandbox.CodeContext
	executor *executor
	ordinal  string // of the default contexts: their language; "" else
}

// New gives the service, without a context.
func New(env sandbox.Environment) *Interpreter {
	return &Interpreter{env: env, contexts: map[string]*codeContext{}}
}

// Ready implements [sandbox.Interpreter].
func (i *Interpreter) Ready() bool { return true }

// language gives the name of a language; what is unknown is Python, as with the original.
func language(name string) string {
	switch strings.ToLower(name) {
	case javascript, "js", "node":
		return javascript
	case typescript, "ts":
		return typescript
	}
	return python
}

// CreateContext implements [sandbox.Interpreter].
func (i *Interpreter) CreateContext(ctx context.Context, r sandbox.CreateCodeContext) (sandbox.CodeContext, error) {
	c, err := i.create(ctx, r)
	if err != nil {
		return sandbox.CodeContext{}, err
	}
	return c.CodeContext, nil
}

func (i *Interpreter) create(ctx context.Context, r sandbox.CreateCodeContext) (*codeContext, error) {
	now := sandbox.Now()
	c := &codeContext{CodeContext: sandbox.CodeContext{
		ID: newID(), Language: language(r.Language), Cwd: cmp.Or(r.Cwd, sandbox.Workspace), CreatedAt: now, LastUsed: now,
	}}
	cmd, err := i.command(c.Language)
	if err != nil {
		return nil, err
	}
	cmd.Dir = i.folder(c.Cwd)
	cmd.Env = append(slices.Clone(i.env.Env), "PYTHONUNBUFFERED=1", "NODE_NO_WARNINGS=1")
	for name, value := range r.Env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if c.executor, err = start(ctx, cmd, i.env.Temp); err != nil {
		return nil, sandbox.Errorf(sandbox.Internal, "Failed to create code context: %v", err).With(sandbox.Context{"originalError": err.Error()})
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.ended {
		c.executor.close()
		return nil, sandbox.Errorf(sandbox.InterpreterNotReady, "The interpreter is closing").With(sandbox.Context{"progress": 100, "retryAfter": 1})
	}
	i.contexts[c.ID] = c
	return c, nil
}

func newID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// folder gives where a context works: what it was asked for if that is there.
func (i *Interpreter) folder(asked string) string {
	for _, dir := range []string{i.env.Path(asked), i.env.Path(sandbox.Workspace), "/"} {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
	}
	return ""
}

// command gives the program of a language.
func (i *Interpreter) command(language string) (*exec.Cmd, error) {
	if language == python {
		program, err := i.find("python3")
		if err != nil {
			message := "Python interpreter not available. Use the cloudflare/sandbox:" + cmp.Or(i.env.Lookup("SANDBOX_VERSION"), "<version>") +
				"-python image variant for Python code execution. See https://developers.cloudflare.com/sandbox/configuration/dockerfile/"
			return nil, sandbox.Errorf(sandbox.PythonUnavailable, "%s", message).With(sandbox.Context{"originalError": message})
		}
		return exec.Command(program, "-u", "-c", pythonExecutor), nil
	}
	if language == typescript && i.env.JavaScript == nil {
		return nil, sandbox.Errorf(sandbox.Internal, "Failed to create code context: TypeScript is not available")
	}
	program, err := i.find("node")
	if err != nil {
		const message = "JavaScript runtime not available. JavaScript/TypeScript code execution requires Node.js or Bun to be installed in the container."
		return nil, sandbox.Errorf(sandbox.JavaScriptUnavail, message).With(sandbox.Context{"originalError": message})
	}
	return exec.Command(program, "--expose-internals", "-e", javascriptExecutor), nil
}

// find looks for a program by the sandbox's own PATH.
func (i *Interpreter) find(name string) (string, error) {
	for _, dir := range filepath.SplitList(cmp.Or(i.env.Lookup("PATH"), os.Getenv("PATH"))) {
		file := filepath.Join(dir, name)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return file, nil
		}
	}
	return "", exec.ErrNotFound
}

// ListContexts implements [sandbox.Interpreter]; in the order of their creation.
func (i *Interpreter) ListContexts() []sandbox.CodeContext {
	i.mu.Lock()
	defer i.mu.Unlock()
	list := []sandbox.CodeContext{}
	for _, c := range i.contexts {
		list = append(list, c.CodeContext)
	}
	slices.SortFunc(list, func(a, b sandbox.CodeContext) int {
		return cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// DeleteContext implements [sandbox.Interpreter].
func (i *Interpreter) DeleteContext(_ context.Context, id string) error {
	i.mu.Lock()
	c := i.contexts[id]
	delete(i.contexts, id)
	i.mu.Unlock()
	if c == nil {
		return sandbox.Errorf(sandbox.ContextNotFound, "Code context '%s' not found", id).With(sandbox.Context{"contextId": id})
	}
	c.executor.close()
	return nil
}

// Close ends all contexts.
func (i *Interpreter) Close() {
	i.mu.Lock()
	all := i.contexts
	i.contexts, i.ended = nil, true
	i.mu.Unlock()
	for _, c := range all {
		c.executor.close()
	}
}

// used finds a context and notes that it is used.
func (i *Interpreter) used(id string) *codeContext {
	i.mu.Lock()
	defer i.mu.Unlock()
	c := i.contexts[id]
	if c != nil {
		c.LastUsed = sandbox.Now()
	}
	return c
}

// Run implements [sandbox.Interpreter].
func (i *Interpreter) Run(ctx context.Context, r sandbox.RunCode, emit func(sandbox.CodeEvent) error) error {
	c, err := i.contextOf(ctx, r)
	if err != nil {
		return err
	}
	wanted := c.Language
	if r.Language != "" {
		wanted = language(r.Language)
	}
	if wanted != c.Language {
		return failed(c.ID, fmt.Sprintf("Context %s was created for %s, cannot execute %s code", c.ID, c.Language, wanted))
	}
	code := r.Code
	if c.Language == typescript {
		if code, err = i.env.JavaScript(code); err != nil {
			return emitAll(emit, []sandbox.CodeEvent{
				{"type": "stderr", "text": "TypeScript compilation error: " + err.Error()},
				errorEvent(problem{"TranspileError", err.Error(), []string{}}),
			})
		}
	}
	done, err := c.executor.run(ctx, code, time.Duration(r.TimeoutMs)*time.Millisecond)
	switch {
	case err == errTerminated:
		return sandbox.Errorf(sandbox.Internal, "Context executor has terminated. Please delete and recreate the context.").With(sandbox.Context{"contextId": c.ID})
	case err != nil:
		return failed(c.ID, err.Error())
	}
	return emitAll(emit, events(done))
}

// contextOf gives the context of a request, or that of its language where it names none.
func (i *Interpreter) contextOf(ctx context.Context, r sandbox.RunCode) (*codeContext, error) {
	if r.ContextID != "" {
		if c := i.used(r.ContextID); c != nil {
			return c, nil
		}
		return nil, sandbox.Errorf(sandbox.ContextNotFound, "Context %s not found", r.ContextID).With(sandbox.Context{"contextId": r.ContextID})
	}
	name := language(r.Language)
	i.mu.Lock()
	for _, c := range i.contexts {
		if c.ordinal == name && !c.executor.terminated() {
			i.mu.Unlock()
			return c, nil
		}
	}
	i.mu.Unlock()
	c, err := i.create(ctx, sandbox.CreateCodeContext{Language: name})
	if err == nil {
		i.mu.Lock()
		c.ordinal = name
		i.mu.Unlock()
	}
	return c, err
}

func failed(id, reason string) error {
	return sandbox.Errorf(sandbox.CodeFail, "Failed to execute code in context '%s': %s", id, reason).
		With(sandbox.Context{"contextId": id, "evalue": reason})
}

func emitAll(emit func(sandbox.CodeEvent) error, events []sandbox.CodeEvent) error {
	for _, e := range events {
		if err := emit(e); err != nil {
			return err
		}
	}
	return nil
}

// events tells of a run.
func events(done outcome) []sandbox.CodeEvent {
	var out []sandbox.CodeEvent
	if done.stdout != "" {
		out = append(out, sandbox.CodeEvent{"type": "stdout", "text": done.stdout})
	}
	if done.stderr != "" {
		out = append(out, sandbox.CodeEvent{"type": "stderr", "text": done.stderr})
	}
	for _, result := range done.Results {
		e := sandbox.CodeEvent{"type": "result"}
		for name, value := range result {
			e[name] = value
		}
		out = append(out, e)
	}
	if done.Error != nil {
		return append(out, errorEvent(*done.Error))
	}
	return append(out, sandbox.CodeEvent{"type": "execution_complete", "execution_count": 1})
}

func errorEvent(p problem) sandbox.CodeEvent {
	return sandbox.CodeEvent{"type": "error", "ename": p.Name, "evalue": p.Message, "traceback": p.Traceback}
}
