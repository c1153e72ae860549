package ratelimit_test

import (
	"testing"
	"time"

	"paddock/bindings"
	"paddock/bindings/bindtest"
	"paddock/bindings/ratelimit"
)

const section = `[{ "name": "B", "namespace_id": "1", "simple": { "limit": 2, "period": 60 } }]`

// five gives the answers to five calls.
const five = `const got = []; for (let i = 0; i < 5; i++) got.push((await B.limit({ key: "k" })).success); return got.join()`

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: ratelimit.New(), Key: "ratelimits", Section: section,
		Wrong: map[string]string{
			`{}`:                       "ratelimits",
			`[{"name":1}]`:             "ratelimits[0].name",
			`[{"simple":{"limit":1}}]`: "ratelimits[0].simple.period",
			`[{"name":"B","simple":{"limit":1,"period":5}}]`: "ratelimits[0].simple.period",
		},
		Use: `return String(B) + (await B.limit({ key: String(Math.random()) })).success`, Want: "[object Object]true",
	})
}

func TestLimit(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	at := time.Unix(1_800_000_000, 0) // a multiple of 60
	h.SetClock(at)
	kind := ratelimit.New()
	r := h.Open(kind, "ratelimits", section)
	w := bindtest.NewWorld(h, bindtest.Env{
		"B":    r,
		"SAME": h.Open(kind, "ratelimits", section),
		"OLD":  h.Open(kind, "unsafe", `{"bindings":[{"name":"X","type":"service"},{"name":"OLD","type":"ratelimit","namespace_id":"2","simple":{"limit":1,"period":10}}]}`),
	})
	steps := []struct {
		name, script, want string
		pass               time.Duration // before the script
	}{
		{"calls beyond the limit have no success", five, "true,true,false,false,false", 0},
		{"another key has a count of its own", `return (await B.limit({ key: "l" })).success`, "true", 0},
		{"another binding of the namespace has not", `return (await SAME.limit({ key: "k" })).success`, "false", 0},
		{"a call may bring its own limit", `return (await B.limit({ key: "k", limit: 3 })).success`, "true", 0},
		{"a call may bring its own period, which counts for itself", `return (await B.limit({ key: "k", period: 10 })).success`, "true", 0},
		{"an unsafe binding of the type counts too", `return [(await OLD.limit({})).success, (await OLD.limit({ key: "" })).success]`, "true,false", 0},
		{"the window is open to its end", five, "false,false,false,false,false", 59 * time.Second},
		{"then the next begins", five, "true,true,false,false,false", time.Second},
		{"it needs options", `return await B.limit()`, "Error: invalid rate limit options", 0},
		{"it takes no others", `return await B.limit({ bogus: 1, more: 2, key: "" })`, "Error: bad rate limit options: [bogus,more]", 0},
		{"the key is a string", `return await B.limit({ key: 5 })`, "Error: invalid key: 5", 0},
		{"the limit is a number", `return await B.limit({ limit: "x" })`, "Error: limit must be a number: x", 0},
		{"the period is a number", `return await B.limit({ period: "x" })`, "Error: period must be a number: x", 0},
		{"the period is one of two", `return await B.limit({ period: 5 })`, "Error: unsupported period: 5", 0},
	}
	for _, s := range steps {
		at = at.Add(s.pass)
		h.SetClock(at)
		t.Run(s.name, func(t *testing.T) {
			if got := w.Eval(s.script); got != s.want {
				t.Errorf("got %s, want %s", got, s.want)
			}
		})
	}
	t.Run("a reset begins the window anew", func(t *testing.T) {
		if err := r.(bindings.Resetter).Reset(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.Eval(five); got != "true,true,false,false,false" {
			t.Errorf("got %s", got)
		}
	})
}
