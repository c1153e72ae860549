package backup

import (
	"cmp"

	"paddock/bindings/container/sandbox"
)

// Routes leads to the service.
func Routes(s sandbox.Backup) []sandbox.Route {
	return []sandbox.Route{
		{Pattern: "POST /api/backup/create", Handle: func(c *sandbox.Call) error {
			var r sandbox.CreateBackup
			if err := cmp.Or(c.Body(&r), asked(opCreate, dirFaults(r.Dir), archiveFaults(r.ArchivePath), compressionFaults(r))); err != nil {
				return err
			}
			archive, err := s.Create(c.Request.Context(), r)
			if err != nil {
				return during(opCreate, err)
			}
			return c.Reply(struct {
				Success bool   `json:"success"`
				Size    int64  `json:"sizeBytes"`
				Path    string `json:"archivePath"`
			}{true, archive.Size, archive.Path})
		}},
		{Pattern: "POST /api/backup/restore", Handle: func(c *sandbox.Call) error {
			var r sandbox.RestoreBackup
			if err := cmp.Or(c.Body(&r), asked(opRestore, dirFaults(r.Dir), archiveFaults(r.ArchivePath))); err != nil {
				return err
			}
			if err := s.Restore(c.Request.Context(), r); err != nil {
				return during(opRestore, err)
			}
			return c.Reply(struct {
				Success bool   `json:"success"`
				Dir     string `json:"dir"`
			}{true, r.Dir})
		}},
		{Pattern: "POST /api/backup/upload-parts", Handle: func(c *sandbox.Call) error {
			var r sandbox.UploadParts
			if err := cmp.Or(c.Body(&r), asked(opCreate, archiveFaults(r.ArchivePath), partFaults(r.Parts))); err != nil {
				return err
			}
			parts, err := s.UploadParts(c.Request.Context(), r)
			if err != nil {
				return during(opCreate, err)
			}
			return c.Reply(struct {
				Success bool                   `json:"success"`
				Parts   []sandbox.UploadedPart `json:"parts"`
			}{true, parts})
		}},
	}
}
