package gap_test

import (
	"encoding/json"
	"testing"

	"paddock/bindings"
	"paddock/bindings/bindtest"
	"paddock/bindings/gap"
)

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: gap.Kind{}, Key: "vectorize", Section: `[{ "binding": "B", "id": "x" }]`,
		Wrong: map[string]string{`"x"`: "vectorize", `[1]`: "vectorize"},
		Use:   `try { B.connect() } catch (e) { return e.name + ": " + e.message }`,
		Want:  "Error: not emulated: Vectorize Index bindings (env.B): Binding B needs to be run remotely",
	})
}

func TestBinding(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, script, want string }{
		{"may be passed on", `return typeof await Promise.resolve(B)`, "object"},
		{"may be printed", `console.log(B, [B]); return String(JSON.stringify({ B }))`, `{"B":{}}`},
		{"may be asked for a type", `return typeof B + Object.keys(B).length`, "object0"},
		{"throws for a property", `try { B.x } catch (e) { return e.message }`, "not emulated: Vectorize Index bindings (env.B): Binding B needs to be run remotely"},
		{"throws for being changed", `try { B.x = 1 } catch (e) { return e.message }`, "not emulated: Vectorize Index bindings (env.B): Binding B needs to be run remotely"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := bindtest.NewHost(t, t.TempDir())
			w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(gap.Kind{}, "vectorize", `[{ "binding": "B" }]`)})
			if got := w.Eval(tt.script); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestKind_Parse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ key, section, path, feature string }{
		{"ai", `{"binding":"AI"}`, "ai", "AI bindings"},
		{"artifacts", `[{"binding":"ARTIFACTS","namespace":"n"}]`, "artifacts[0]", "Artifacts bindings"},
		{"vpc_services", `[{"binding":"VPC"}]`, "vpc_services[0]", "VPC Service bindings"},
	} {
		specs, err := gap.Kind{}.Parse(bindings.Project{}, tt.key, json.RawMessage(tt.section))
		if err != nil || len(specs) != 1 || specs[0].Path != tt.path || specs[0].Gap != tt.feature {
			t.Errorf("%s: got %+v, %v", tt.section, specs, err)
		}
	}
}
