package workflows

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"paddock/bindings"
	"paddock/jsruntime"
	js "paddock/jsruntime/json"
	"paddock/polyfills/trace"
)

var _ bindings.Explorer = (*Kind)(nil)

// Explore implements bindings.Explorer: what `wrangler workflows --local` asks for and does.
func (k *Kind) Explore(host bindings.Host) http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, answer func(e exploration) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			e := exploration{r, k.flow(host, r.PathValue("name"))}
			if e.flow == nil {
				reply(w, nil, notFound("Workflow", r.PathValue("name")))
				return
			}
			result, err := answer(e)
			reply(w, result, err)
		})
	}
	mux.HandleFunc("/", http.NotFound)
	mux.HandleFunc("GET /workflows", func(w http.ResponseWriter, _ *http.Request) { reply(w, k.list(host), nil) })
	handle("GET /workflows/{name}", exploration.describe)
	handle("DELETE /workflows/{name}", exploration.deleteAll)
	handle("GET /workflows/{name}/instances", exploration.instances)
	handle("POST /workflows/{name}/instances", exploration.create)
	handle("POST /workflows/{name}/instances/batch/delete", exploration.deleteMany)
	handle("GET /workflows/{name}/instances/{id}", exploration.instance)
	handle("DELETE /workflows/{name}/instances/{id}", exploration.delete)
	handle("PATCH /workflows/{name}/instances/{id}/status", exploration.change)
	handle("POST /workflows/{name}/instances/{id}/events/{type}", exploration.send)
	return mux
}

// flow gives a workflow of a session by its name; nil: there is none.
func (k *Kind) flow(host bindings.Host, name string) *workflow {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.flows[flowKey{host, name}]
}

// brief tells of a workflow.
type brief struct {
	Name   string `json:"name"`
	Class  string `json:"class_name"`
	Script string `json:"script_name"`
}

func (w *workflow) brief() brief {
	c := w.configured()
	return brief{w.name, c.class, c.worker}
}

// list tells of the workflows of a session.
func (k *Kind) list(host bindings.Host) page {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := []brief{}
	for key, flow := range k.flows {
		if key.session == host {
			all = append(all, flow.brief())
		}
	}
	slices.SortFunc(all, func(a, b brief) int { return cmp.Compare(a.Name, b.Name) })
	return page{all, map[string]int{"count": len(all)}}
}

// page is a result with what is told of it.
type page struct{ result, info any }

// refusal is an error with the platform's code for it, and the status of the answer.
type refusal struct {
	status, code int
	text         string
}

func (e *refusal) Error() string { return e.text }

// invalid is the error for a request that makes no sense.
func invalid(text string) error { return &refusal{http.StatusBadRequest, 10001, text} }

func notFound(what, name string) error {
	return &refusal{http.StatusNotFound, 10501, fmt.Sprintf("%s '%s' not found.", what, name)}
}

// reply writes an answer in the form of Cloudflare's API.
func reply(w http.ResponseWriter, result any, err error) {
	type fault struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	answer := struct {
		Success  bool     `json:"success"`
		Errors   []fault  `json:"errors"`
		Messages []string `json:"messages"`
		Result   any      `json:"result"`
		Info     any      `json:"result_info,omitempty"`
	}{err == nil, []fault{}, []string{}, result, nil}
	if p, ok := result.(page); ok {
		answer.Result, answer.Info = p.result, p.info
	}
	status := http.StatusOK
	if err != nil {
		known := &refusal{http.StatusInternalServerError, 10001, err.Error()}
		var thrown *jsruntime.Error
		if errors.As(err, &thrown) {
			known.text = thrown.Msg
		}
		errors.As(err, &known)
		status = known.status
		answer.Result, answer.Errors = nil, []fault{{known.code, known.text}}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answer); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(bytes.TrimSpace(b.Bytes())) // the client has gone: nobody to tell
}

// exploration is a request about a workflow.
type exploration struct {
	*http.Request
	flow *workflow
}

// count tells how many instances are in each state.
func count(all []listed) map[string]int {
	counts := map[string]int{}
	for _, i := range all {
		counts[i.Status]++
	}
	return counts
}

func (e exploration) describe() (any, error) {
	all, err := e.flow.all(e.Context())
	if err != nil {
		return nil, err
	}
	counts := count(all)
	for s := queued; s <= waiting; s++ {
		counts[s.String()] += 0 // those that there are none of, too
	}
	return struct {
		brief
		Instances map[string]int `json:"instances"`
	}{e.flow.brief(), counts}, nil
}

func (e exploration) deleteAll() (any, error) {
	err := e.flow.each((*instance).remove)
	return map[string]any{"status": "ok", "success": true}, err
}

// listed is what a list tells of an instance.
type listed struct {
	ID      string `json:"id"`
	Status  string `json:"status"`
	Created string `json:"created_on,omitempty"`
}

// all lists the instances, the newest first.
func (w *workflow) all(ctx context.Context) ([]listed, error) {
	all, beginnings := []listed{}, [][]byte{}
	err := w.each(func(i *instance) error {
		data, err := i.metadata()
		if data != nil {
			all, beginnings = append(all, listed{Status: i.now().String()}), append(beginnings, data)
		}
		return err
	})
	if err != nil || len(all) == 0 {
		return all, err
	}
	err = apart(ctx, func(vm *jsruntime.VM) error {
		for n, data := range beginnings {
			v, err := vm.Deserialize(jsruntime.Message{Data: data}, nil)
			if err != nil {
				return err
			}
			about := jsruntime.AsObject(member(jsruntime.AsObject(v), "instance"))
			if about == nil {
				return errors.New("an instance has no beginning")
			}
			all[n].ID, all[n].Created = vm.Text(member(about, "id")), vm.Text(member(about, "created_on"))
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b listed) int { return cmp.Compare(b.Created, a.Created) })
	return all, err
}

func (e exploration) instances() (any, error) {
	o, err := readListing(e.URL.Query())
	if err != nil {
		return nil, err
	}
	all, err := e.flow.all(e.Context())
	if err != nil {
		return nil, err
	}
	counts := count(all)
	all = slices.DeleteFunc(all, func(i listed) bool { return !o.wants(i) })
	total := len(all)
	from := min((o.page-1)*o.perPage, total)
	all = all[from:min(from+o.perPage, total)]
	return page{all, struct {
		Page   int            `json:"page"`
		Per    int            `json:"per_page"`
		Total  int            `json:"total_count"`
		Pages  int            `json:"total_pages"`
		States map[string]int `json:"status_counts"`
	}{o.page, o.perPage, total, max(1, (total+o.perPage-1)/o.perPage), counts}}, nil
}

// apart runs f in a world of its own: values are written as those of scripts, and none of a Worker's is at hand.
func apart(ctx context.Context, f func(vm *jsruntime.VM) error) error {
	iso, err := jsruntime.New(ctx, jsruntime.Options{Name: "workflows"})
	if err != nil {
		return err
	}
	return errors.Join(iso.Do(ctx, f), iso.Close())
}

// body gives the request's JSON; undefined for what is none, as there.
func (e exploration) body(vm *jsruntime.VM) (v jsruntime.Value, err error) {
	text, err := io.ReadAll(e.Body)
	if err != nil || !json.Valid(text) {
		return jsruntime.Undefined(), err
	}
	if ex := vm.Try(func() { v = js.Parse(vm, string(text)) }); ex != nil {
		return nil, ex
	}
	return v, nil
}

func (e exploration) create() (any, error) {
	var d *draft
	err := apart(e.Context(), func(vm *jsruntime.VM) error {
		options, err := e.body(vm)
		if err == nil {
			d, err = newInstance(vm, e.flow, options)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	switch made, err := e.flow.make([]*draft{d}); {
	case err != nil:
		return nil, err
	case len(made) == 0:
		return nil, taken(d.id)
	}
	return map[string]string{"id": d.id}, nil
}

func (e exploration) send() (any, error) {
	var data []byte
	err := apart(e.Context(), func(vm *jsruntime.VM) error {
		payload, err := e.body(vm)
		if err == nil {
			data, err = e.flow.event(vm, vm.ToValue(e.PathValue("type")), payload)
		}
		return err
	})
	if err == nil {
		err = e.find(func(i *instance) error { return i.receive(e.PathValue("type"), data) })
	}
	return map[string]bool{"success": true}, err
}

// objectID is what an instance may be named by as well.
var objectID = regexp.MustCompile(`^[0-9a-fA-F]{64}$`)

// find gives the instance of the request to f.
func (e exploration) find(f func(*instance) error) error {
	id := e.PathValue("id")
	object := e.flow.object(id)
	if objectID.MatchString(id) {
		object = strings.ToLower(id)
	}
	err := e.flow.use(object, false, func(i *instance) error {
		if err := i.exists(); err != nil {
			return err
		}
		return f(i)
	})
	if errors.Is(err, errNotFound) {
		return notFound("Workflow instance", id)
	}
	return err
}

func (e exploration) instance() (d any, err error) {
	err = e.find(func(i *instance) error {
		d, err = i.detail()
		return err
	})
	return d, err
}

func (e exploration) delete() (any, error) {
	return map[string]bool{"success": true}, e.find((*instance).remove)
}

func (e exploration) deleteMany() (any, error) {
	text, err := io.ReadAll(e.Body)
	if err != nil {
		return nil, err
	}
	ids, err := readDeletion(text)
	if err != nil {
		return nil, err
	}
	found, err := e.flow.delete(ids)
	if err != nil {
		return nil, err
	}
	type deleted struct {
		ID      string `json:"id"`
		Code    int    `json:"code,omitempty"`
		Message string `json:"message,omitempty"`
	}
	result := struct {
		Deleted []deleted `json:"deleted"`
		Errors  []deleted `json:"errors"`
	}{[]deleted{}, []deleted{}}
	for _, id := range ids {
		if found[id] {
			result.Deleted = append(result.Deleted, deleted{ID: id})
		} else {
			result.Errors = append(result.Errors, deleted{id, notFoundCode, notFoundText})
		}
	}
	return result, nil
}

// change is what has an instance pause, go on, begin again or end.
func (e exploration) change() (any, error) {
	text, err := io.ReadAll(e.Body)
	if err != nil {
		return nil, err
	}
	c, err := readChange(text)
	if err != nil {
		return nil, err
	}
	var now state
	err = e.find(func(i *instance) error {
		err := e.carryOut(c, i)
		now = i.now()
		return err
	})
	var thrown *jsruntime.Error
	if errors.As(err, &thrown) && strings.Contains(thrown.Msg, "instance.cannot_restart") {
		return nil, &refusal{http.StatusConflict, 10001, thrown.Msg}
	}
	return map[string]string{"status": now.String(), "timestamp": trace.When(e.flow.host.Now())}, err
}

func (e exploration) carryOut(c change, i *instance) error {
	switch c.Status {
	case "pause":
		return i.pause()
	case "resume":
		return i.resume()
	case "terminate":
		return i.terminate(c.Rollback)
	}
	data, err := i.metadata()
	if err != nil {
		return err
	}
	var params string
	if err := apart(e.Context(), func(vm *jsruntime.VM) (err error) {
		params, err = paramsOf(vm, data)
		return err
	}); err != nil {
		return err
	}
	var at *startingPoint
	if c.From != nil {
		at = &startingPoint{c.From.Name, cmp.Or(kinds[c.From.Type], stepStarted), cmp.Or(c.From.Count, 1)}
	}
	return i.restart(at, params)
}
