package analytics_test

import (
	"testing"

	"paddock/bindings/analytics"
	"paddock/bindings/bindtest"
)

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: analytics.Kind{}, Key: "analytics_engine_datasets", Section: `[{ "binding": "B" }]`,
		Wrong: map[string]string{`{}`: "analytics_engine_datasets", `[{"binding":1}]`: "analytics_engine_datasets[0].binding"},
		Use:   `return [String(B), B.writeDataPoint({ blobs: ["a"], doubles: [1], indexes: ["i"] }), B.writeDataPoint()].join()`,
		Want:  "[object Object],,",
	})
}
