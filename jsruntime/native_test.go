package jsruntime

import (
	"context"
	"testing"
)

func TestIsNative(t *testing.T) {
	t.Parallel()
	iso, err := New(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	err = iso.Do(context.Background(), func(vm *VM) error {
		for script, want := range map[string]bool{
			"Promise.resolve": true, "let r; new Promise((_, reject) => r = reject); r": true,
			"(() => {})": false, "(function f() {})": false, "(async () => {})": false, "(class {})": false,
		} {
			v, err := vm.RunString(script)
			if err != nil {
				return err
			}
			if got := isNative(v.(*Object)); got != want {
				t.Errorf("%s: %v", script, got)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
