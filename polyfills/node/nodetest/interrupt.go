package nodetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills"
	"paddock/polyfills/compat"
	"paddock/polyfills/node"
)

// Interrupt runs scripts that compute nearly for ever, by their names, each in an isolate of its own: the limit has to end
// them.
func Interrupt(t *testing.T, scripts map[string]string) {
	t.Helper()
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			iso, err := jsruntime.New(context.Background(), jsruntime.Options{
				APIs: polyfills.All(polyfills.Options{Compat: compat.New(Date, []string{"nodejs_compat"})}), CPULimit: 80 * time.Millisecond,
			})
			if err != nil {
				t.Fatal(err)
			}
			defer iso.Close()
			err = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				require := func(call jsruntime.FunctionCall) jsruntime.Value {
					return node.Require(vm, call.Argument(0).String())
				}
				if err := vm.Set("require", require); err != nil {
					return err
				}
				_, err := vm.RunString(script)
				return err
			})
			if !errors.Is(err, jsruntime.ErrCPULimit) {
				t.Errorf("ended with %v", err)
			}
		})
	}
}
