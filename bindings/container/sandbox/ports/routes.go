package ports

import (
	"context"
	"errors"
	"strconv"

	"paddock/bindings/container/sandbox"
)

// Routes leads to the service.
func Routes(p sandbox.Ports) []sandbox.Route {
	r := routes{p}
	return []sandbox.Route{
		{Pattern: "POST /api/port-watch", Handle: r.watch},
		{Pattern: "POST /api/expose-port", Handle: r.expose},
		{Pattern: "GET /api/exposed-ports", Handle: r.exposed},
		{Pattern: "DELETE /api/exposed-ports/{port}", Handle: r.unexpose},
	}
}

type routes struct{ service sandbox.Ports }

func (r routes) watch(c *sandbox.Call) error {
	var body sandbox.WatchPort
	if err := c.Body(&body); err != nil {
		return err
	}
	err := r.service.Watch(c.Request.Context(), body, func(e sandbox.PortEvent) error { return c.Emit(e) })
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// exposedPort is a port as answers tell of it.
type exposedPort struct {
	Port   int    `json:"port"`
	URL    string `json:"url"`
	Status string `json:"status"`
}

func (r routes) expose(c *sandbox.Call) error {
	var body struct {
		Port int    `json:"port"`
		Name string `json:"name"`
	}
	if err := c.Body(&body); err != nil {
		return err
	}
	if err := r.service.Expose(body.Port, body.Name); err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool   `json:"success"`
		Port      int    `json:"port"`
		URL       string `json:"url"`
		Timestamp string `json:"timestamp"`
	}{true, body.Port, address(body.Port), sandbox.Now()})
}

func address(port int) string { return "http://localhost:" + strconv.Itoa(port) }

func (r routes) exposed(c *sandbox.Call) error {
	list := []exposedPort{}
	for _, port := range r.service.Exposed() {
		list = append(list, exposedPort{port, address(port), "active"})
	}
	return c.Reply(struct {
		Success   bool          `json:"success"`
		Ports     []exposedPort `json:"ports"`
		Timestamp string        `json:"timestamp"`
	}{true, list, sandbox.Now()})
}

func (r routes) unexpose(c *sandbox.Call) error {
	port, err := strconv.Atoi(c.Request.PathValue("port"))
	if err != nil {
		return sandbox.Errorf(sandbox.Unknown, "Invalid port endpoint")
	}
	if err := r.service.Unexpose(port); err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool   `json:"success"`
		Port      int    `json:"port"`
		Timestamp string `json:"timestamp"`
	}{true, port, sandbox.Now()})
}
