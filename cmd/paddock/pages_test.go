package main

import (
	"encoding/json"
	"strings"
	"testing"

	"paddock/wrangler/config"
)

func TestPages_bind(t *testing.T) {
	project := func() *config.Project {
		return &config.Project{Vars: map[string]config.Var{}, Sections: map[string]json.RawMessage{
			"kv_namespaces":   json.RawMessage(`[{"binding":"OLD","id":"1"}]`),
			"durable_objects": json.RawMessage(`{"bindings":[{"name":"OLD","class_name":"Old"}]}`),
		}}
	}
	for _, test := range []struct {
		name          string
		flags         pagesFlags
		section, want string
	}{
		{"a namespace's id is its name", pagesFlags{kv: []string{"A", "B=2"}}, "kv_namespaces",
			`[{"binding":"OLD","id":"1"},{"binding":"A","id":"A"},{"binding":"B","id":"2"}]`},
		{"a service is named as its binding", pagesFlags{services: []string{"auth", "API=api#Admin", "WEB=web"}}, "services",
			`[{"binding":"auth","service":"auth"},{"binding":"API","entrypoint":"Admin","service":"api"},{"binding":"WEB","service":"web"}]`},
		{"an object's class is in a Worker", pagesFlags{objects: []string{"ROOM=Room@chat"}}, "durable_objects",
			`{"bindings":[{"name":"OLD","class_name":"Old"},{"name":"ROOM","class_name":"Room","script_name":"chat"}]}`},
		{"the configuration's objects stay as they are", pagesFlags{ai: "AI"}, "durable_objects",
			`{"bindings":[{"name":"OLD","class_name":"Old"}]}`},
		{"Workers AI has a name", pagesFlags{ai: "AI"}, "ai", `{"binding":"AI"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := project()
			if err := test.flags.bind(p); err != nil {
				t.Fatal(err)
			}
			if got := string(p.Sections[test.section]); got != test.want {
				t.Errorf("%s is %s, want %s", test.section, got, test.want)
			}
		})
	}
	for _, flags := range []pagesFlags{{vars: []string{"NAME"}}, {vars: []string{"=x"}}, {objects: []string{"ROOM=Room"}}} {
		if err := flags.bind(project()); err == nil || !strings.Contains(err.Error(), "expected NAME=") {
			t.Errorf("%+v: %v", flags, err)
		}
	}
}
