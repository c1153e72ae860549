package interpreter

import (
	"paddock/bindings/container/sandbox"
)

// contextReply tells of a context that was made or deleted.
type contextReply struct {
	Success   bool   `json:"success"`
	ContextID string `json:"contextId"`
	Language  string `json:"language,omitempty"`
	Cwd       string `json:"cwd,omitempty"`
	Timestamp string `json:"timestamp"`
}

// Routes leads to the service.
func Routes(s sandbox.Interpreter) []sandbox.Route {
	return []sandbox.Route{
		{Pattern: "GET /api/interpreter/health", Handle: func(c *sandbox.Call) error {
			status := "unhealthy"
			if s.Ready() {
				status = "healthy"
			}
			return c.Reply(struct {
				Success   bool   `json:"success"`
				Status    string `json:"status"`
				Timestamp string `json:"timestamp"`
			}{true, status, sandbox.Now()})
		}},
		{Pattern: "POST /api/contexts", Handle: func(c *sandbox.Call) error {
			var r sandbox.CreateCodeContext
			if err := c.Body(&r); err != nil {
				return err
			}
			made, err := s.CreateContext(c.Request.Context(), r)
			if err != nil {
				if sandbox.AsError(err).Code == sandbox.InterpreterNotReady {
					c.Header().Set("Retry-After", "1")
				}
				return err
			}
			return c.Reply(contextReply{true, made.ID, made.Language, made.Cwd, sandbox.Now()})
		}},
		{Pattern: "GET /api/contexts", Handle: func(c *sandbox.Call) error { return list(c, s) }},
		{Pattern: "DELETE /api/contexts/{id}", Handle: func(c *sandbox.Call) error {
			id := c.Request.PathValue("id")
			if err := s.DeleteContext(c.Request.Context(), id); err != nil {
				return err
			}
			return c.Reply(contextReply{Success: true, ContextID: id, Timestamp: sandbox.Now()})
		}},
		{Pattern: "POST /api/execute/code", Handle: func(c *sandbox.Call) error {
			var r sandbox.RunCode
			if err := c.Body(&r); err != nil {
				return err
			}
			return s.Run(c.Request.Context(), r, func(e sandbox.CodeEvent) error { return c.Emit(e) })
		}},
	}
}

func list(c *sandbox.Call, s sandbox.Interpreter) error {
	type one struct {
		ID       string `json:"id"`
		Language string `json:"language"`
		Cwd      string `json:"cwd"`
	}
	all := []one{}
	for _, x := range s.ListContexts() {
		all = append(all, one{x.ID, x.Language, x.Cwd})
	}
	return c.Reply(struct {
		Success   bool   `json:"success"`
		Contexts  []one  `json:"contexts"`
		Timestamp string `json:"timestamp"`
	}{true, all, sandbox.Now()})
}
