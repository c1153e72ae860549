package es

import (
	"strings"

	"paddock/jsruntime"
)

// dateTexts are the texts of dates: of years with more or less than four digits, and of the time zone.
var dateTexts = gap{probe: "undefined", install: func(vm *jsruntime.VM) {
	vm.PatchMethod(classOf(vm, "Date").Get("prototype").(*jsruntime.Object), "toISOString", func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			v := original(call)
			if s := v.String(); s[0] == '+' || s[0] == '-' {
				year, rest, _ := strings.Cut(s[1:], "-")
				return vm.ToValue(s[:1] + strings.Repeat("0", max(0, 6-len(year))) + year + "-" + rest)
			}
			return v
		}
	})
	jsruntime.Patch(classOf(vm, "Date"), func(original jsruntime.Native) jsruntime.Native {
		return func(call jsruntime.FunctionCall) jsruntime.Value {
			return vm.ToValue(strings.Replace(original(call).String(), "(UTC)", "(Coordinated Universal Time)", 1))
		}
	})
}}
