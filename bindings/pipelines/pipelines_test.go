package pipelines_test

import (
	"testing"

	"paddock/bindings/bindtest"
	"paddock/bindings/pipelines"
)

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: pipelines.Kind{}, Key: "pipelines", Section: `[{ "binding": "B", "pipeline": "p" }]`,
		Wrong: map[string]string{`{}`: "pipelines", `[{"binding":1}]`: "pipelines[0].binding"},
		Use:   `return await B.send([{ a: 1 }]) + ":" + await B.send([Symbol()]).catch((e) => e.name)`,
		Want:  "undefined:DataCloneError",
	})
}
