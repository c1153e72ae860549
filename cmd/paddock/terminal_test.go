package main

import (
	"bytes"
	"testing"
)

func TestTerminal_levels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, want string }{
		{"debug", "debug info log status ▲ [WARNING] warn ✘ [ERROR] error"},
		{"", "debug info log status ▲ [WARNING] warn ✘ [ERROR] error"},
		{"info", "debug info status ▲ [WARNING] warn ✘ [ERROR] error"},
		{"warn", "▲ [WARNING] warn ✘ [ERROR] error"},
		{"error", "✘ [ERROR] error"},
		{"none", ""},
	} {
		t.Run("the level "+c.name+" prints what wrangler's does", func(t *testing.T) {
			t.Parallel()
			level, err := readLevel(c.name)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			console := &terminal{out: &out, err: &out, level: level}
			for _, kind := range []string{"debug", "info", "log"} {
				console.Log("w", kind, kind)
			}
			console.Status("status")
			console.Log("w", "warn", "warn")
			console.Log("w", "error", "error")
			if got := string(bytes.Join(bytes.Fields(out.Bytes()), []byte(" "))); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
}
