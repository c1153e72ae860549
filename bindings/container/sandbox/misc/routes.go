package misc

import "paddock/bindings/container/sandbox"

// Routes leads to the service.
func Routes(utils sandbox.Utils) []sandbox.Route {
	return []sandbox.Route{
		{Pattern: "GET /{$}", Handle: func(c *sandbox.Call) error { return c.Text("Hello from Paddock's sandbox server\n") }},
		{Pattern: "GET /api/ping", Handle: ping},
		{Pattern: "GET /api/version", Handle: func(c *sandbox.Call) error {
			return c.Reply(struct {
				Success   bool   `json:"success"`
				Version   string `json:"version"`
				Timestamp string `json:"timestamp"`
			}{true, utils.Version(), sandbox.Now()})
		}},
		{Pattern: "GET /api/commands", Handle: func(c *sandbox.Call) error {
			return c.Reply(struct {
				Success   bool     `json:"success"`
				Commands  []string `json:"availableCommands"`
				Count     int      `json:"count"`
				Timestamp string   `json:"timestamp"`
			}{true, utils.Commands(), len(utils.Commands()), sandbox.Now()})
		}},
	}
}

func ping(c *sandbox.Call) error {
	return c.Reply(struct {
		Success   bool   `json:"success"`
		Status    string `json:"status"`
		Timestamp string `json:"timestamp"`
	}{true, "healthy", sandbox.Now()})
}
