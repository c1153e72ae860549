package trace

import (
	"testing"
	"time"
)

func TestRedactURL(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, url, want string }{
		{"an ordinary URL stays", "https://a.example/some/path?page=2&sort=name", "https://a.example/some/path?page=2&sort=name"},
		{"32 hexadecimal digits are taken out", "https://a.example/x/0123456789abcdef0123456789ABCDEF", "https://a.example/x/REDACTED"},
		{"also with separators", "https://a.example/?id=01234567-89ab-cdef-0123-456789abcdef&b", "https://a.example/?id=REDACTED&b"},
		{"31 stay", "https://a.example/0123456789abcdef0123456789abcde", "https://a.example/0123456789abcdef0123456789abcde"},
		{"what looks like base 64 is taken out", "https://a.example/?t=aGVsbG8gd29ybGQh12345", "https://a.example/?t=REDACTED"},
		{"long words stay", "https://a.example/internationalization-of-all", "https://a.example/internationalization-of-all"},
		{"a card's number is taken out", "https://a.example/4111-1111-1111-1111?n=4111111111111112", "https://a.example/REDACTED?n=4111111111111112"},
		{"other letters part words", "https://a.example/é0123456789abcdef0123456789abcdefé", "https://a.example/éREDACTEDé"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := redactURL(tt.url); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRecorder(t *testing.T) {
	t.Parallel()
	start := func(info Info) (r *Recorder, over func() *Trace) {
		var all *Trace
		r = Begin(Trace{Info: info}, Options{Now: func() time.Time { return time.UnixMilli(1) }, Done: func(t *Trace) { all = t }})
		return r, func() *Trace { return all }
	}
	t.Run("it is over when the last hold is released", func(t *testing.T) {
		t.Parallel()
		r, over := start(RPC{})
		r.Hold()
		r.Release()
		if over() != nil {
			t.Error("over too early")
		}
		r.End(Failed)
		r.End(OK)
		r.Release()
		if all := over(); all == nil || all.Outcome != Failed {
			t.Errorf("got %+v", all)
		}
	})
	t.Run("a request that is too big is not told of", func(t *testing.T) {
		t.Parallel()
		r, over := start(Fetch{Method: "PUT", URL: string(make([]byte, limit+1))})
		r.Release()
		all := over()
		if info := all.Info.(Fetch); info.Method != "PUT" || info.URL != "" || !all.Truncated || all.Logs[0].Message != tooMuchInfo {
			t.Errorf("got %+v", all)
		}
	})
	t.Run("exceptions and messages have the same limit", func(t *testing.T) {
		t.Parallel()
		r, over := start(RPC{})
		big := string(make([]byte, limit-10*overhead))
		for range 3 {
			r.Throw(Exception{Name: "Error", Message: big})
		}
		r.Release()
		all := over()
		if len(all.Exceptions) != 2 || all.Exceptions[1].Message != tooManyExceptions || !all.Truncated {
			t.Errorf("%d exceptions", len(all.Exceptions))
		}
	})
}
