(require) => {
	const { validateObject, validateArray, validateOneOf, validateBoolean, validateInt32 } = require("internal/validators");
	const { missing, type } = require("internal/absent");

	const check = (options = { version: "unstable" }) => {
		validateObject(options, "options");
		validateOneOf(options.version, "options.version", ["unstable", "preview1"]);
		if (options.args !== undefined) validateArray(options.args, "options.args");
		if (options.env !== undefined) validateObject(options.env, "options.env");
		if (options.preopens !== undefined) validateObject(options.preopens, "options.preopens");
		for (const name of ["stdin", "stdout", "stderr"]) {
			if (options[name] !== undefined) validateInt32(options[name], `options.${name}`, 0);
		}
		if (options.returnOnExit !== undefined) validateBoolean(options.returnOnExit, "options.returnOnExit");
	};
	return {
		WASI: type("WASI", undefined, missing("WASI", check), {
			finalizeBindings: missing("WASI.finalizeBindings"),
			start: missing("WASI.start"),
			initialize: missing("WASI.initialize"),
			getImportObject: () => ({}),
		}),
	};
}
