package sandbox

import "context"

// Tunnels runs the program cloudflared.
type Tunnels interface {
	RunQuick(ctx context.Context, id string, port int) (Tunnel, error)
	RunNamed(ctx context.Context, id, token string, port int) (Tunnel, error)
	Destroy(ctx context.Context, id string) error
	List() []Tunnel
	Ensure(ctx context.Context, r TunnelRun) (run TunnelRun, started bool, err error)
	Stop(ctx context.Context, tunnelID, runID string) (stopped bool, err error)
	// OnExit has the end of each tunnel told, until cancel is called.
	OnExit(tell func(TunnelExit)) (cancel func())
}

// TunnelExit tells how a tunnel has ended.
type TunnelExit struct {
	ID    string
	Port  int
	Code  *int   // nil: by a signal
	RunID string // "" for tunnels without one
}

// Tunnel is a tunnel that runs.
type Tunnel struct {
	ID        string `json:"id"`
	Port      int    `json:"port"`
	URL       string `json:"url"`
	Hostname  string `json:"hostname"`
	CreatedAt string `json:"createdAt"`
}

// TunnelRun is one run of a tunnel, asked for and running.
type TunnelRun struct {
	TunnelID  string `json:"tunnelId"`
	RunID     string `json:"runId"`
	Mode      string `json:"mode"` // "quick" or "named"
	Port      int    `json:"port"`
	Token     string `json:"token,omitempty"` // of "named"; never told
	URL       string `json:"url,omitempty"`
	Hostname  string `json:"hostname,omitempty"`
	StartedAt string `json:"startedAt,omitempty"`
}
