package es

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/transform"

	"paddock/jsruntime"
)

// conversions lets what makes other characters of those of a long text end where the script must.
var conversions = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	proto := classOf(vm, "String").Get("prototype").(*jsruntime.Object)
	for name, converter := range map[string]func(jsruntime.FunctionCall) transform.Transformer{
		"toUpperCase": func(jsruntime.FunctionCall) transform.Transformer { return cases.Upper(language.Und) },
		"toLowerCase": func(jsruntime.FunctionCall) transform.Transformer { return cases.Lower(language.Und) },
		"normalize": func(call jsruntime.FunctionCall) transform.Transformer {
			if form, known := normalForms[call.Argument(0).String()]; known {
				return form
			}
			return nil
		},
	} {
		jsruntime.Patch(proto.Get(name).(*jsruntime.Object), func(original jsruntime.Native) jsruntime.Native {
			return func(call jsruntime.FunctionCall) jsruntime.Value {
				if n, ok := lengthOf(call.This); !ok || n < longText || jsruntime.IsASCII(call.This) {
					return original(call)
				}
				t, text := converter(call), call.This.String()
				if t == nil || strings.Contains(text, iotaBelow) {
					return original(call)
				}
				var out strings.Builder
				must(vm.Feed(transform.NewWriter(&out, t), text))
				return vm.ToValue(out.String())
			}
		})
	}
}}

// iotaBelow decides what becomes of a sigma behind it, for which the engine has a rule of its own.
const iotaBelow = "\u0345"
