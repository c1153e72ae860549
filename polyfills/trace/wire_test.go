package trace

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"
)

func TestTraceOnItsWay(t *testing.T) {
	t.Parallel()
	at := time.UnixMilli(1_700_000_000_000).UTC()
	for kind, info := range map[string]Info{
		"a request":       Fetch{Method: "GET", URL: "http://example.com/", CF: `{"colo":"DFW"}`, Header: [][2]string{{"a", "b"}}},
		"a call":          RPC{Method: "add"},
		"a cron trigger":  Scheduled{Time: at, Cron: "* * * * *"},
		"a batch":         Queue{Name: "q", Size: 2},
		"a tail":          Tail{Scripts: []string{"a"}},
		"something else":  Custom{},
		"a closed socket": WebSocket{Kind: "close", Code: 1000, WasClean: true},
	} {
		t.Run(kind+" is told as it was", func(t *testing.T) {
			t.Parallel()
			before := &Trace{
				Script: "s", Began: at, Info: info, Status: 200, Outcome: OK,
				Logs:       []Log{{At: at, Level: "log", Message: `["a"]`, Errors: []*Exception{nil, {Name: "TypeError"}}}},
				Exceptions: []Exception{{At: at, Name: "Error", Message: "boom", Stack: "at f"}},
				Channels:   []Published{{At: at, Channel: "c", Message: []byte{0xff, 0x0f}}},
			}
			text, err := json.Marshal(before)
			if err != nil {
				t.Fatal(err)
			}
			after := &Trace{}
			if err := json.Unmarshal(text, after); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(before, after) {
				t.Errorf("%s came as\n%+v, want\n%+v", text, after, before)
			}
		})
	}
	t.Run("an unknown kind of event is refused", func(t *testing.T) {
		t.Parallel()
		if err := json.Unmarshal([]byte(`{"Kind":"other"}`), &Trace{}); err == nil {
			t.Error("it was taken")
		}
	})
}
