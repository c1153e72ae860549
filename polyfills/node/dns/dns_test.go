package dns_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"paddock/polyfills"
	"paddock/polyfills/node/nodetest"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	nodetest.RunWith(t, os.DirFS("testdata"), polyfills.Options{Transport: resolver{}})
}

// resolver answers DNS over HTTPS.
type resolver struct{}

var records = map[string]struct {
	number int
	data   []string
}{
	"A":     {1, []string{"1.2.3.4", "5.6.7.8"}},
	"AAAA":  {28, []string{"::1"}},
	"MX":    {15, []string{"10 mail.example.com."}},
	"TXT":   {16, []string{`"v=spf1 -all"`, `"a" "b"`}},
	"NS":    {2, []string{"ns.example.com."}},
	"SRV":   {33, []string{"5 0 80 srv.example.com."}},
	"SOA":   {6, []string{"ns.example.com. dns.example.com. 1 2 3 4 5"}},
	"CAA":   {257, []string{`\# 15 00 05 69 73 73 75 65 70 6b 69 2e 67 6f 6f 67`}},
	"NAPTR": {35, []string{`10 100 "s" "SIP+D2U" "" _sip._udp.example.com.`}},
}

func (resolver) RoundTrip(req *http.Request) (*http.Response, error) {
	q := req.URL.Query()
	name, kind := q.Get("name"), q.Get("type")
	if name == "lost.example" || req.Header.Get("Accept") != "application/dns-json" {
		return nil, io.ErrUnexpectedEOF
	}
	body := map[string]any{"Status": 0, "Question": []map[string]any{{"name": name}}}
	if name == "example.com" {
		answers := []map[string]any{{"name": name, "type": 5, "TTL": 300, "data": "alias.example."}}
		for _, data := range records[kind].data {
			answers = append(answers, map[string]any{"name": name, "type": records[kind].number, "TTL": 300, "data": data})
		}
		body["Answer"] = answers
	}
	w := httptest.NewRecorder()
	_ = json.NewEncoder(w).Encode(body)
	return w.Result(), nil
}
