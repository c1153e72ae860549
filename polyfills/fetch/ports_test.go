package fetch_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/compat"
)

func TestFetch_WarnsOnceOfAPortThatIsNotHeeded(t *testing.T) {
	t.Parallel()
	const address = "https://a.example:8443/x"
	for _, c := range []struct {
		date, url string
		flags     []string
		warnings  int
	}{
		{"2024-09-01", address, nil, 1},
		{"2024-09-02", address, nil, 0},
		{"2024-09-01", address, []string{"allow_custom_ports"}, 0},
		{"2026-01-01", address, []string{"ignore_custom_ports"}, 1},
		{"2024-09-01", "https://a.example:443/x", nil, 0},
		{"2024-09-01", "https://a.example/x", nil, 0},
		{"2024-09-01", "http://a.example:8080/x", nil, 0},
	} {
		var warnings []string
		iso := jstest.New(t, append([]jsruntime.API{compat.API(compat.New(c.date, c.flags))}, apis(requests(func(*http.Request) *http.Response {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody}
		}))...)...)
		if err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
			console := vm.NewObject()
			if err := console.Set("warn", func(text string) { warnings = append(warnings, text) }); err != nil {
				return err
			}
			return vm.Set("console", console)
		}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			outgoing(t, iso, `fetch("`+c.url+`")`)
		}
		if len(warnings) != c.warnings || c.warnings > 0 && !strings.Contains(warnings[0], "\n - "+address+" - the custom port will be ignored") {
			t.Errorf("%s with %v at %s: warnings are %q", c.url, c.flags, c.date, warnings)
		}
	}
}
