// Package har has the shapes of HTTP Archive 1.2, as browsers' tools read and write it
// (http://www.softwareishard.com/blog/har-12-spec/). Fields whose names begin with an underscore are
// Paddock's own, which the format allows.
package har

import (
	"encoding/json"
	"io"
	"net/url"
	"strings"
)

// The shapes of an archive.
type (
	// Archive is a whole file.
	Archive struct {
		Log Log `json:"log"`
	}
	// Log is what an archive holds.
	Log struct {
		Version string  `json:"version"` // of the format
		Creator Creator `json:"creator"`
		Entries []Entry `json:"entries"`
	}
	// Creator is the program that wrote an archive.
	Creator struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	// Entry is one request with its answer.
	Entry struct {
		Started  string   `json:"startedDateTime"`
		Time     float64  `json:"time"` // ms
		Request  Request  `json:"request"`
		Response Response `json:"response"`
		Cache    struct{} `json:"cache"`
		Timings  Timings  `json:"timings"`
		Address  string   `json:"serverIPAddress,omitempty"`
		Comment  string   `json:"comment,omitempty"`

		Error  string  `json:"_error,omitempty"` // why there is no answer, or only a part of it
		Egress *Egress `json:"_egress,omitempty"`
	}
	// Request is what was asked.
	Request struct {
		Method      string    `json:"method"`
		URL         string    `json:"url"`
		HTTPVersion string    `json:"httpVersion"`
		Cookies     []Pair    `json:"cookies"`
		Headers     []Pair    `json:"headers"`
		Query       []Pair    `json:"queryString"`
		Body        *PostData `json:"postData,omitempty"`
		HeadersSize int       `json:"headersSize"` // bytes; -1: not known
		BodySize    int64     `json:"bodySize"`
	}
	// PostData is the body of a request.
	PostData struct {
		MimeType string `json:"mimeType"`
		Text     string `json:"text"`
		Encoding string `json:"_encoding,omitempty"` // "base64", or "" for text
	}
	// Response is what was answered.
	Response struct {
		Status      int     `json:"status"` // 0: there was no answer
		StatusText  string  `json:"statusText"`
		HTTPVersion string  `json:"httpVersion"`
		Cookies     []Pair  `json:"cookies"`
		Headers     []Pair  `json:"headers"`
		Content     Content `json:"content"`
		RedirectURL string  `json:"redirectURL"`
		HeadersSize int     `json:"headersSize"`
		BodySize    int64   `json:"bodySize"`
		Trailers    []Pair  `json:"_trailers,omitempty"`
		Raw         bool    `json:"_raw,omitempty"` // the content has its content coding
	}
	// Content is the body of an answer, without its content coding.
	Content struct {
		Size     int64  `json:"size"`
		MimeType string `json:"mimeType"`
		Text     string `json:"text,omitempty"`
		Encoding string `json:"encoding,omitempty"` // "base64", or "" for text
	}
	// Timings are in ms.
	Timings struct {
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
	// Pair is a header, a cookie or a parameter.
	Pair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	// Egress tells what Paddock decided about a request that left a container.
	Egress struct {
		Container   string   `json:"container"`
		Program     string   `json:"program,omitempty"`     // as ps names it
		Protocol    string   `json:"protocol"`              // "http", "tls", "raw" or "dns"
		Destination string   `json:"destination,omitempty"` // address and port
		Action      string   `json:"action"`                // "intercept", "direct" or "block"
		Rule        string   `json:"rule"`                  // that decided
		Passed      []Passed `json:"passed,omitempty"`      // the rules before it
		Handler     string   `json:"handler,omitempty"`
	}
	// Passed is a rule that did not match, and why.
	Passed struct {
		Rule string `json:"rule"`
		Why  string `json:"why"`
	}
)

// Unknown stands for a size that is not known.
const Unknown = -1

// New gives an archive of Paddock's; version is Paddock's.
func New(version string, entries []Entry) Archive {
	if entries == nil {
		entries = []Entry{}
	}
	return Archive{Log{Version: "1.2", Creator: Creator{"Paddock", version}, Entries: entries}}
}

// Write writes an archive for people to read too.
func (a Archive) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(a)
}

// Read reads an archive of any program.
func Read(r io.Reader) (a Archive, err error) {
	err = json.NewDecoder(r).Decode(&a)
	return a, err
}

// Query gives the parameters of a URL's query in their order; one that is not escaped well stands as
// it is.
func Query(rawURL string) []Pair {
	list := []Pair{}
	u, err := url.Parse(rawURL)
	if err != nil {
		return list
	}
	for field := range strings.SplitSeq(u.RawQuery, "&") {
		if field != "" {
			name, value, _ := strings.Cut(field, "=")
			list = append(list, Pair{unescape(name), unescape(value)})
		}
	}
	return list
}

func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}
