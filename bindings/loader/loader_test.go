package loader_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"paddock/bindings"
	"paddock/bindings/bindtest"
	"paddock/bindings/loader"
	"paddock/jsruntime"
)

// host is a session that refuses every Worker. What one that runs them does is in
// fixtures/script/loader.txtar.
type host struct{ *bindtest.Host }

var _ bindings.Loader = host{}

func (host) Load(context.Context, bindings.DynamicCode) (string, func(), error) {
	return "", nil, jsruntime.Errorf(jsruntime.PlainError, "no room")
}

func open(t *testing.T) *bindtest.World {
	t.Helper()
	h := bindtest.NewHost(t, t.TempDir())
	r, err := loader.Kind{}.Open(t.Context(), host{h}, bindings.Spec{Name: "B"})
	if err != nil {
		t.Fatal(err)
	}
	return bindtest.NewWorld(h, bindtest.Env{"B": r})
}

func TestKind_Parse(t *testing.T) {
	t.Parallel()
	for section, want := range map[string]string{`{}`: "worker_loaders", `[{"binding":1}]`: "worker_loaders[0].binding"} {
		_, err := loader.Kind{}.Parse(bindings.Project{}, "worker_loaders", []byte(section))
		var invalid *bindings.Invalid
		if !errors.As(err, &invalid) || invalid.Path != want {
			t.Errorf("%s: got %v, want one of %s", section, err, want)
		}
	}
	if _, err := (loader.Kind{}).Open(t.Context(), bindtest.NewHost(t, t.TempDir()), bindings.Spec{Name: "B"}); err == nil {
		t.Error("a session that runs no Workers of scripts has a loader")
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	const code = `({ compatibilityDate: "2026-01-01", mainModule: "m.js", modules: { "m.js": "" } })`
	bindtest.Status(t, open(t), map[string]string{"WorkerLoader": "B", "WorkerStub": "B.load(" + code + ")"})
}

func TestLoader_Failures(t *testing.T) {
	t.Parallel()
	w := open(t)
	got := w.Eval(`
		const code = () => ({ compatibilityDate: "2026-01-01", mainModule: "m.js", modules: { "m.js": "" } });
		const failed = [];
		for (const worker of [B.get("x", code), B.load(code())]) {
			const e = worker.getEntrypoint();
			for (const use of [() => e.fetch("https://x.example/"), () => e.method(1)]) await use().catch((error) => failed.push(error.message));
		}
		return failed.join()`)
	if want := strings.Repeat(",no room", 4)[1:]; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
