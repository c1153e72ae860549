// Package ports finds out whether something listens inside a sandbox, and keeps which ports are exposed.
package ports

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"paddock/bindings/container/sandbox"
)

const (
	// patience is for one connection and its answer.
	patience = 5 * time.Second
	// firstPause is between the first two tries; each pause is half as long again as the one before.
	firstPause = 10 * time.Millisecond
	// The bounds of the longest pause.
	minInterval     = 100 * time.Millisecond
	defaultInterval = 500 * time.Millisecond
	maxInterval     = 10 * time.Second
)

// Ports implements [sandbox.Ports].
type Ports struct {
	processes sandbox.Processes
	exposed   exposed
}

var _ sandbox.Ports = (*Ports)(nil)

// New gives the service.
func New(processes sandbox.Processes) *Ports { return &Ports{processes: processes} }

// Watch implements [sandbox.Ports].
func (p *Ports) Watch(ctx context.Context, r sandbox.WatchPort, emit func(sandbox.PortEvent) error) error {
	if err := emit(sandbox.PortEvent{Type: "watching", Port: r.Port}); err != nil {
		return err
	}
	longest := defaultInterval
	if r.Interval != 0 {
		longest = min(max(time.Duration(r.Interval)*time.Millisecond, minInterval), maxInterval)
	}
	pause := firstPause
	for {
		if event, ended := p.ended(r); ended {
			return emit(event)
		}
		if status, ready := try(ctx, r); ready {
			return emit(sandbox.PortEvent{Type: "ready", Port: r.Port, StatusCode: status})
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		pause = min(pause+pause/2, longest)
	}
}

// ended tells of a process that will listen no more.
func (p *Ports) ended(r sandbox.WatchPort) (sandbox.PortEvent, bool) {
	if r.ProcessID == "" {
		return sandbox.PortEvent{}, false
	}
	about, err := p.processes.Get(r.ProcessID)
	switch {
	case err != nil:
		return sandbox.PortEvent{Type: "error", Port: r.Port, Error: "Process not found"}, true
	case about.Status.Ended():
		return sandbox.PortEvent{Type: "process_exited", Port: r.Port, ExitCode: about.ExitCode}, true
	}
	return sandbox.PortEvent{}, false
}

// try connects, and asks when that is wanted.
func try(ctx context.Context, r sandbox.WatchPort) (status int, ready bool) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if r.Mode == "tcp" {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort("localhost", strconv.Itoa(r.Port)))
		if err != nil {
			return 0, false
		}
		conn.Close()
		return 0, true
	}
	path := "/" + strings.TrimPrefix(r.Path, "/")
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost:"+strconv.Itoa(r.Port)+path, nil)
	if err != nil {
		return 0, false
	}
	transport := &http.Transport{DisableKeepAlives: true} // without the proxy of the environment
	answer, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return 0, false
	}
	answer.Body.Close()
	low, high := r.StatusMin, r.StatusMax
	if low == 0 {
		low = 200
	}
	if high == 0 {
		high = 399
	}
	return answer.StatusCode, answer.StatusCode >= low && answer.StatusCode <= high
}
