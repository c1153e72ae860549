package ports

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"paddock/bindings/container/sandbox"
)

func TestExpose(t *testing.T) {
	t.Parallel()
	server := sandbox.NewServer(Routes(New(nil)))
	door := httptest.NewServer(server)
	t.Cleanup(func() { server.Close(); door.Close() })
	for _, c := range []struct{ request, body, want string }{
		{"GET /api/exposed-ports?session=s", "", `200 {"ports":[],"success":true}`},
		{"POST /api/expose-port", `{"port":8080,"name":"web","sessionId":"s"}`, `200 {"port":8080,"success":true,"url":"http://localhost:8080"}`},
		{"POST /api/expose-port", `{"port":8080}`, `409 PORT_ALREADY_EXPOSED Port 8080 (web) is already exposed`},
		{"POST /api/expose-port", `{"port":3000}`, `400 INVALID_PORT_NUMBER Invalid port number 3000: Port 3000 is reserved for the sandbox API control plane`},
		{"POST /api/expose-port", `{"port":70000}`, `400 INVALID_PORT_NUMBER Invalid port number 70000: Port must be between 1 and 65535`},
		{"POST /api/expose-port", `{"port":80}`, `200 {"port":80,"success":true,"url":"http://localhost:80"}`},
		{"POST /api/expose-port", `{"port":80}`, `409 PORT_ALREADY_EXPOSED Port 80 is already exposed`},
		{"DELETE /api/exposed-ports/8080?session=s", "", `200 {"port":8080,"success":true}`},
		{"DELETE /api/exposed-ports/8080", "", `404 PORT_NOT_EXPOSED Port 8080 is not exposed`},
		{"DELETE /api/exposed-ports/x", "", `500 UNKNOWN_ERROR Invalid port endpoint`},
		{"GET /api/exposed-ports", "", `200 {"ports":[{"port":80,"status":"active","url":"http://localhost:80"}],"success":true}`},
	} {
		t.Run(c.request+" "+c.body+" gives "+c.want, func(t *testing.T) {
			method, path, _ := strings.Cut(c.request, " ")
			r, err := http.NewRequestWithContext(t.Context(), method, door.URL+path, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			if got := told(t, answer); got != c.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

// told gives the status and the answer without its time, of an error the code and the message.
func told(t *testing.T, answer *http.Response) string {
	t.Helper()
	members := map[string]any{}
	if err := json.NewDecoder(answer.Body).Decode(&members); err != nil {
		t.Fatal(err)
	}
	status, _, _ := strings.Cut(answer.Status, " ")
	if code, ok := members["code"].(string); ok {
		return status + " " + code + " " + members["message"].(string)
	}
	delete(members, "timestamp")
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	return status + " " + string(text)
}
