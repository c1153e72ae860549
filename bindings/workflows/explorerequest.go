package workflows

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What requests to the explorer say, and the platform's words for what they must not.

// listing is which instances are listed.
type listing struct {
	page, perPage int
	status        string // "": of any
	from, to      string // when they were created; "": at any time
}

// maxPerPage is how many instances one page may tell of.
const maxPerPage = 100

func readListing(query url.Values) (o listing, err error) {
	o = listing{page: 1, perPage: 25, status: query.Get("status"), from: query.Get("date_start"), to: query.Get("date_end")}
	if o.page, err = number(query, "page", o.page); err != nil {
		return o, err
	}
	if o.perPage, err = number(query, "per_page", o.perPage); err != nil {
		return o, err
	}
	if o.perPage > maxPerPage {
		return o, invalid(fmt.Sprintf("per_page: Too big: expected number to be <=%d", maxPerPage))
	}
	if states := stateNames(); query.Has("status") && !slices.Contains(states, o.status) {
		return o, invalid(`status: Invalid option: expected one of "` + strings.Join(states, `"|"`) + `"`)
	}
	var times []time.Time
	for _, key := range []string{"date_start", "date_end"} {
		if !query.Has(key) {
			continue
		}
		at, err := time.Parse(time.RFC3339, query.Get(key))
		if err != nil || !strings.HasSuffix(query.Get(key), "Z") {
			return o, invalid(key + ": Invalid ISO datetime")
		}
		times = append(times, at)
	}
	if len(times) == 2 && times[0].After(times[1]) {
		return o, &refusal{http.StatusBadRequest, 10502, "'date_start' must not be after 'date_end'. Update 'date_start' or 'date_end' so 'date_start' is before or equal to 'date_end'."}
	}
	return o, nil
}

func number(query url.Values, key string, otherwise int) (int, error) {
	if !query.Has(key) {
		return otherwise, nil
	}
	n, err := strconv.Atoi(query.Get(key))
	switch {
	case err != nil:
		return 0, invalid(fmt.Sprintf("%s: Expected query param to be number but received %q", key, query.Get(key)))
	case n < 1:
		return 0, invalid(key + ": Too small: expected number to be >=1")
	}
	return n, nil
}

// wants reports whether an instance is among those.
func (o listing) wants(i listed) bool {
	if o.status != "" && i.Status != o.status {
		return false
	}
	created, err := time.Parse(time.RFC3339, i.Created)
	after := func(text string) bool { at, _ := time.Parse(time.RFC3339, text); return created.After(at) } // it was read before
	before := func(text string) bool { at, _ := time.Parse(time.RFC3339, text); return created.Before(at) }
	return o.from == "" && o.to == "" || err == nil && (o.from == "" || !before(o.from)) && (o.to == "" || !after(o.to))
}

// change is what is to become of an instance.
type change struct {
	Status   string // "pause", "resume", "terminate" or "restart"
	Rollback bool
	From     *struct {
		Name  string
		Type  string // "": "do"
		Count int    // 0: the first
	}
}

func readChange(text []byte) (c change, err error) {
	var given struct {
		Status         json.RawMessage
		Rollback, From json.RawMessage
	}
	if !json.Valid(text) {
		return c, invalid("Invalid JSON request body")
	}
	malformed := invalid("Invalid input")
	if json.Unmarshal(text, &given) != nil || json.Unmarshal(given.Status, &c.Status) != nil ||
		!slices.Contains([]string{"pause", "resume", "terminate", "restart"}, c.Status) {
		return c, malformed
	}
	switch {
	case given.Rollback == nil:
	case c.Status != "terminate":
		return c, invalid("'rollback' is only valid when terminating.")
	case json.Unmarshal(given.Rollback, &c.Rollback) != nil:
		return c, malformed
	}
	if c.Status != "restart" || given.From == nil {
		return c, nil
	}
	var from struct{ Count *int }
	if json.Unmarshal(given.From, &c.From) != nil || c.From == nil || json.Unmarshal(given.From, &from) != nil {
		return c, malformed
	}
	switch {
	case c.From.Name == "":
		return c, invalid("from.name: Too small: expected string to have >=1 characters")
	case from.Count != nil && *from.Count < 1:
		return c, invalid("from.count: Too small: expected number to be >0")
	}
	if _, ok := kinds[c.From.Type]; !ok && c.From.Type != "" {
		return c, malformed
	}
	return c, nil
}

// readDeletion gives the ids of instances that are to be deleted.
func readDeletion(text []byte) ([]string, error) {
	if !json.Valid(text) {
		return nil, invalid("Invalid JSON request body")
	}
	var given struct{ Instances *[]string }
	switch err := json.Unmarshal(text, &given); {
	case err != nil:
		return nil, invalid("Invalid input")
	case given.Instances == nil:
		return nil, invalid("instances: Invalid input: expected array, received undefined")
	case len(*given.Instances) == 0:
		return nil, invalid("instances: Too small: expected array to have >=1 items")
	case len(*given.Instances) > maxDeletes:
		return nil, invalid(fmt.Sprintf("instances: Too big: expected array to have <=%d items", maxDeletes))
	}
	for n, id := range *given.Instances {
		if !addressableID.MatchString(id) {
			return nil, invalid(fmt.Sprintf(`instances.%d: Invalid string: must match pattern /^[a-zA-Z0-9, *\/#_-]+$/`, n))
		}
	}
	return *given.Instances, nil
}
