package backup

import "paddock/bindings/container/sandbox"

// Routes leads to the service.
func Routes(s sandbox.Backup) []sandbox.Route {
	return []sandbox.Route{
		{Pattern: "POST /api/backup/create", Handle: func(c *sandbox.Call) error {
			var r sandbox.CreateBackup
			if err := c.Body(&r); err != nil {
				return err
			}
			archive, err := s.Create(c.Request.Context(), r)
			if err != nil {
				return err
			}
			return c.Reply(struct {
				Success bool   `json:"success"`
				Size    int64  `json:"sizeBytes"`
				Path    string `json:"archivePath"`
			}{true, archive.Size, archive.Path})
		}},
		{Pattern: "POST /api/backup/restore", Handle: func(c *sandbox.Call) error {
			var r sandbox.RestoreBackup
			if err := c.Body(&r); err != nil {
				return err
			}
			if err := s.Restore(c.Request.Context(), r); err != nil {
				return err
			}
			return c.Reply(struct {
				Success bool   `json:"success"`
				Dir     string `json:"dir"`
			}{true, r.Dir})
		}},
		{Pattern: "POST /api/backup/upload-parts", Handle: func(c *sandbox.Call) error {
			var r sandbox.UploadParts
			if err := c.Body(&r); err != nil {
				return err
			}
			parts, err := s.UploadParts(c.Request.Context(), r)
			if err != nil {
				return err
			}
			return c.Reply(struct {
				Success bool                   `json:"success"`
				Parts   []sandbox.UploadedPart `json:"parts"`
			}{true, parts})
		}},
	}
}
