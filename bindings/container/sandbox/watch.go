package sandbox

import "context"

// Watch follows changes of files below /workspace.
//
// Errors: VALIDATION_FAILED, PERMISSION_DENIED for paths outside, FILE_NOT_FOUND, WATCH_START_ERROR.
type Watch interface {
	// Watch gives "watching" once changes are seen, then each "event", and "error" or "stopped" at
	// the end.
	Watch(ctx context.Context, r WatchFiles, emit func(WatchEvent) error) error
	// Check tells whether something has changed since a version that an earlier call has given.
	Check(ctx context.Context, r WatchFiles) (Changes, error)
}

// WatchFiles asks for changes. Patterns know *, ** and ?.
type WatchFiles struct {
	Path      string
	Recursive bool
	Include   []string
	Exclude   []string // nil: .git, node_modules, .DS_Store
	Events    []string // of "create", "modify", "delete", "move_from", "move_to", "attrib"; nil: all but the last
	Since     string   // for Check; "": only the version is wanted
	SessionID string
}

// WatchEvent is one of "watching", "event", "error" and "stopped".
type WatchEvent struct {
	Type        string `json:"type"`
	EventType   string `json:"eventType,omitempty"`
	Path        string `json:"path,omitempty"`
	WatchID     string `json:"watchId,omitempty"`
	IsDirectory *bool  `json:"isDirectory,omitempty"`
	Timestamp   string `json:"timestamp,omitempty"`
	Error       string `json:"error,omitempty"`
	Reason      string `json:"reason,omitempty"`
}

// Changes is the answer of [Watch].Check.
type Changes struct {
	Success   bool   `json:"success"`
	Status    string `json:"status"`           // "unchanged", "changed" or "resync"
	Reason    string `json:"reason,omitempty"` // of a resync: "expired" or "restarted"
	Version   string `json:"version"`
	Timestamp string `json:"timestamp"`
}
