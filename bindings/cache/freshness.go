package cache

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// understood are the statuses of responses that may be stored. Not 204, which the local platform
// takes and does not find again.
var understood = []int{200, 203, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501}

// byDefault are those that may be stored whatever the headers say of freshness.
var byDefault = []int{200, 203, 300, 301, 308, 404, 405, 410, 414, 501}

// hopByHop are the headers of one connection, and Date, which is made new.
var hopByHop = []string{
	"Date", "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
}

// policy judges a response as a shared cache does (RFC 9111), with the choices of the local
// platform's.
type policy struct {
	header     http.Header
	directives map[string]string // of Cache-Control; a directive without a value has "true"
	status     int
	now        time.Time
}

// keep tells whether a response may be stored and for how long, and gives the headers that are
// stored with it.
func keep(reqHeader http.Header, resp *http.Response, now time.Time) (headers [][2]string, ttl time.Duration, ok bool) {
	p := policy{header: resp.Header.Clone(), status: resp.StatusCode, now: now}
	if p.header == nil {
		p.header = http.Header{}
	}
	if resp.ContentLength >= 0 {
		p.header.Set("Content-Length", strconv.FormatInt(resp.ContentLength, 10))
	}
	p.allowCookies()
	p.directives = directives(p.get("Cache-Control"))
	if p.get("Cache-Control") == "" && len(p.header["Cache-Control"]) == 0 && strings.Contains(p.get("Pragma"), "no-cache") {
		p.directives["no-cache"] = "true"
	}
	if !p.storable(reqHeader.Get("Authorization") != "") || len(p.header["Set-Cookie"]) > 0 {
		return nil, 0, false
	}
	return p.stored(), p.timeToLive(), true
}

// get gives a header, several of one name as one.
func (p *policy) get(name string) string { return strings.Join(p.header.Values(name), ", ") }

// allowCookies takes the cookies off when the response says that only they are private.
func (p *policy) allowCookies() {
	const only = "private=set-cookie"
	control := strings.ToLower(p.get("Cache-Control"))
	before, after, found := strings.Cut(control, only)
	if !found {
		return
	}
	p.header.Del("Set-Cookie")
	p.header.Set("Cache-Control", strings.TrimSpace(before+strings.TrimPrefix(after, ";")))
}

func directives(control string) map[string]string {
	found := map[string]string{}
	if control == "" {
		return found
	}
	for _, part := range strings.Split(strings.TrimSpace(control), ",") {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			value = "true"
		}
		value = strings.TrimSpace(value)
		found[strings.TrimSpace(name)] = strings.TrimSuffix(strings.TrimPrefix(value, `"`), `"`)
	}
	return found
}

// has tells of a directive that is there and not empty.
func (p *policy) has(name string) bool { return p.directives[name] != "" }

func (p *policy) storable(authorized bool) bool {
	switch {
	case !slices.Contains(understood, p.status), p.has("no-store"), p.has("private"):
		return false
	case authorized && !p.has("must-revalidate") && !p.has("public") && !p.has("s-maxage"):
		return false
	}
	return p.get("Expires") != "" || p.has("max-age") || p.has("s-maxage") || p.has("public") || slices.Contains(byDefault, p.status)
}

// maxAge is the freshness lifetime in seconds.
func (p *policy) maxAge() float64 {
	switch {
	case p.has("no-cache"), p.get("Vary") == "*", p.has("proxy-revalidate"):
		return 0
	case p.has("s-maxage"):
		return whole(p.directives["s-maxage"])
	case p.has("max-age"):
		return whole(p.directives["max-age"])
	}
	least := 0.0
	if p.has("immutable") {
		least = (24 * time.Hour).Seconds()
	}
	date := p.now
	if sent, err := http.ParseTime(p.get("Date")); err == nil {
		date = sent
	}
	if expires := p.get("Expires"); expires != "" {
		at, err := http.ParseTime(expires)
		if err != nil || at.Before(date) {
			return 0
		}
		return math.Max(least, at.Sub(date).Seconds())
	}
	// What has not changed for long will not change soon: a tenth of that time.
	if at, err := http.ParseTime(p.get("Last-Modified")); err == nil && date.After(at) {
		return math.Max(least, date.Sub(at).Seconds()/10)
	}
	return least
}

// whole reads the number that a text begins with; 0 if there is none.
func whole(text string) float64 {
	text = strings.TrimSpace(text)
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || end == 0 && (text[0] == '-' || text[0] == '+')) {
		end++
	}
	n, err := strconv.ParseFloat(text[:end], 64)
	if err != nil {
		return 0
	}
	return n
}

// longest keeps expiry within what a time can hold.
const longest = 100 * 365 * 24 * time.Hour

func (p *policy) timeToLive() time.Duration {
	fresh := p.maxAge() - whole(p.get("Age"))
	ttl := math.Max(0, fresh)
	for _, more := range []string{"stale-if-error", "stale-while-revalidate"} {
		ttl = math.Max(ttl, fresh+whole(p.directives[more]))
	}
	return min(time.Duration(math.Min(ttl, longest.Seconds())*float64(time.Second)), longest)
}

// stored gives the headers to keep.
func (p *policy) stored() [][2]string {
	dropped := append(slices.Clone(hopByHop), "Age")
	for _, name := range strings.Split(p.get("Connection"), ",") {
		dropped = append(dropped, http.CanonicalHeaderKey(strings.TrimSpace(name)))
	}
	var kept [][2]string
	for name := range p.header {
		if !slices.Contains(dropped, name) {
			kept = append(kept, [2]string{strings.ToLower(name), p.get(name)})
		}
	}
	slices.SortFunc(kept, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return append(kept, [2]string{"age", strconv.FormatFloat(whole(p.get("Age")), 'f', 0, 64)},
		[2]string{"date", p.now.UTC().Format(http.TimeFormat)})
}
