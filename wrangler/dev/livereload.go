package dev

import (
	"io"
	"net/http"
	"strings"
)

// reloadPath is where pages wait for the next version of the Worker.
const reloadPath = "/cdn-cgi/local/reload"

// reloadScript is put at the end of each page.
const reloadScript = `
<script>new EventSource("` + reloadPath + `").onmessage = () => location.reload();</script>
`

// liveReload answers a page that waits: with an event for each reload of the session.
func (f *Front) liveReload(w http.ResponseWriter, r *http.Request) bool {
	if !f.session.opts.LiveReload || r.URL.Path != reloadPath {
		return false
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-cache")
	controller := http.NewResponseController(w)
	for {
		next := f.session.nextVersion()
		if controller.Flush() != nil {
			return true
		}
		select {
		case <-r.Context().Done():
			return true
		case <-f.closing:
			return true
		case <-next:
		}
		if _, err := io.WriteString(w, "data: reload\n\n"); err != nil {
			return true
		}
	}
}

// insertReload puts the script at the end of a page.
func (f *Front) insertReload(resp *http.Response) {
	if !f.session.opts.LiveReload || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") || resp.Header.Get("Content-Encoding") != "" {
		return
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(resp.Body, strings.NewReader(reloadScript)), resp.Body}
	if resp.ContentLength >= 0 {
		resp.ContentLength += int64(len(reloadScript))
	}
	resp.Header.Del("Content-Length")
}

// nextVersion gives a channel that is closed at the next reload.
func (s *Session) nextVersion() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.version
}

// reloaded tells those who wait for the next version that it is there.
func (s *Session) reloaded() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.version)
	s.version = make(chan struct{})
}
