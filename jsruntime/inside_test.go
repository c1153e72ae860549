package jsruntime

import (
	"math"
	"runtime"
	"testing"
)

func TestInside_EngineHasTheFields(t *testing.T) {
	t.Parallel()
	err := onLoop(t, open(t, Options{}), `[new Uint16Array(4), new DataView(new ArrayBuffer(4), 1), Uint16Array, [].map]`, func(vm *VM, v Value) error {
		at := func(i string) *Object { return v.(*Object).Get(i).(*Object) }
		array, view := at("0"), at("1")
		if w := windowOf(array); w != (window{0, 4, 2}) {
			t.Errorf("the typed array's window is %v", w)
		}
		if w := windowOf(view); w != (window{1, 3, 1}) {
			t.Errorf("the DataView's window is %v", w)
		}
		if !IsDataView(view) || IsDataView(array) || IsDataView(at("2")) || BufferOf(v) != nil {
			t.Error("views are not told from other objects")
		}
		if !IsBuiltIn(at("2")) || !IsBuiltIn(at("3")) || IsBuiltIn(array) {
			t.Error("native functions are not told from other objects")
		}
		b := BufferOf(array).Export().(ArrayBuffer)
		replaceBytes(b, make([]byte, 2))
		setWindow(array, b, 1)
		if len(Shown(array)) != 2 || Outside(array) {
			t.Error("the array does not show its new bytes")
		}
		setWindow(array, standIn(vm, b), 0)
		if !Outside(array) || !BufferOf(array).SameAs(array.Get("buffer")) {
			t.Error("the array does not stand outside of its own buffer")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestResize_ForgetsViewsThatAreGone(t *testing.T) {
	t.Parallel()
	err := onLoop(t, open(t, Options{}), "new ArrayBuffer(1)", func(vm *VM, v Value) error {
		buffer := v.(*Object)
		vm.MakeResizable(buffer, 8)
		for range 2000 {
			if _, err := vm.New(vm.Get("Uint8Array"), buffer); err != nil {
				return err
			}
			if len(stateOf(buffer).views)%100 == 0 {
				runtime.GC()
			}
		}
		if n := len(stateOf(buffer).views); n > 1000 {
			t.Errorf("%d views are remembered", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHalfBits(t *testing.T) {
	t.Parallel()
	for f, want := range map[float64]uint16{
		0: 0, 1: 0x3c00, -2: 0xc000, 65504: 0x7bff, 65519.99: 0x7bff, 65520: 0x7c00, math.Inf(-1): 0xfc00,
		0x1p-14: 0x0400, 0x1p-24: 1, 0x1p-25: 0, 0x1.8p-25: 1, 0x1.ff8p-15: 0x03ff, 0x1.ffcp-15: 0x0400,
		2049: 0x6800, 2051: 0x6802, 0x1.ffep0: 0x4000,
	} {
		if got := HalfBits(f); got != want {
			t.Errorf("%v has the bits %#x, want %#x", f, got, want)
		}
	}
	for n := range 1 << 16 {
		if f := HalfFloat(uint16(n)); !math.IsNaN(f) && HalfBits(f) != uint16(n) {
			t.Fatalf("%#x is %v, whose bits are %#x", n, f, HalfBits(f))
		}
	}
}
