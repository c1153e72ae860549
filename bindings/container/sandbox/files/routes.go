package files

import "paddock/bindings/container/sandbox"

// Routes leads to the service.
func Routes(f sandbox.Files) []sandbox.Route {
	r := routes{f}
	return []sandbox.Route{
		{Pattern: "POST /api/read", Handle: r.read},
		{Pattern: "POST /api/read/stream", Handle: r.stream},
		{Pattern: "POST /api/write", Handle: r.write},
		{Pattern: "POST /api/delete", Handle: r.delete},
		{Pattern: "POST /api/rename", Handle: r.rename},
		{Pattern: "POST /api/move", Handle: r.move},
		{Pattern: "POST /api/mkdir", Handle: r.mkdir},
		{Pattern: "POST /api/list-files", Handle: r.list},
		{Pattern: "POST /api/exists", Handle: r.exists},
	}
}

type routes struct{ service sandbox.Files }

// done is the answer to what has no result of its own.
type done struct {
	Success   bool   `json:"success"`
	Path      string `json:"path"`
	NewPath   string `json:"newPath,omitempty"`
	Timestamp string `json:"timestamp"`
}

// pathBody is the request of most routes.
type pathBody struct {
	Path      string `json:"path"`
	SessionID string `json:"sessionId"`
}

func (r routes) read(c *sandbox.Call) error {
	var body sandbox.ReadFile
	if err := c.Body(&body); err != nil {
		return err
	}
	content, err := r.service.Read(c.Request.Context(), body)
	if err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool   `json:"success"`
		Path      string `json:"path"`
		Content   string `json:"content"`
		Timestamp string `json:"timestamp"`
		Encoding  string `json:"encoding"`
		Binary    bool   `json:"isBinary"`
		MIMEType  string `json:"mimeType"`
		Size      int64  `json:"size"`
	}{true, body.Path, content.Content, sandbox.Now(), content.Encoding, content.Binary, content.MIMEType, content.Size})
}

func (r routes) stream(c *sandbox.Call) error {
	var body sandbox.ReadFile
	if err := c.Body(&body); err != nil {
		return err
	}
	return r.service.ReadStream(c.Request.Context(), body, func(e sandbox.FileEvent) error { return c.Emit(e) })
}

func (r routes) write(c *sandbox.Call) error {
	var body sandbox.WriteFile
	text, err := c.BodyAndText("content", &body)
	if err != nil {
		return err
	}
	if text != "" {
		body.Content = text
	}
	if err := r.service.Write(c.Request.Context(), body); err != nil {
		return err
	}
	return c.Reply(done{Success: true, Path: body.Path, Timestamp: sandbox.Now()})
}

func (r routes) delete(c *sandbox.Call) error {
	var body pathBody
	if err := c.Body(&body); err != nil {
		return err
	}
	if err := r.service.Delete(c.Request.Context(), body.Path, body.SessionID); err != nil {
		return err
	}
	return c.Reply(done{Success: true, Path: body.Path, Timestamp: sandbox.Now()})
}

func (r routes) rename(c *sandbox.Call) error {
	var body struct {
		From      string `json:"oldPath"`
		To        string `json:"newPath"`
		SessionID string `json:"sessionId"`
	}
	if err := c.Body(&body); err != nil {
		return err
	}
	if err := r.service.Rename(c.Request.Context(), body.From, body.To, body.SessionID); err != nil {
		return err
	}
	return c.Reply(done{true, body.From, body.To, sandbox.Now()})
}

func (r routes) move(c *sandbox.Call) error {
	var body struct {
		From      string `json:"sourcePath"`
		To        string `json:"destinationPath"`
		SessionID string `json:"sessionId"`
	}
	if err := c.Body(&body); err != nil {
		return err
	}
	if err := r.service.Move(c.Request.Context(), body.From, body.To, body.SessionID); err != nil {
		return err
	}
	return c.Reply(done{true, body.From, body.To, sandbox.Now()})
}

func (r routes) mkdir(c *sandbox.Call) error {
	var body struct {
		pathBody
		Recursive bool `json:"recursive"`
	}
	if err := c.Body(&body); err != nil {
		return err
	}
	if err := r.service.MakeDir(c.Request.Context(), body.Path, body.SessionID, body.Recursive); err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool   `json:"success"`
		Path      string `json:"path"`
		Recursive bool   `json:"recursive"`
		Timestamp string `json:"timestamp"`
	}{true, body.Path, body.Recursive, sandbox.Now()})
}

func (r routes) list(c *sandbox.Call) error {
	var body sandbox.ListFiles
	if err := c.Body(&body); err != nil {
		return err
	}
	files, err := r.service.List(c.Request.Context(), body)
	if err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool               `json:"success"`
		Path      string             `json:"path"`
		Files     []sandbox.FileInfo `json:"files"`
		Count     int                `json:"count"`
		Timestamp string             `json:"timestamp"`
	}{true, body.Path, files, len(files), sandbox.Now()})
}

func (r routes) exists(c *sandbox.Call) error {
	var body pathBody
	if err := c.Body(&body); err != nil {
		return err
	}
	exists, err := r.service.Exists(c.Request.Context(), body.Path, body.SessionID)
	if err != nil {
		return err
	}
	return c.Reply(struct {
		Success   bool   `json:"success"`
		Path      string `json:"path"`
		Exists    bool   `json:"exists"`
		Timestamp string `json:"timestamp"`
	}{true, body.Path, exists, sandbox.Now()})
}
