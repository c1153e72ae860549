(require) => {
	const { EventEmitter } = require("events");
	const { validateString, validateObject, validateFunction, validateArray } = require("internal/validators");
	const { table, missing, gives, type } = require("internal/absent");
	const of = (name, check) => missing(`child_process.${name}`, check);

	const ChildProcess = type("ChildProcess", EventEmitter, of("ChildProcess"), {
		kill: gives(false),
		send: gives(false),
		disconnect: gives(),
		unref: gives(),
		ref: gives(),
		[Symbol.dispose]() {
			this.kill();
		},
	});
	return table({
		ChildProcess,
		_forkChild: of("_forkChild"),
		exec: of("exec", (command, options, callback) => {
			validateString(command, "command");
			if (options != null) validateObject(options, "options");
			if (callback != null) validateFunction(callback, "callback");
		}),
		execFile: of("execFile"),
		execFileSync: of("execFileSync"),
		execSync: of("execSync"),
		fork: of("fork", (_, args, options) => {
			if (args != null && (typeof args !== "object" || Array.isArray(args))) validateArray(args, "args");
			if (options != null) validateObject(options, "options");
		}),
		spawn: of("spawn"),
		spawnSync: of("spawnSync", (command) => validateString(command, "command")),
	});
}
