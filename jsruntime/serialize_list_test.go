package jsruntime

import (
	"bytes"
	"testing"
)

func TestSerializeList(t *testing.T) {
	t.Parallel()
	iso := open(t, Options{})
	for name, src := range map[string]string{
		"nothing":                            `[]`,
		"primitives":                         `[1, "a", undefined, null, 1n, "日"]`,
		"objects that refer to each other":   `(() => { const a = { b: {} }; a.b.a = a; return [a, a.b, a] })()`,
		"views of one buffer":                `(() => { const b = new ArrayBuffer(2); return [new Uint8Array(b), new DataView(b, 1)] })()`,
		"arrays in arrays, and Maps of them": `[[1, [2]], new Map([[1, [2]]]), new Set([3]), new Date(0)]`,
	} {
		t.Run("the message of "+name+" is that of an array, and is read again", func(t *testing.T) {
			err := onLoop(t, iso, src, func(vm *VM, v Value) error {
				want, err := vm.Serialize(v, nil, nil)
				if err != nil {
					return err
				}
				var values []Value
				vm.Iterate(v.(*Object), func(v Value) bool { values = append(values, v); return true })
				m, err := vm.SerializeList(values, nil)
				if err != nil {
					return err
				}
				if !bytes.Equal(m.Data, want.Data) {
					t.Errorf("got %X, want %X", m.Data, want.Data)
				}
				back, err := vm.DeserializeList(m, nil)
				if err != nil {
					return err
				}
				again, err := vm.Serialize(vm.NewArrayOf(back...), nil, nil)
				if !bytes.Equal(again.Data, want.Data) {
					t.Errorf("read: got %X, want %X", again.Data, want.Data)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
	for name, data := range map[string]string{
		"no array":                      "\xff\x0f_",
		"a list with other properties":  "\xff\x0fA\x00\"\x01aI\x02$\x01\x00",
		"a list that ends early":        "\xff\x0fA\x02I\x02",
		"a list that is longer than it": "\xff\x0fA\x01I\x02$\x00\x02",
		"a reference to the list":       "\xff\x0fA\x01^\x00$\x00\x01",
		"nothing":                       "",
	} {
		t.Run(name+" is refused where a list is read", func(t *testing.T) {
			err := onLoop(t, iso, "0", func(vm *VM, _ Value) error {
				if values, err := vm.DeserializeList(Message{Data: []byte(data)}, nil); err == nil {
					t.Errorf("got %v", values)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
	t.Run("a hole is read as undefined", func(t *testing.T) {
		err := onLoop(t, iso, "0", func(vm *VM, _ Value) error {
			values, err := vm.DeserializeList(Message{Data: []byte("\xff\x0fA\x02-T$\x00\x02")}, nil)
			if err == nil && (len(values) != 2 || !IsUndefined(values[0]) || !values[1].ToBoolean()) {
				t.Errorf("got %v", values)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
