package rpc

import (
	"context"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/capnweb"
)

func executeRequest(args capnweb.Args) (r sandbox.ExecuteRequest, err error) {
	err = args.Into(2, &r)
	return r, firstError(err, read(args, &r.Command, &r.SessionID))
}

// execute runs a command, after those that came before it for the same session.
func (a *api) execute(ctx context.Context, args capnweb.Args) func() (any, error) {
	r, err := executeRequest(args)
	if err != nil {
		return func() (any, error) { return nil, err }
	}
	wait, leave := func() {}, func() {}
	if r.SessionID != sandbox.NoSession {
		wait, leave = a.turns.join(r.SessionID)
	}
	return func() (any, error) {
		defer leave()
		wait()
		// A command that has begun goes on when the client has gone, as with the original.
		result, err := a.Commands.Execute(context.WithoutCancel(ctx), r)
		if err != nil {
			return nil, thrown(err)
		}
		return struct {
			Success   bool   `json:"success"`
			ExitCode  int    `json:"exitCode"`
			Stdout    string `json:"stdout"`
			Stderr    string `json:"stderr"`
			Command   string `json:"command"`
			Timestamp string `json:"timestamp"`
		}{result.Success, result.ExitCode, result.Stdout, result.Stderr, r.Command, sandbox.Now()}, nil
	}
}

func (a *api) commands() methods {
	return methods{
		"executeStream": func(_ context.Context, args capnweb.Args) (any, error) {
			r, err := executeRequest(args)
			if err != nil {
				return nil, err
			}
			return a.stream(named, func(ctx context.Context, emit func(any) error) error {
				begun := false
				err := a.Commands.ExecuteStream(ctx, r, func(e sandbox.ExecEvent) error {
					begun = true
					return emit(e)
				})
				if err == nil || begun {
					return err
				}
				return emit(sandbox.ExecEvent{Type: "error", Error: err.Error(), Timestamp: sandbox.Now()})
			})
		},
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *api) processes() methods {
	type killed struct {
		stamped
		ProcessID string `json:"processId"`
	}
	return methods{
		"startProcess": func(ctx context.Context, args capnweb.Args) (any, error) {
			var r sandbox.StartProcess
			if err := firstError(args.Into(2, &r), read(args, &r.Command, &r.SessionID)); err != nil {
				return nil, err
			}
			p, err := a.Processes.Start(ctx, r)
			if err != nil {
				return nil, err
			}
			return struct {
				Success   bool   `json:"success"`
				ProcessID string `json:"processId"`
				PID       int    `json:"pid"`
				Command   string `json:"command"`
				Timestamp string `json:"timestamp"`
			}{true, p.ID, p.PID, p.Command, p.StartTime}, nil
		},
		"listProcesses": func(context.Context, capnweb.Args) (any, error) {
			return struct {
				stamped
				Processes []sandbox.Process `json:"processes"`
			}{stamp(), a.Processes.List("")}, nil
		},
		"getProcess": func(_ context.Context, args capnweb.Args) (any, error) {
			var id string
			if err := read(args, &id); err != nil {
				return nil, err
			}
			p, err := a.Processes.Get(id)
			p.EndTime = "" // HTTP alone tells it
			return struct {
				stamped
				Process sandbox.Process `json:"process"`
			}{stamp(), p}, err
		},
		"killProcess": func(ctx context.Context, args capnweb.Args) (any, error) {
			var id string
			if err := read(args, &id); err != nil {
				return nil, err
			}
			err := a.Processes.Kill(ctx, id)
			return killed{stamp(), id}, err
		},
		"killAllProcesses": func(ctx context.Context, _ capnweb.Args) (any, error) {
			return struct {
				stamped
				Count int `json:"cleanedCount"`
			}{stamp(), a.Processes.KillAll(ctx)}, nil
		},
		"getProcessLogs": func(_ context.Context, args capnweb.Args) (any, error) {
			var id string
			if err := read(args, &id); err != nil {
				return nil, err
			}
			logs, err := a.Processes.Logs(id)
			return struct {
				killed
				Stdout string `json:"stdout"`
				Stderr string `json:"stderr"`
			}{killed{stamp(), id}, logs.Stdout, logs.Stderr}, err
		},
		"streamProcessLogs": func(_ context.Context, args capnweb.Args) (any, error) {
			var id string
			if err := read(args, &id); err != nil {
				return nil, err
			}
			if _, err := a.Processes.Get(id); err != nil {
				return nil, err
			}
			return a.stream(event, func(ctx context.Context, emit func(any) error) error {
				return a.Processes.StreamLogs(ctx, id, func(e sandbox.LogEvent) error {
					switch e.Type {
					case "process_info":
						return nil // HTTP alone tells it
					case "exit":
						e.Data = ""
					}
					return emit(e)
				})
			})
		},
	}
}

func (a *api) git() methods {
	return methods{"checkout": func(ctx context.Context, args capnweb.Args) (any, error) {
		var r sandbox.Checkout
		if err := firstError(args.Into(2, &r), read(args, &r.RepoURL, &r.SessionID)); err != nil {
			return nil, err
		}
		c, err := a.Git.Checkout(context.WithoutCancel(ctx), r)
		return struct {
			stamped
			RepoURL   string `json:"repoUrl"`
			Branch    string `json:"branch"`
			TargetDir string `json:"targetDir"`
		}{stamp(), r.RepoURL, c.Branch, c.TargetDir}, err
	}}
}

func (a *api) watch() methods {
	request := func(args capnweb.Args) (r sandbox.WatchFiles, err error) {
		r.Recursive = true
		return r, args.Into(0, &r)
	}
	return methods{
		"watch": func(_ context.Context, args capnweb.Args) (any, error) {
			r, err := request(args)
			if err != nil {
				return nil, err
			}
			return a.stream(event, func(ctx context.Context, emit func(any) error) error {
				return a.Watch.Watch(ctx, r, func(e sandbox.WatchEvent) error { return emit(e) })
			})
		},
		"checkChanges": func(ctx context.Context, args capnweb.Args) (any, error) {
			r, err := request(args)
			if err != nil {
				return nil, err
			}
			return a.Watch.Check(ctx, r)
		},
	}
}
