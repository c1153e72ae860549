package json_test

import (
	"context"
	stdjson "encoding/json"
	"errors"
	"testing"
	"unicode/utf8"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/jsruntime/jstest"
)

// FuzzParse holds the parser to the standard library's judgement of what is JSON; what is read
// must be written so that it reads the same again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e3,true,false,null,"x\n\u00e9\ud800"],"":{}}`, `[`, `"\u12`, `-`, `01`, "\"\xed\xa0\x80\"", ` [1 , 2 ] `, `{"a":1,"a":2}`} {
		f.Add(seed)
	}
	iso := jstest.New(f)
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // what comes in is decoded before
		}
		var written string
		err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
			written, _ = json.Stringify(vm, json.Parse(vm, text))
			return nil
		})
		var ex *jsruntime.Exception
		switch valid := stdjson.Valid([]byte(text)); {
		case errors.As(err, &ex) && ex.Name == jsruntime.SyntaxError:
			if valid {
				t.Fatalf("%q: %v, but it is JSON", text, err)
			}
		case err != nil:
			t.Fatalf("%q: %v", text, err)
		case !valid:
			t.Fatalf("%q was read, but it is not JSON", text)
		case !stdjson.Valid([]byte(written)):
			t.Fatalf("%q was written as %q", text, written)
		}
	})
}

func TestJSON_WithinItself(t *testing.T) {
	t.Parallel()
	err := jstest.New(t).Do(context.Background(), func(vm *jsruntime.VM) error {
		inner := func(text string) func(jsruntime.FunctionCall) jsruntime.Value {
			return func(jsruntime.FunctionCall) jsruntime.Value {
				written, _ := json.Stringify(vm, json.Parse(vm, text))
				return vm.ToValue(written)
			}
		}
		for range 3 { // what one leaves behind is for the next
			_ = vm.Try(func() { json.Parse(vm, `{"a":[1,{"b":`) })
			v := json.Parse(vm, `{"a":[1,{"b":[]}],"c":"d"}`).(*jsruntime.Object)
			if err := v.Get("a").(*jsruntime.Object).Set("toJSON", vm.NewFunction("toJSON", 0, inner(`{"x":[2,3]}`))); err != nil {
				return err
			}
			if text, _ := json.Stringify(vm, v); text != `{"a":"{\"x\":[2,3]}","c":"d"}` {
				t.Errorf("got %s", text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
