package headers_test

import (
	"context"
	"net/http"
	"os"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/headers"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), headers.API())
}

func TestNew_ShowsWhatTheHostHolds(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, headers.API())
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		raw := http.Header{"X-Latin": {"\xe9"}, "X-Utf": {"é"}}
		if err := vm.Set("h", headers.New(vm, raw, headers.Immutable)); err != nil {
			return err
		}
		raw.Set("X-Later", "yes")
		for script, want := range map[string]string{
			`h.get("x-latin")`: "\ufffd",
			`h.get("x-utf")`:   "é",
			`h.get("X-LATER")`: "yes",
			`try { h.set("a", "b") } catch (e) { String(e) }`:                     "TypeError: Can't modify immutable headers.",
			`try { h.append("a b", "b") } catch (e) { String(e) }`:                "TypeError: Can't modify immutable headers.",
			`try { h.delete("x-utf") } catch (e) { String(e) }`:                   "TypeError: Can't modify immutable headers.",
			`const copy = new Headers(h); copy.set("x-later", "1"); [...copy]+""`: "x-later,1,x-latin,\ufffd,x-utf,é",
		} {
			got, err := vm.RunString(script)
			if err != nil {
				t.Errorf("%s: %v", script, err)
			} else if got.String() != want {
				t.Errorf("%s gives %q, want %q", script, got, want)
			}
		}
		if raw.Get("X-Later") != "yes" {
			t.Error("a copy changed the host's headers")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
