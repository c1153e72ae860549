package inspect_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"paddock/proxy"
	"paddock/wrangler/inspect"
)

var start = time.Date(2026, 1, 2, 3, 4, 5, 6e6, time.UTC)

func records() []proxy.Record {
	return []proxy.Record{
		{
			Container: "MyApp/85bcd824", Program: "curl", Dst: netip.MustParseAddrPort("198.18.0.1:80"), Host: "my.kv", Proto: proxy.HTTP, Method: "GET",
			URL: "http://my.kv/a?x=1&y=%20b&z", Status: 200, Rule: "http 0.0.0.0/0:80", Action: proxy.Intercept, Handler: "ContainerProxy", In: 7, Out: 5,
			Passed: []proxy.Passed{{Rule: "http my.r2:80", Why: `"my.kv" does not match`}}, Version: "HTTP/2.0",
			Sent: http.Header{"Authorization": {"Bearer abc"}, "Accept": {"*/*"}}, Received: http.Header{"Content-Type": {"text/plain"}},
			Start: start.Add(time.Second), Duration: 1500 * time.Microsecond,
		},
		{
			Container: "MyApp/85bcd824a1c0ffee", Dst: netip.MustParseAddrPort("203.0.113.7:443"), Host: "example.com", Proto: proxy.TLS,
			Rule: "no internet", Action: proxy.Block, Start: start, Err: errors.New("refused"),
			Passed: []proxy.Passed{
				{Rule: "http 0.0.0.0/0:80", Why: "it is for HTTP only, and this is HTTPS"},
				{Rule: "https *.test:443", Why: `"example.com" does not match`},
				{Rule: "http my.kv:80", Why: "it is for HTTP only, and this is HTTPS"},
			},
		},
		{
			Container: "MyApp/85bcd824", Dst: netip.MustParseAddrPort("[2001:db8::1]:5432"), Rule: "internet", Action: proxy.Direct,
			Out: 2_500_000, Start: start.Add(2 * time.Second), Duration: 3 * time.Second,
		},
		{Container: "MyApp/85bcd824", Host: "nowhere.example", Proto: proxy.DNS, Rule: "no internet", Action: proxy.Block, Start: start.Add(3 * time.Second)},
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	for i, want := range []string{
		"MyApp/85bcd824 curl: GET http://my.kv/a?x=1&y=%20b&z → ContainerProxy (http 0.0.0.0/0:80) 200 7 B sent, 5 B in 1.5ms",
		"MyApp/85bcd824: tls example.com:443 → refused (no internet) 0 B in 0s: refused\n    not http 0.0.0.0/0:80, http my.kv:80: it is for HTTP only, and this is HTTPS\n    not https *.test:443: \"example.com\" does not match",
		"MyApp/85bcd824: tcp [2001:db8::1]:5432 → let out (internet) 2.5 MB in 3s",
		"MyApp/85bcd824: lookup of nowhere.example → refused (no internet)",
	} {
		if got := inspect.Text(records()[i]); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	var l inspect.Log
	for _, r := range records() {
		l.Add(r)
	}
	t.Run("what no handler took is told in the order in which it began", func(t *testing.T) {
		t.Parallel()
		got := l.Unmatched()
		if len(got) != 3 || got[0].Host != "example.com" || got[1].Dst.Port() != 5432 {
			t.Errorf("got %v", got)
		}
	})
	t.Run("the archive has what left, with what was decided, query, sizes and times", func(t *testing.T) {
		t.Parallel()
		var b bytes.Buffer
		if err := l.WriteHAR(&b, "1.0"); err != nil {
			t.Fatal(err)
		}
		var archive struct {
			Log struct {
				Version string
				Entries []struct {
					StartedDateTime string
					Time            float64
					Request         struct {
						Method, URL string
						HTTPVersion string
						Headers     []struct{ Name, Value string }
						QueryString []struct{ Name, Value string }
					}
					Response struct {
						Status   int
						BodySize int64
						Headers  []struct{ Name, Value string }
						Content  struct{ MimeType string }
					}
					Timings map[string]float64
					Error   string `json:"_error"`
					Egress  struct {
						Program, Destination, Action, Rule, Handler string
						Passed                                      []struct{ Rule, Why string }
					} `json:"_egress"`
				}
			}
		}
		if err := json.Unmarshal(b.Bytes(), &archive); err != nil {
			t.Fatal(err)
		}
		if archive.Log.Version != "1.2" || len(archive.Log.Entries) != 4 {
			t.Fatalf("got %s", b.String())
		}
		for i, want := range []string{"CONNECT tcp://example.com:443", "GET http://my.kv/a?x=1&y=%20b&z", "CONNECT tcp://[2001:db8::1]:5432", "LOOKUP dns:nowhere.example"} {
			if r := archive.Log.Entries[i].Request; r.Method+" "+r.URL != want {
				t.Errorf("entry %d is %s %s, want %s", i, r.Method, r.URL, want)
			}
		}
		if refused := archive.Log.Entries[0]; refused.Error != "refused" || refused.Egress.Action != "block" || len(refused.Egress.Passed) != 3 || refused.Egress.Destination != "203.0.113.7:443" {
			t.Errorf("got %+v", refused)
		}
		e := archive.Log.Entries[1]
		if x := e.Egress; x.Program != "curl" || x.Handler != "ContainerProxy" || x.Rule != "http 0.0.0.0/0:80" || x.Passed[0].Why != `"my.kv" does not match` {
			t.Errorf("got %+v", x)
		}
		if e.StartedDateTime != "2026-01-02T03:04:06.006Z" || e.Time != 1.5 || e.Timings["wait"] != 1.5 || e.Request.Headers == nil ||
			e.Request.Method != "GET" || e.Response.Status != 200 || e.Response.BodySize != 5 {
			t.Errorf("got %+v", e)
		}
		if h := e.Request.Headers; len(h) != 2 || h[0].Value != "*/*" || h[1].Value != "Bearer redacted" || e.Request.HTTPVersion != "HTTP/2.0" {
			t.Errorf("the request is %+v", e.Request)
		}
		if r := e.Response; len(r.Headers) != 1 || r.Content.MimeType != "text/plain" {
			t.Errorf("the answer is %+v", r)
		}
		if q := e.Request.QueryString; len(q) != 3 || q[1].Value != " b" || q[2].Name != "z" {
			t.Errorf("query is %+v", q)
		}
	})
}
