package jstest

import (
	"context"
	"errors"
	"testing"

	"paddock/jsruntime"
)

// Interrupted tells whether host functions end where the script must stop: each of calls is an expression of a list of a
// function of the host, its receiver and its arguments, which is called when the isolate is to end already. They must have
// so much to do that they look.
func Interrupted(t *testing.T, calls []string, apis ...jsruntime.API) {
	t.Helper()
	for _, call := range calls {
		t.Run(call, func(t *testing.T) {
			iso := New(t, apis...)
			over := errors.New("over")
			returned := false
			err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				list, err := vm.RunString(call)
				if err != nil {
					return err
				}
				parts, _ := jsruntime.Dense(list)
				f, _ := jsruntime.AsFunction(parts[0])
				vm.Abort(over)
				_, err = f(parts[1], parts[2:]...)
				returned = err == nil
				return err
			})
			if returned || !errors.Is(err, over) {
				t.Errorf("returned: %v, %v", returned, err)
			}
		})
	}
}
