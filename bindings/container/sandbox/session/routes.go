package session

import "paddock/bindings/container/sandbox"

// Routes leads to the service.
func Routes(s sandbox.Sessions) []sandbox.Route {
	r := routes{s}
	return []sandbox.Route{
		{Pattern: "POST /api/session/create", Handle: r.create},
		{Pattern: "GET /api/session/list", Handle: r.list},
		{Pattern: "POST /api/session/delete", Handle: r.delete},
	}
}

type routes struct{ service sandbox.Sessions }

// create takes a body that is no JSON for an empty one, as the original does.
func (r routes) create(c *sandbox.Call) error {
	var body sandbox.CreateSession
	if err := c.Body(&body); err != nil {
		body = sandbox.CreateSession{}
	}
	made, err := r.service.Create(c.Request.Context(), body)
	if err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool              `json:"success"`
		Data      map[string]string `json:"data"`
		Placement *string           `json:"containerPlacementId"`
		Timestamp string            `json:"timestamp"`
	}{true, map[string]string{"id": made.ID}, made.ContainerPlacementID, sandbox.Now()})
}

func (r routes) list(c *sandbox.Call) error {
	return c.Reply(struct {
		Success   bool     `json:"success"`
		Data      []string `json:"data"`
		Timestamp string   `json:"timestamp"`
	}{true, r.service.List(), sandbox.Now()})
}

func (r routes) delete(c *sandbox.Call) error {
	var body struct {
		SessionID string `json:"sessionId"`
	}
	if err := c.Body(&body); err != nil {
		return sandbox.Errorf(sandbox.Invalid, "Invalid request body")
	}
	if body.SessionID == "" {
		return sandbox.Errorf(sandbox.Invalid, "sessionId is required")
	}
	if err := r.service.Delete(c.Request.Context(), body.SessionID); err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool   `json:"success"`
		SessionID string `json:"sessionId"`
		Timestamp string `json:"timestamp"`
	}{true, body.SessionID, sandbox.Now()})
}
