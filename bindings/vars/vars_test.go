package vars_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"paddock/bindings"
	"paddock/bindings/bindtest"
	"paddock/bindings/vars"
)

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: vars.Kind{}, Key: "vars", Section: `{ "B": { "a": [1, null] }, "C": "x" }`,
		Wrong: map[string]string{`[]`: "vars", `"x"`: "vars"},
		Use:   `return JSON.stringify(B)`,
		Want:  `{"a":[1,null]}`,
	})
}

func TestValue(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, json, script, want string }{
		{"a string is a string", `"é\n\"x\""`, `return typeof B + B`, "stringé\n\"x\""},
		{"a string that looks like JSON stays a string", `"{\"a\":1}"`, `return typeof B`, "string"},
		{"a number is a number", `1.5`, `return typeof B + B`, "number1.5"},
		{"true is a boolean", `true`, `return typeof B + B`, "booleantrue"},
		{"null is null", `null`, `return String(B === null)`, "true"},
		{"an array is an array", `[1,"x"]`, `return Array.isArray(B) + B.join()`, "true1,x"},
		{"a key called __proto__ is a key", `{"__proto__":{"x":1}}`, `return Object.keys(B) + B.x`, "__proto__undefined"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := bindtest.NewHost(t, t.TempDir())
			w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(vars.Kind{}, "vars", `{"B":`+tt.json+`}`)})
			if got := w.Eval(tt.script); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("two isolates have objects of their own", func(t *testing.T) {
		t.Parallel()
		h := bindtest.NewHost(t, t.TempDir())
		env := bindtest.Env{"B": h.Open(vars.Kind{}, "vars", `{"B":{}}`)}
		bindtest.NewWorld(h, env).Eval(`B.x = 1`)
		if got := bindtest.NewWorld(h, env).Eval(`return B.x`); got != "undefined" {
			t.Errorf("got %s", got)
		}
	})
}

func TestKind_Parse(t *testing.T) {
	t.Parallel()
	project := bindings.Project{Section: func(key string) json.RawMessage {
		switch key {
		case vars.SecretsSection:
			return json.RawMessage(`["SECRET","TYPED"]`)
		case vars.TypedSection:
			return json.RawMessage(`["TYPED"]`)
		}
		return nil
	}}
	specs, err := vars.Kind{}.Parse(project, "vars", json.RawMessage(`{"Z":"z","SECRET":"s3cret","A":1,"H":"\u003ca\u003e","J":["\u0026"],"L":"0123456789012345678901234567890123456789!","O":{"a":"01234567890123456789012345678901234567"},"TYPED":"t"}`))
	if err != nil {
		t.Fatal(err)
	}
	var got string
	for _, s := range specs {
		got += fmt.Sprint(s.Name, "=", s.Label, " ", s.Path, " ", s.Turn, ";")
	}
	if want := `Z="z" vars.Z 2;SECRET="(hidden)" vars.SECRET 3;A=1 vars.A 0;H="<a>" vars.H 2;J=["&"] vars.J 0;` +
		`L="0123456789012345678901234567890123456..." vars.L 2;O={"a":"0123456789012345678901234567890... vars.O 0;TYPED="(hidden)" vars.TYPED 1;`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
