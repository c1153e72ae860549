package sandbox

import (
	"encoding/json"
	"testing"
)

// written is a request with a long text.
type written struct {
	Path    string `json:"path"`
	Content string `json:"content"`
	Other   any    `json:"other"`
}

// FuzzLift compares what is lifted with what package json reads.
func FuzzLift(f *testing.F) {
	for _, seed := range []string{
		`{"path":"/x","content":"text"}`, ` { "content" : "a\nb\"\\\/\u00e9\ud83d\ude00\ud83d" , "path":"y", "other": [1, {"content":"z"}] } `,
		`{"content":5}`, `{"other":1,"content":"x"}`, `{"content":"`, `{"content":"a\`, `{"content":"\x"}`, `{"content":"é` + "\xff" + `"}`,
		`{"content":"\ud83dx"}`, `{"content":"\u12"}`, `[]`, `{`, ``, `{"content":"a","content":"b"}`, "{\"content\":\"a\nb\"}", `{"content":""}`, `{"\u0063ontent":"x"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		text, rest, ok := lift(b, "content")
		if !ok {
			return
		}
		var got, want written
		gotErr, wantErr := json.Unmarshal(rest, &got), json.Unmarshal(b, &want)
		if (gotErr == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v, want %v", b, gotErr, wantErr)
		}
		if got.Content == "" { // else the member is there twice, and the last counts
			got.Content = text
		}
		if wantErr == nil && (got.Path != want.Path || got.Content != want.Content) {
			t.Errorf("%q: got %+v, want %+v", b, got, want)
		}
	})
}
