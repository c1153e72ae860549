package console

import (
	"context"
	_ "embed"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
)

// recorded holds arguments of console.log, after "> ", each with the lines that Node.js 20 writes.
//
//go:embed testdata/recorded.txt
var recorded string

func TestConsole_WritesWhatNodeWrites(t *testing.T) {
	t.Parallel()
	for _, block := range strings.Split(strings.TrimPrefix(recorded, "> "), "\n> ") {
		args, want, _ := strings.Cut(strings.TrimRight(block, "\n"), "\n  ")
		want = strings.ReplaceAll(want, "\n  ", "\n")
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			var out lines
			iso := jstest.New(t, API(Options{Sink: &out}))
			err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				_, err := vm.RunString("console.log(" + args + ")")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimPrefix(strings.Join(out, "\n"), "log|"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
