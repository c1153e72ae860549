package dev

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"paddock/jsruntime"
	"paddock/wrangler/message"
)

// unreached tells the user which servers a Worker's requests do not reach, and why, each once until it
// answers again: the Worker is told as little as on the platform.
type unreached struct {
	console Console

	some  atomic.Bool // whether there are any
	mu    sync.Mutex  // guards hosts
	hosts map[string]bool
}

// note takes down how a request went.
func (u *unreached) note(req *http.Request, err error) {
	if err == nil && !u.some.Load() {
		return
	}
	var ours *jsruntime.Error // which says all by itself
	if err != nil && (req.Context().Err() != nil || errors.As(err, &ours)) {
		return
	}
	origin := req.URL.Scheme + "://" + req.URL.Host
	u.mu.Lock()
	known := u.hosts[origin]
	if err == nil {
		delete(u.hosts, origin)
	} else if !known {
		if u.hosts == nil {
			u.hosts = map[string]bool{}
		}
		u.hosts[origin] = true
	}
	u.some.Store(len(u.hosts) > 0)
	u.mu.Unlock()
	if err != nil && !known {
		u.console.Message(message.Message{Kind: message.Warning, Text: fmt.Sprintf("A request to %s failed: %s", origin, err)})
	}
}
