package globalscope

import "paddock/jsruntime"

// evalGuard makes eval and the constructors of functions throw. The constructors keep their
// prototypes, so that instanceof and fn.constructor work as before.
var evalGuard = jsruntime.NewScript("paddock:eval", `(() => {
	const refuse = () => { throw new EvalError("Code generation from strings disallowed for this context"); };
	const guard = (prototype, name) => {
		const C = { [name]: function (...args) { refuse(); } }[name];
		Object.defineProperty(C, "length", { value: 1, configurable: true });
		Object.defineProperty(C, "prototype", { value: prototype, writable: false });
		Object.defineProperty(prototype, "constructor", { value: C });
		return C;
	};
	const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
	define("eval", { eval(code) { return typeof code === "string" ? refuse() : code; } }.eval);
	const F = guard(Function.prototype, "Function");
	define("Function", F);
	for (const f of [async () => {}, function* () {}]) {
		const prototype = Object.getPrototypeOf(f);
		if (prototype !== Function.prototype) Object.setPrototypeOf(guard(prototype, prototype.constructor.name), F);
	}
})()`)

// ForbidEval makes a VM compile no more text: eval, new Function and their like throw the EvalError
// of the platform, which allows them only while modules are loaded.
func ForbidEval(vm *jsruntime.VM) { evalGuard.Run(vm) }
