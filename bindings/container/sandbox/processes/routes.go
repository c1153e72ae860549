package processes

import "paddock/bindings/container/sandbox"

// started is the answer to the start of a process.
type started struct {
	Success   bool   `json:"success"`
	ProcessID string `json:"processId"`
	PID       int    `json:"pid"`
	Command   string `json:"command"`
	Timestamp string `json:"timestamp"`
}

// Routes leads to the service.
func Routes(p sandbox.Processes) []sandbox.Route {
	r := routes{p}
	return []sandbox.Route{
		{Pattern: "POST /api/process/start", Handle: r.start},
		{Pattern: "GET /api/process/list", Handle: r.list},
		{Pattern: "DELETE /api/process/kill-all", Handle: r.killAll},
		{Pattern: "GET /api/process/{id}", Handle: r.get},
		{Pattern: "DELETE /api/process/{id}", Handle: r.kill},
		{Pattern: "GET /api/process/{id}/logs", Handle: r.logs},
		{Pattern: "GET /api/process/{id}/stream", Handle: r.stream},
	}
}

type routes struct{ service sandbox.Processes }

func (r routes) start(c *sandbox.Call) error {
	var body sandbox.StartProcess
	if err := c.Body(&body); err != nil {
		return err
	}
	p, err := r.service.Start(c.Request.Context(), body)
	if err != nil {
		return err
	}
	return c.Reply(started{true, p.ID, p.PID, p.Command, sandbox.Now()})
}

func (r routes) list(c *sandbox.Call) error {
	status := sandbox.ProcessStatus(c.Request.URL.Query().Get("status"))
	return c.Reply(struct {
		Success   bool              `json:"success"`
		Processes []sandbox.Process `json:"processes"`
		Timestamp string            `json:"timestamp"`
	}{true, r.service.List(status), sandbox.Now()})
}

func (r routes) get(c *sandbox.Call) error {
	p, err := r.service.Get(c.Request.PathValue("id"))
	if err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool            `json:"success"`
		Process   sandbox.Process `json:"process"`
		Timestamp string          `json:"timestamp"`
	}{true, p, sandbox.Now()})
}

func (r routes) kill(c *sandbox.Call) error {
	id := c.Request.PathValue("id")
	if err := r.service.Kill(c.Request.Context(), id); err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool   `json:"success"`
		ProcessID string `json:"processId"`
		Timestamp string `json:"timestamp"`
	}{true, id, sandbox.Now()})
}

func (r routes) killAll(c *sandbox.Call) error {
	return c.Reply(struct {
		Success   bool   `json:"success"`
		Cleaned   int    `json:"cleanedCount"`
		Timestamp string `json:"timestamp"`
	}{true, r.service.KillAll(c.Request.Context()), sandbox.Now()})
}

func (r routes) logs(c *sandbox.Call) error {
	logs, err := r.service.Logs(c.Request.PathValue("id"))
	if err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool   `json:"success"`
		ProcessID string `json:"processId"`
		Stdout    string `json:"stdout"`
		Stderr    string `json:"stderr"`
		Timestamp string `json:"timestamp"`
	}{true, logs.ProcessID, logs.Stdout, logs.Stderr, sandbox.Now()})
}

func (r routes) stream(c *sandbox.Call) error {
	return r.service.StreamLogs(c.Request.Context(), c.Request.PathValue("id"), func(e sandbox.LogEvent) error { return c.Emit(e) })
}
