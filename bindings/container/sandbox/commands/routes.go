package commands

import "paddock/bindings/container/sandbox"

// Routes leads to the service, and for commands in the background to that of processes.
func Routes(commands sandbox.Commands, processes sandbox.Processes) []sandbox.Route {
	r := routes{commands, processes}
	return []sandbox.Route{
		{Pattern: "POST /api/execute", Handle: r.execute},
		{Pattern: "POST /api/execute/stream", Handle: r.stream},
	}
}

type routes struct {
	commands  sandbox.Commands
	processes sandbox.Processes
}

func (routes) read(c *sandbox.Call) (sandbox.ExecuteRequest, error) {
	var r sandbox.ExecuteRequest
	err := c.Body(&r)
	if r.SessionID == "" {
		r.SessionID = c.Session()
	}
	return r, err
}

func (r routes) execute(c *sandbox.Call) error {
	request, err := r.read(c)
	if err != nil {
		return err
	}
	if request.Background {
		return r.start(c, request)
	}
	result, err := r.commands.Execute(c.Request.Context(), request)
	if err != nil {
		return err
	}
	return c.Reply(result)
}

func (r routes) start(c *sandbox.Call, e sandbox.ExecuteRequest) error {
	p, err := r.processes.Start(c.Request.Context(), sandbox.StartProcess{
		Command: e.Command, SessionID: e.SessionID, TimeoutMs: e.TimeoutMs, Env: e.Env, Cwd: e.Cwd, Origin: e.Origin,
	})
	if err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool   `json:"success"`
		ProcessID string `json:"processId"`
		PID       int    `json:"pid"`
		Command   string `json:"command"`
		Timestamp string `json:"timestamp"`
	}{true, p.ID, p.PID, p.Command, sandbox.Now()})
}

func (r routes) stream(c *sandbox.Call) error {
	request, err := r.read(c)
	if err != nil {
		return err
	}
	return r.commands.ExecuteStream(c.Request.Context(), request, func(e sandbox.ExecEvent) error {
		e.PID, e.SessionID = 0, "" // RPC alone tells them
		return c.Emit(e)
	})
}
