package sandbox

import "context"

// Backup makes archives of folders, which the Worker's half stores.
//
// Errors: INVALID_BACKUP_CONFIG, BACKUP_CREATE_FAILED, BACKUP_RESTORE_FAILED.
type Backup interface {
	Create(ctx context.Context, r CreateBackup) (Archive, error)
	Restore(ctx context.Context, r RestoreBackup) error
	// UploadParts sends parts of an archive to URLs, in the order of their numbers.
	UploadParts(ctx context.Context, r UploadParts) ([]UploadedPart, error)
}

// CreateBackup asks for an archive of a folder.
type CreateBackup struct {
	Dir         string   `json:"dir"`
	ArchivePath string   `json:"archivePath"`
	Gitignore   bool     `json:"gitignore"`
	Excludes    []string `json:"excludes"`
	Compression struct {
		Format  string `json:"format"` // "gzip", "lz4" or "zstd"
		Threads int    `json:"threads"`
	} `json:"compression"`
	SessionID string `json:"sessionId"`
}

// Archive tells of an archive that was made.
type Archive struct {
	Path string
	Size int64 // in bytes
}

// RestoreBackup asks for a folder to be as it was.
type RestoreBackup struct {
	Dir         string `json:"dir"`
	ArchivePath string `json:"archivePath"`
	SessionID   string `json:"sessionId"`
}

// UploadParts asks for parts of an archive to be sent.
type UploadParts struct {
	ArchivePath string       `json:"archivePath"`
	Parts       []UploadPart `json:"parts"`
	SessionID   string       `json:"sessionId"`
}

// UploadPart is one part and where it goes.
type UploadPart struct {
	PartNumber int    `json:"partNumber"`
	URL        string `json:"url"`
	Offset     int64  `json:"offset"`
	Size       int64  `json:"size"`
}

// UploadedPart is a part that was sent.
type UploadedPart struct {
	PartNumber int    `json:"partNumber"`
	ETag       string `json:"etag"`
}
