(require) => {
	const { EventEmitter } = require("events");
	const { gives, type } = require("internal/absent");

	const Domain = type(
		"Domain",
		EventEmitter,
		function () {
			this.members = undefined;
		},
		{
			_errorHandler(error) {
				throw error;
			},
			enter: gives(),
			exit: gives(),
			add: gives(),
			remove: gives(),
			run(fn, ...args) {
				return Reflect.apply(fn, this, args);
			},
			intercept: (callback) => callback,
			bind: (callback) => callback,
		},
	);
	const createDomain = () => new Domain();
	return { Domain, active: null, createDomain, create: createDomain() };
}
