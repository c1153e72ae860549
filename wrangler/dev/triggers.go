package dev

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/email"
	"paddock/polyfills/trace"
	"paddock/polyfills/workers"
	"paddock/wrangler/message"
)

// Paths that deliver an event to the primary worker, by hand. wrangler has had two prefixes.
var (
	scheduledPaths = []string{"/cdn-cgi/handler/scheduled", "/cdn-cgi/local/scheduled", "/cdn-cgi/mf/scheduled"}
	emailPaths     = []string{"/cdn-cgi/handler/email", "/cdn-cgi/local/email"}
)

// testPath is that of --test-scheduled.
const testPath = "/__scheduled"

// trigger answers a request for one of the paths; false: the request is the worker's.
func (f *Front) trigger(w http.ResponseWriter, r *http.Request) bool {
	switch path := r.URL.Path; {
	case slices.Contains(scheduledPaths, path):
		f.scheduled(w, r)
	case slices.Contains(emailPaths, path):
		f.email(w, r)
	case path == testPath && f.session.opts.TestScheduled:
		if _, err := f.cron(r); err != nil {
			f.fail(w, r, err)
			return true
		}
		text(w, http.StatusOK, "Ran scheduled event")
	case strings.HasPrefix(path, "/cdn-cgi/handler/"):
		text(w, http.StatusNotFound, fmt.Sprintf("%q is not a valid handler. Did you mean to use %q or %q?", path, scheduledPaths[0], emailPaths[0]))
	default:
		return false
	}
	return true
}

func text(w http.ResponseWriter, status int, s string) {
	w.Header().Set("Content-Type", "text/plain;charset=UTF-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, s) // the client has gone: nobody to tell
}

// cron delivers scheduled() with the query's cron and time.
func (f *Front) cron(r *http.Request) (*workers.Schedule, error) {
	query := r.URL.Query()
	s := &workers.Schedule{Time: time.Now(), Cron: query.Get("cron")}
	if ms, err := strconv.ParseInt(query.Get("time"), 10, 64); err == nil {
		s.Time = time.UnixMilli(ms)
	}
	err := f.notify(r, bindings.ScheduledEvent(s))
	return s, err
}

// notify delivers an event to the primary worker.
func (f *Front) notify(r *http.Request, ev bindings.Event) error {
	return f.session.fleet.Notify(r.Context(), bindings.Target{Worker: f.session.primary()}, ev)
}

func (f *Front) scheduled(w http.ResponseWriter, r *http.Request) {
	s, err := f.cron(r)
	outcome, status := "ok", http.StatusOK
	if err != nil {
		outcome, status = "exception", http.StatusInternalServerError
	}
	if r.URL.Query().Get("format") != "json" {
		text(w, status, outcome)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(struct { // the client has gone: nobody to tell
		Outcome string `json:"outcome"`
		NoRetry bool   `json:"noRetry"`
	}{outcome, s.NoRetry})
}

// maxMail is the size that the platform takes.
const maxMail = 25 << 20

func (f *Front) email(w http.ResponseWriter, r *http.Request) {
	from, to := r.URL.Query().Get("from"), r.URL.Query().Get("to")
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxMail+1))
	switch {
	case err != nil:
		return // the client has gone
	case len(raw) == 0 || from == "" || to == "":
		text(w, http.StatusBadRequest, "Invalid email. Your request must include URL parameters specifying the `from` and `to` addresses, as well as an email in the body")
		return
	case len(raw) > maxMail:
		text(w, http.StatusBadRequest, "Email message size is bigger than the production size limit of 25 MiB.")
		return
	}
	box := &outbox{console: f.session.opts.Console}
	in, err := email.Parse(from, to, raw, box)
	if err != nil {
		text(w, http.StatusBadRequest, "Email could not be parsed: "+err.Error())
		return
	}
	if in.ID() == "" {
		text(w, http.StatusBadRequest, "Email could not be parsed: invalid or no message id provided")
		return
	}
	err = f.notify(r, bindings.Event{Handler: "email", Info: trace.Email{From: from, To: to, Size: len(raw)}, Arguments: func(vm *jsruntime.VM) ([]jsruntime.Value, error) {
		return []jsruntime.Value{in.New(vm)}, nil
	}})
	reason, rejected := box.rejection()
	switch {
	case err != nil:
		var ex *jsruntime.Exception
		if !errors.As(err, &ex) {
			ex = &jsruntime.Exception{Message: err.Error()}
		}
		text(w, http.StatusInternalServerError, ex.Error())
	case rejected:
		text(w, http.StatusBadRequest, "Worker rejected email with the following reason: "+reason)
	default:
		text(w, http.StatusOK, "Worker successfully processed email")
	}
}

// outbox tells the console what a handler does with a mail.
type outbox struct {
	console Console

	mu       sync.Mutex // guards the rest
	rejected bool
	reason   string
}

var _ email.Outbox = (*outbox)(nil)

// Reject implements email.Outbox.
func (o *outbox) Reject(reason string) {
	o.mu.Lock()
	o.rejected, o.reason = true, reason
	o.mu.Unlock()
	o.console.Message(message.Message{Kind: message.Error, Text: fmt.Sprintf("Email handler rejected message with the following reason: %q", reason)})
}

func (o *outbox) rejection() (reason string, rejected bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.reason, o.rejected
}

// Forward implements email.Outbox.
func (o *outbox) Forward(to string, header http.Header) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Email handler forwarded message with\n  rcptTo: %s", to)
	if len(header) > 0 {
		b.WriteString("\n  headers:")
		for _, name := range slices.Sorted(maps.Keys(header)) {
			fmt.Fprintf(&b, "\n    %s: %s", strings.ToLower(name), strings.Join(header[name], ", "))
		}
	}
	o.console.Status(b.String())
}

// Reply implements email.Outbox.
func (o *outbox) Reply(_, _ string, raw []byte) {
	o.console.Status("Email handler replied to sender with the following message:\n" + string(raw))
}
