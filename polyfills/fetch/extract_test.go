package fetch_test

import (
	"context"
	"testing"

	"paddock/jsruntime"
)

func TestBody_ofAFileManyTimes(t *testing.T) {
	t.Parallel()
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{APIs: apis(nil), Memory: 16 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	err = iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		v, err := vm.RunString(`const file = new Blob([new Uint8Array(1 << 20)]), form = new FormData();
			let got = "";
			for (let i = 0; i < 8; i++) {
				form.append("file", file);
				try { new Response(form); got += "." } catch (e) { got += e.name + ": " + e.message; break }
			}
			got`)
		if err == nil && v.String() != "...RangeError: Array buffer allocation failed" {
			t.Errorf("got %s", v)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
