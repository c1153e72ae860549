package globalscope

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// evalGuard puts constructors of functions in the place of the engine's, which compile until the
// function that it gives is called; from then on they throw, as does eval, unless they are asked for
// an empty function, as by classes that extend Function. They take the place early
// because a module may keep one; they keep the prototypes, so that instanceof and fn.constructor
// work as before. eval is left alone until then: only the engine's own sees a caller's variables.
var evalGuard = jsruntime.NewScript("paddock:eval", `(() => {
	let forbidden = false;
	const refuse = () => { throw new EvalError("Code generation from strings disallowed for this context"); };
	const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
	const { construct } = Reflect;
	const guard = (prototype) => {
		const Native = prototype.constructor, { name } = Native;
		const C = { [name]: function (...args) { return forbidden && (args.length || name !== "Function") ? refuse() : construct(Native, args, new.target ?? C); } }[name];
		Object.defineProperty(C, "length", { value: 1, configurable: true });
		Object.defineProperty(C, "prototype", { value: prototype, writable: false });
		Object.defineProperty(prototype, "constructor", { value: C });
		return C;
	};
	const F = guard(Function.prototype);
	define("Function", F);
	for (const f of [async () => {}, function* () {}]) {
		const prototype = Object.getPrototypeOf(f);
		if (prototype !== Function.prototype) Object.setPrototypeOf(guard(prototype), F);
	}
	return () => {
		forbidden = true;
		define("eval", { eval(code) { return typeof code === "string" ? refuse() : code; } }.eval);
	};
})()`)

var forbid = jsruntime.NewSlot(func(vm *jsruntime.VM) jsruntime.Value { return evalGuard.Run(vm) })

// GuardEval prepares a VM for [ForbidEval]. It has to be called before any module runs.
func GuardEval(vm *jsruntime.VM) { forbid.Get(vm) }

// ForbidEval makes a VM compile no more text: eval, new Function and their like throw the EvalError
// of the platform, which allows them only while modules are loaded, or for those who insist.
func ForbidEval(vm *jsruntime.VM) {
	if compat.Of(vm).Has("allow_insecure_inefficient_logged_eval") {
		return
	}
	fn, _ := jsruntime.AsFunction(forbid.Get(vm))
	vm.Call(fn, jsruntime.Undefined())
}
