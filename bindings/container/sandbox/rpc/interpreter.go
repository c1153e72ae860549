package rpc

import (
	"context"
	"time"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/capnweb"
)

// codeContext is a context as the client has it: with dates.
type codeContext struct {
	ID        string    `json:"id"`
	Language  string    `json:"language"`
	Cwd       string    `json:"cwd"`
	CreatedAt time.Time `json:"createdAt"`
	LastUsed  time.Time `json:"lastUsed"`
}

func dated(c sandbox.CodeContext) codeContext {
	at := func(text string) time.Time {
		t, _ := time.Parse(time.RFC3339, text) // the service writes it so
		return t
	}
	return codeContext{c.ID, c.Language, c.Cwd, at(c.CreatedAt), at(c.LastUsed)}
}

func (a *api) interpreter() methods {
	return methods{
		"createCodeContext": func(ctx context.Context, args capnweb.Args) (any, error) {
			var r sandbox.CreateCodeContext
			var over struct {
				EnvVars map[string]string `json:"envVars"`
			}
			if err := firstError(args.Into(0, &r), args.Into(0, &over)); err != nil {
				return nil, err
			}
			r.Env = over.EnvVars
			c, err := a.Interpreter.CreateContext(ctx, r)
			return dated(c), err
		},
		"listCodeContexts": func(context.Context, capnweb.Args) (any, error) {
			list := []codeContext{}
			for _, c := range a.Interpreter.ListContexts() {
				list = append(list, dated(c))
			}
			return list, nil
		},
		"deleteCodeContext": func(ctx context.Context, args capnweb.Args) (any, error) {
			var id string
			if err := read(args, &id); err != nil {
				return nil, err
			}
			return capnweb.Undefined{}, a.Interpreter.DeleteContext(ctx, id)
		},
		"streamCode": func(_ context.Context, args capnweb.Args) (any, error) {
			var r sandbox.RunCode
			if err := firstError(read(args, &r.ContextID, &r.Code), args.Into(2, &r.Language)); err != nil {
				return nil, err
			}
			return a.stream(event, func(ctx context.Context, emit func(any) error) error {
				return a.Interpreter.Run(ctx, r, func(e sandbox.CodeEvent) error { return emit(e) })
			})
		},
		"runCodeStream": a.runCodeStream,
	}
}

// runCodeStream hands each event to one of the client's functions, and waits for it.
func (a *api) runCodeStream(ctx context.Context, args capnweb.Args) (any, error) {
	var r sandbox.RunCode
	if err := firstError(args.Into(0, &r.ContextID), args.Into(2, &r.Language), args.Into(4, &r.TimeoutMs)); err != nil {
		return nil, err
	}
	code, err := args.Text(1)
	if err != nil {
		return nil, err
	}
	r.Code = code
	callbacks, _ := args.At(3).(map[string]any)
	return capnweb.Undefined{}, a.Interpreter.Run(ctx, r, func(e sandbox.CodeEvent) error {
		name, value := callback(e)
		f, ok := callbacks[name].(*capnweb.Stub)
		if !ok {
			return nil
		}
		_, err := f.Call(ctx, "", value)
		return err
	})
}

// callback gives the function that an event goes to and what it is given.
func callback(e sandbox.CodeEvent) (name string, value map[string]any) {
	switch e["type"] {
	case "stdout", "stderr":
		name = map[any]string{"stdout": "onStdout", "stderr": "onStderr"}[e["type"]]
		return name, map[string]any{"text": e["text"], "timestamp": time.Now().UnixMilli()}
	case "error":
		return "onError", map[string]any{"name": e["ename"], "message": e["evalue"], "traceback": e["traceback"]}
	case "result":
		value = map[string]any{}
		for format, v := range e {
			if format != "type" && format != "metadata" {
				value[format] = v
			}
		}
		return "onResult", value
	}
	return "", nil
}
