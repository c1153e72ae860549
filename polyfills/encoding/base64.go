package encoding

import (
	"encoding/base64"
	"strings"

	"paddock/jsruntime"
)

func base64Function(name, want string, f func(*jsruntime.VM, jsruntime.Value) jsruntime.Value) func(*jsruntime.VM) jsruntime.Value {
	return func(vm *jsruntime.VM) jsruntime.Value {
		return vm.NewGlobalFunction(name, 1, func(call jsruntime.FunctionCall) jsruntime.Value {
			if len(call.Arguments) == 0 {
				vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'ServiceWorkerGlobalScope': parameter 1 is not of type '%s'.", name, want)
			}
			return f(vm, call.Arguments[0])
		})
	}
}

// btoa encodes text whose characters are bytes.
func btoa(vm *jsruntime.VM, v jsruntime.Value) jsruntime.Value {
	text := v.String()
	data := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xFF {
			vm.Throwf(jsruntime.DOMError+"InvalidCharacterError", "btoa() can only operate on characters in the Latin1 (ISO/IEC 8859-1) range.")
		}
		data = append(data, byte(r))
	}
	return vm.ToValue(base64.StdEncoding.EncodeToString(data))
}

// atob is the "forgiving-base64 decode" of the Infra standard.
func atob(vm *jsruntime.VM, v jsruntime.Value) jsruntime.Value {
	text := strings.Map(func(r rune) rune {
		if strings.ContainsRune("\t\n\f\r ", r) {
			return -1
		}
		return r
	}, v.String())
	if len(text)%4 == 0 {
		text = strings.TrimSuffix(text, "=")
		if len(text)%4 == 3 {
			text = strings.TrimSuffix(text, "=")
		}
	}
	data, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil || strings.ContainsAny(text, "=\r\n") {
		vm.Throwf(jsruntime.DOMError+"InvalidCharacterError", "atob() called with invalid base64-encoded data. (Only whitespace, '+', '/', alphanumeric ASCII, and up to two terminal '=' signs when the input data length is divisible by 4 are allowed.)")
	}
	var out strings.Builder
	for _, b := range data {
		out.WriteRune(rune(b))
	}
	return vm.ToValue(out.String())
}
