package inspect

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"paddock/proxy"
)

// The shapes of HTTP Archive 1.2, http://www.softwareishard.com/blog/har-12-spec/. Headers and
// bodies are not kept: their lists are empty, which the format allows.
type (
	har struct {
		Log harLog `json:"log"`
	}
	harLog struct {
		Version string     `json:"version"`
		Creator harCreator `json:"creator"`
		Entries []harEntry `json:"entries"`
	}
	harCreator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	harEntry struct {
		Started  string      `json:"startedDateTime"`
		Time     float64     `json:"time"` // ms
		Request  harRequest  `json:"request"`
		Response harResponse `json:"response"`
		Cache    struct{}    `json:"cache"`
		Timings  harTimings  `json:"timings"`
		Address  string      `json:"serverIPAddress,omitempty"`
		Comment  string      `json:"comment"`
	}
	harRequest struct {
		Method      string     `json:"method"`
		URL         string     `json:"url"`
		HTTPVersion string     `json:"httpVersion"`
		Cookies     []struct{} `json:"cookies"`
		Headers     []struct{} `json:"headers"`
		Query       []harPair  `json:"queryString"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int64      `json:"bodySize"`
	}
	harResponse struct {
		Status      int        `json:"status"`
		StatusText  string     `json:"statusText"`
		HTTPVersion string     `json:"httpVersion"`
		Cookies     []struct{} `json:"cookies"`
		Headers     []struct{} `json:"headers"`
		Content     harContent `json:"content"`
		RedirectURL string     `json:"redirectURL"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int64      `json:"bodySize"`
	}
	harContent struct {
		Size     int64  `json:"size"`
		MimeType string `json:"mimeType"`
	}
	harTimings struct {
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
)

// WriteHAR writes the requests of the log as an HTTP archive; version is Paddock's. Flows that
// were no HTTP have no place in the format.
func (l *Log) WriteHAR(w io.Writer, version string) error {
	entries := []harEntry{}
	for _, r := range l.Records() {
		if r.Method != "" {
			entries = append(entries, entry(r))
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(har{harLog{Version: "1.2", Creator: harCreator{"Paddock", version}, Entries: entries}})
}

func entry(r proxy.Record) harEntry {
	const unknown = -1
	ms := float64(r.Duration) / float64(time.Millisecond)
	query := []harPair{}
	if u, err := url.Parse(r.URL); err == nil {
		query = append(query, pairs(u.RawQuery)...)
	}
	return harEntry{
		Started: r.Start.UTC().Format("2006-01-02T15:04:05.000Z"), Time: ms,
		Request: harRequest{
			Method: r.Method, URL: r.URL, HTTPVersion: "HTTP/1.1", Cookies: []struct{}{}, Headers: []struct{}{},
			Query: query, HeadersSize: unknown, BodySize: r.In,
		},
		Response: harResponse{
			Status: r.Status, StatusText: http.StatusText(r.Status), HTTPVersion: "HTTP/1.1", Cookies: []struct{}{}, Headers: []struct{}{},
			Content: harContent{Size: r.Out}, HeadersSize: unknown, BodySize: r.Out,
		},
		Timings: harTimings{Wait: ms}, Address: r.Dst.Addr().String(), Comment: Line(r),
	}
}

// pairs reads a query in its order.
func pairs(query string) (list []harPair) {
	for field := range strings.SplitSeq(query, "&") {
		if field == "" {
			continue
		}
		name, value, _ := strings.Cut(field, "=")
		list = append(list, harPair{unescape(name), unescape(value)})
	}
	return list
}

// unescape gives text as it stands where it is not escaped well.
func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}
