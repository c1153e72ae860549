package version_test

import (
	"testing"
	"time"

	"paddock/bindings/bindtest"
	"paddock/bindings/version"
)

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: version.Kind{}, Key: "version_metadata", Section: `{ "binding": "B" }`,
		Wrong: map[string]string{`"x"`: "version_metadata", `{}`: "version_metadata"},
		Use:   `return Object.keys(B) + JSON.stringify(B.tag) + /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(B.id)`,
		Want:  `id,tag,timestamp""true`,
	})
}

func TestTimestamp(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	h.SetClock(time.UnixMilli(1_800_000_000_120))
	w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(version.Kind{}, "version_metadata", `{ "binding": "B" }`)})
	if got := w.Eval(`return B.timestamp + (new Date(B.timestamp).toISOString() === B.timestamp)`); got != "2027-01-15T08:00:00.120Ztrue" {
		t.Errorf("got %s", got)
	}
}
