package interpreter_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"
	"time"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/interpreter"
)

// service is an interpreter with the machine's own programs; without one of them the test is skipped.
func service(t *testing.T, env []string, programs ...string) *interpreter.Interpreter {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skip(err)
		}
	}
	s := interpreter.New(sandbox.Environment{Env: append(os.Environ(), env...), Workspace: t.TempDir(), Temp: t.TempDir(), JavaScript: func(source string) (string, error) {
		if strings.Contains(source, "@@") {
			return "", errors.New("Unexpected \"@\"")
		}
		return strings.ReplaceAll(source, ": number", ""), nil
	}})
	t.Cleanup(s.Close)
	return s
}

// ran is what came of a run, in a form to compare.
type ran struct {
	Stdout, Stderr string
	Results        []map[string]any
	Error          string // its name and message
	Traceback      []string
}

func run(t *testing.T, s sandbox.Interpreter, r sandbox.RunCode) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Second)
	defer cancel()
	var out ran
	err := s.Run(ctx, r, func(e sandbox.CodeEvent) error {
		text, err := json.Marshal(e)
		if err != nil {
			return err
		}
		var m map[string]any
		_ = json.Unmarshal(text, &m)
		switch m["type"] {
		case "stdout":
			out.Stdout = m["text"].(string)
		case "stderr":
			out.Stderr = m["text"].(string)
		case "result":
			delete(m, "type")
			delete(m, "metadata")
			out.Results = append(out.Results, m)
		case "error":
			out.Error = m["ename"].(string) + ": " + m["evalue"].(string)
			for _, line := range m["traceback"].([]any) {
				out.Traceback = append(out.Traceback, line.(string))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// inContext gives a function that runs code in one context, after another.
func inContext(t *testing.T, language string, env ...string) func(code string) ran {
	t.Helper()
	s := service(t, env, map[string]string{"python": "python3", "javascript": "node", "typescript": "node"}[language])
	c, err := s.CreateContext(t.Context(), sandbox.CreateCodeContext{Language: language})
	if err != nil {
		t.Fatal(err)
	}
	return func(code string) ran { return run(t, s, sandbox.RunCode{ContextID: c.ID, Code: code}) }
}

type result = map[string]any

func TestRun_Python(t *testing.T) {
	t.Parallel()
	t.Run("by Python alone", func(t *testing.T) {
		t.Parallel()
		shadow := t.TempDir()
		if err := os.Mkdir(shadow+"/IPython", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(shadow+"/IPython/__init__.py", []byte("raise ImportError"), 0o644); err != nil {
			t.Fatal(err)
		}
		pythons(t, inContext(t, "python", "PYTHONPATH="+shadow))
	})
	t.Run("by IPython", func(t *testing.T) {
		t.Parallel()
		if err := exec.Command("python3", "-c", "import IPython").Run(); err != nil {
			t.Skip("IPython is not installed")
		}
		run := inContext(t, "python")
		pythons(t, run)
		if got := run("%time pass\n!echo shell"); !strings.Contains(got.Stdout, "shell") {
			t.Errorf("got %+v", got)
		}
		if got := run("from IPython.display import HTML\ndisplay(HTML('<i>'))"); !reflect.DeepEqual(got.Results, []result{{"html": "<i>"}}) {
			t.Errorf("got %+v", got)
		}
	})
}

func pythons(t *testing.T, run func(code string) ran) {
	t.Helper()
	for _, c := range []struct {
		name, code string
		want       ran
	}{
		{"the value of the last expression is a result", "x = 20\nx + 1", ran{Results: []result{{"text": "21"}}}},
		{"variables outlive a run", "x * 2", ran{Results: []result{{"text": "40"}}}},
		{"lists and dictionaries are JSON", `{"a": [1, None]}`, ran{Results: []result{{"json": map[string]any{"a": []any{1.0, nil}}}}}},
		{"what JSON has no word for is text", `[float("nan")]`, ran{Results: []result{{"text": "[nan]"}}}},
		{"None is no result", "None", ran{}},
		{"a statement is no result", "y = 1", ran{}},
		{"both outputs are told", "import sys\nprint('ä')\nprint('e', file=sys.stderr)", ran{Stdout: "ä\n", Stderr: "e\n"}},
		{"child processes print, too", "import os\n_ = os.system('echo child')", ran{Stdout: "child\n"}},
		{"a value has all formats that it knows", "class C:\n  def _repr_html_(self): return '<b>'\n  def __repr__(self): return 'C'\nC()",
			ran{Results: []result{{"html": "<b>"}, {"text": "C"}}}},
		{"display shows values", "display(C()); display(1)\n2", ran{Results: []result{{"html": "<b>"}, {"text": "1"}, {"text": "2"}}}},
		{"bytes of an image are base64", "class P:\n  def _repr_png_(self): return b'\\x89PNG'\nP()", ran{Results: []result{{"png": "iVBORw=="}}}},
		{"await works outside of functions", "import asyncio\nawait asyncio.sleep(0, 'later')", ran{Results: []result{{"text": "'later'"}}}},
		{"exit ends the run and not the context", "raise SystemExit(3)", ran{Error: "SystemExit: 3"}},
		{"variables are still there", "x", ran{Results: []result{{"text": "20"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := run(c.code)
			if c.want.Error != "" {
				got.Traceback, got.Stderr = nil, ""
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
	t.Run("an error has a traceback of the code alone", func(t *testing.T) {
		got := run("def f():\n  return 1 / 0\nprint('before')\nf()")
		if got.Error != "ZeroDivisionError: division by zero" || got.Stdout != "before\n" {
			t.Errorf("got %+v", got)
		}
		text := strings.Join(got.Traceback, "\n")
		if !strings.Contains(text, "in f") || !strings.Contains(text, "return 1 / 0") || strings.Contains(text, "execute") || strings.Contains(text, "interactiveshell") {
			t.Errorf("got %s", text)
		}
	})
	t.Run("a syntax error is an error", func(t *testing.T) {
		if got := run("def ("); !strings.HasPrefix(got.Error, "SyntaxError: ") {
			t.Errorf("got %+v", got)
		}
	})
}

func TestRun_JavaScript(t *testing.T) {
	t.Parallel()
	run := inContext(t, "javascript")
	for _, c := range []struct {
		name, code string
		want       ran
	}{
		{"the value of the last expression is a result", "const x = 20;\nx + 1", ran{Results: []result{{"text": "21"}}}},
		{"constants outlive a run", "x * 2", ran{Results: []result{{"text": "40"}}}},
		{"constants may be declared again", "const x = 'again'; x", ran{Results: []result{{"text": "'again'"}}}},
		{"patterns declare, too", "const {a, b: [c = 3, ...d]} = {a: 1, b: [, 5]}; `${a} ${c} ${d}`", ran{Results: []result{{"text": "'1 3 5'"}}}},
		{"the last declaration is a result", "let z = 7", ran{Results: []result{{"text": "7"}}}},
		{"functions and classes outlive a run", "f(); function f() { return 1 }\nclass K { v() { return 8 } }", ran{Results: []result{{"text": "[class K]"}}}},
		{"they do", "new K().v() + f()", ran{Results: []result{{"text": "9"}}}},
		{"objects are JSON", "({a: [1, null]})", ran{Results: []result{{"json": map[string]any{"a": []any{1.0, nil}}}}}},
		{"an object that JSON has no word for is text", "const o = {}; o.o = o; o", ran{Results: []result{{"text": "<ref *1> { o: [Circular *1] }"}}}},
		{"undefined is no result", "void 0", ran{}},
		{"a statement is no result", "if (true) { 1 }", ran{}},
		{"both outputs are told", "console.log('ä'); console.error('e')", ran{Stdout: "ä\n", Stderr: "e\n"}},
		{"child processes print, too", "require('child_process').execSync('echo child', {stdio: 'inherit'}); 0", ran{Stdout: "child\n", Results: []result{{"text": "0"}}}},
		{"await works outside of functions", "const v = await Promise.resolve(5); v // done", ran{Results: []result{{"text": "5"}}}},
		{"a promise is awaited", "Promise.resolve('p')", ran{Results: []result{{"text": "'p'"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := run(c.code); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
	t.Run("an error has its stack in the code's lines", func(t *testing.T) {
		got := run("console.log('before');\nnull.x")
		if !strings.HasPrefix(got.Error, "TypeError: Cannot read properties of null") || got.Stdout != "before\n" {
			t.Errorf("got %+v", got)
		}
		if text := strings.Join(got.Traceback, "\n"); !strings.Contains(text, "<cell ") || strings.Contains(text, "runInContext") {
			t.Errorf("got %s", text)
		}
	})
	t.Run("a syntax error is an error", func(t *testing.T) {
		if got := run("let = ="); !strings.HasPrefix(got.Error, "SyntaxError: ") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("what fails later does not end the context", func(t *testing.T) {
		run("setTimeout(() => { throw new Error('late') }, 0); Promise.reject(1); await new Promise((r) => setTimeout(r, 20))")
		if got := run("x"); got.Results == nil {
			t.Errorf("got %+v", got)
		}
	})
}

func TestRun_TypeScript(t *testing.T) {
	t.Parallel()
	run := inContext(t, "typescript")
	if got := run("const n: number = 4; n * 2"); !reflect.DeepEqual(got, ran{Results: []result{{"text": "8"}}}) {
		t.Errorf("got %+v", got)
	}
	if got := run("@@"); got.Error != `TranspileError: Unexpected "@"` || got.Stderr != `TypeScript compilation error: Unexpected "@"` {
		t.Errorf("got %+v", got)
	}
}

func TestRun_Figures(t *testing.T) {
	t.Parallel()
	if err := exec.Command("python3", "-c", "import matplotlib").Run(); err != nil {
		t.Skip("matplotlib is not installed")
	}
	got := inContext(t, "python")("import matplotlib.pyplot as plt\n_ = plt.plot([1, 2])")
	if len(got.Results) != 1 || !strings.HasPrefix(got.Results[0]["png"].(string), "iVBOR") {
		t.Errorf("got %+v", got)
	}
}

func codeOf(err error) sandbox.Code {
	if err == nil {
		return ""
	}
	return sandbox.AsError(err).Code
}

func TestInterpreter_Contexts(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	nothing := func(sandbox.CodeEvent) error { return nil }
	t.Run("each has its own variables, folder and environment", func(t *testing.T) {
		t.Parallel()
		s, dir := service(t, nil, "node"), t.TempDir()
		a, err := s.CreateContext(ctx, sandbox.CreateCodeContext{Language: "js", Cwd: dir, Env: map[string]string{"V": "a"}})
		if err != nil {
			t.Fatal(err)
		}
		b, err := s.CreateContext(ctx, sandbox.CreateCodeContext{Language: "javascript"})
		if err != nil {
			t.Fatal(err)
		}
		run(t, s, sandbox.RunCode{ContextID: a.ID, Code: "const only = 1"})
		if got := run(t, s, sandbox.RunCode{ContextID: b.ID, Code: "typeof only + process.env.V"}); got.Results[0]["text"] != "'undefinedundefined'" {
			t.Errorf("got %+v", got)
		}
		if got := run(t, s, sandbox.RunCode{ContextID: a.ID, Code: "process.cwd() + process.env.V"}); got.Results[0]["text"] != "'"+dir+"a'" {
			t.Errorf("got %+v", got)
		}
		if list := s.ListContexts(); len(list) != 2 || a.Cwd != dir || b.Cwd != "/workspace" || a.Language != "javascript" {
			t.Errorf("got %+v", list)
		}
		if err := s.DeleteContext(ctx, a.ID); err != nil || len(s.ListContexts()) != 1 {
			t.Errorf("%v", err)
		}
		if err := s.DeleteContext(ctx, a.ID); codeOf(err) != sandbox.ContextNotFound {
			t.Errorf("got %v", err)
		}
		if err := s.Run(ctx, sandbox.RunCode{ContextID: a.ID, Code: "1"}, nothing); codeOf(err) != sandbox.ContextNotFound {
			t.Errorf("got %v", err)
		}
		if err := s.Run(ctx, sandbox.RunCode{ContextID: b.ID, Language: "python", Code: "1"}, nothing); codeOf(err) != sandbox.CodeFail {
			t.Errorf("got %v", err)
		}
	})
	t.Run("without one the language's own is used", func(t *testing.T) {
		t.Parallel()
		s := service(t, nil, "node")
		run(t, s, sandbox.RunCode{Language: "javascript", Code: "const kept = 1"})
		if got := run(t, s, sandbox.RunCode{Language: "javascript", Code: "kept"}); got.Results[0]["text"] != "1" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a language that is not there is an error of its own", func(t *testing.T) {
		t.Parallel()
		s := interpreter.New(sandbox.Environment{Env: []string{"PATH=" + t.TempDir()}, Temp: t.TempDir()})
		for language, want := range map[string]sandbox.Code{"python": sandbox.PythonUnavailable, "javascript": sandbox.JavaScriptUnavail} {
			if _, err := s.CreateContext(ctx, sandbox.CreateCodeContext{Language: language}); codeOf(err) != want {
				t.Errorf("%s: %v", language, err)
			}
		}
	})
	for language, code := range map[string]string{"python": "while True: pass", "javascript": "while (true) {}"} {
		t.Run("a timeout ends a run and keeps the context of "+language, func(t *testing.T) {
			t.Parallel()
			s := service(t, nil, "python3", "node")
			c, err := s.CreateContext(ctx, sandbox.CreateCodeContext{Language: language})
			if err != nil {
				t.Fatal(err)
			}
			run(t, s, sandbox.RunCode{ContextID: c.ID, Code: "kept = 5"})
			err = s.Run(ctx, sandbox.RunCode{ContextID: c.ID, Code: code, TimeoutMs: 100}, nothing)
			if codeOf(err) != sandbox.CodeFail || !strings.HasSuffix(err.Error(), ": Execution timeout") {
				t.Errorf("got %v", err)
			}
			if got := run(t, s, sandbox.RunCode{ContextID: c.ID, Code: "kept"}); got.Results[0]["text"] != "5" {
				t.Errorf("got %+v", got)
			}
		})
	}
	t.Run("a process that has ended is told of", func(t *testing.T) {
		t.Parallel()
		s := service(t, nil, "node")
		c, err := s.CreateContext(ctx, sandbox.CreateCodeContext{Language: "javascript"})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			err = s.Run(ctx, sandbox.RunCode{ContextID: c.ID, Code: "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})"}, nothing)
			if codeOf(err) != sandbox.Internal || !strings.Contains(err.Error(), "has terminated") {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("who leaves does not stop the code, and the next waits", func(t *testing.T) {
		t.Parallel()
		s := service(t, nil, "node")
		c, err := s.CreateContext(ctx, sandbox.CreateCodeContext{Language: "javascript"})
		if err != nil {
			t.Fatal(err)
		}
		short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		if err := s.Run(short, sandbox.RunCode{ContextID: c.ID, Code: "await new Promise((r) => setTimeout(r, 300)); var done = 'yes'"}, nothing); err == nil {
			t.Error("it returned without an error")
		}
		if got := run(t, s, sandbox.RunCode{ContextID: c.ID, Code: "done"}); len(got.Results) == 0 || got.Results[0]["text"] != "'yes'" {
			t.Errorf("got %+v", got)
		}
	})
}
