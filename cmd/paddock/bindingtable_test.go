package main

import (
	"slices"
	"testing"
)

func TestBindingLines(t *testing.T) {
	t.Parallel()
	rows := []bindingRow{{"env.KV", "kv1", "KV Namespace", "local"}, {"env.ASSETS", "", "Assets", "local"}}
	bare := []bindingRow{{"env.KV", "kv1", "KV Namespace", ""}}
	title := "Your Worker has access to the following bindings:"
	for _, c := range []struct {
		name    string
		rows    []bindingRow
		columns int
		want    []string
	}{
		{"without bindings there is no table", nil, 0, []string{"No bindings found."}},
		{"columns are as wide as what stands in them", rows, 0, []string{title,
			"Binding               Resource          Mode",
			"env.KV (kv1)          KV Namespace      local",
			"env.ASSETS            Assets            local", ""}},
		{"a narrow terminal has values below their names", rows, 45, []string{title,
			"Binding       Resource        Mode",
			"env.KV        KV Namespace    local",
			"  kv1",
			"env.ASSETS    Assets          local", ""}},
		{"a column of modes is there only with modes", bare, 0, []string{title,
			"Binding           Resource",
			"env.KV (kv1)      KV Namespace", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := bindingLines(c.rows, c.columns); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
