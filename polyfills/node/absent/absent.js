(require) => {
	const { ERR_METHOD_NOT_IMPLEMENTED } = require("internal/errors");

	const named = (name, fn) => Object.defineProperty(fn, "name", { value: name, configurable: true });

	return {
		// named gives a table's functions their names.
		table(members) {
			for (const [name, member] of Object.entries(members)) {
				if (typeof member === "function" && !member.prototype) named(name, member);
			}
			return members;
		},
		// missing throws that a method is not implemented, after check has looked at the arguments.
		missing: (words, check) => (...args) => {
			check?.(...args);
			throw new ERR_METHOD_NOT_IMPLEMENTED(words);
		},
		// rejects is missing for methods that give a promise.
		rejects: (words) => async () => {
			throw new ERR_METHOD_NOT_IMPLEMENTED(words);
		},
		// gives does nothing but give a value.
		gives: (value) => () => value,
		// itself does nothing but give its receiver.
		itself() {
			return this;
		},
		// type makes a class over Base; methods is a table of its members, whose getters stay getters.
		type(name, Base, construct, methods = {}) {
			const Class = Base
				? class extends Base {
						constructor(...args) {
							super();
							construct?.call(this, ...args);
						}
					}
				: class {
						constructor(...args) {
							construct?.call(this, ...args);
						}
					};
			named(name, Class);
			for (const key of Reflect.ownKeys(methods)) {
				const member = Object.getOwnPropertyDescriptor(methods, key);
				if (typeof member.value === "function" && typeof key === "string") named(key, member.value);
				Object.defineProperty(Class.prototype, key, { ...member, enumerable: false });
			}
			return Class;
		},
	};
}
