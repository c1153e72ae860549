package globalscope

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// ForbidEval makes a VM compile no more text: eval, new Function and their like throw the EvalError
// of the platform, which allows them only while modules are loaded, or for those who insist.
func ForbidEval(vm *jsruntime.VM) {
	if !compat.Of(vm).Has("allow_insecure_inefficient_logged_eval") {
		vm.ForbidTexts()
	}
}
