(require) => {
	const { ERR_CONSOLE_WRITABLE_STREAM, ERR_INCOMPATIBLE_OPTION_PAIR, ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateArray, validateInteger, validateObject } = require("internal/validators");
	const { formatWithOptions, inspect } = require("internal/inspect");
	const { duration, isStackOverflow, tableOf } = require("internal/console/text");

	const counts = Symbol("counts");
	const kColorMode = Symbol("kColorMode");
	const kIsConsole = Symbol("kIsConsole");
	const kGroupIndentWidth = Symbol("kGroupIndentWidth");
	const kGroupIndentationString = Symbol("kGroupIndentationString");
	const kInspectOptions = Symbol("kInspectOptions");
	const maxIndentWidth = 1000;

	function noop() {}
	const warn = (message) => require("process").emitWarning(message);

	// reported handles what a stream tells of a write after it: a failure must not end the program.
	const reported = (stream) => (error) => {
		if (error == null || stream._writableState.errorEmitted) return;
		if (stream.listenerCount("error") === 0) stream.once("error", noop);
	};

	// optionsFor is how values are shown on a stream.
	const optionsFor = (self, stream) => {
		const options = self[kInspectOptions];
		if (options?.colors !== undefined) return options;
		let colors = self[kColorMode];
		if (colors === "auto") colors = Boolean(stream.isTTY) && (typeof stream.getColorDepth !== "function" || stream.getColorDepth() > 2);
		return { ...options, colors };
	};

	const textFor = (self, stream, args) => (args.length === 1 && typeof args[0] === "string" ? args[0] : formatWithOptions(optionsFor(self, stream), ...args));

	const write = (self, stream, text, handler) => {
		const indent = self[kGroupIndentationString];
		if (indent !== "") text = indent + text.replaceAll("\n", `\n${indent}`);
		text += "\n";
		if (self._ignoreErrors === false) {
			stream.write(text);
			return;
		}
		try {
			if (stream.listenerCount("error") === 0) stream.once("error", noop);
			stream.write(text, handler);
		} catch (e) {
			if (isStackOverflow(e)) throw e;
		} finally {
			stream.removeListener("error", noop);
		}
	};
	const toOut = (self, args) => write(self, self._stdout, textFor(self, self._stdout, args), self._stdoutErrorHandler);
	const toErr = (self, args) => write(self, self._stderr, textFor(self, self._stderr, args), self._stderrErrorHandler);

	// elapsed tells of a timer that runs; it is false if none does.
	const elapsed = (self, method, label, data) => {
		const started = self._times.get(label);
		if (started === undefined) {
			warn(`No such label '${label}' for console.${method}()`);
			return false;
		}
		const took = duration(Date.now() - started);
		if (data === undefined) self.log("%s: %s", label, took);
		else self.log("%s: %s", label, took, ...data);
		return true;
	};

	const methods = {
		log(...args) {
			toOut(this, args);
		},
		info(...args) {
			toOut(this, args);
		},
		debug(...args) {
			toOut(this, args);
		},
		warn(...args) {
			toErr(this, args);
		},
		error(...args) {
			toErr(this, args);
		},
		dir(object, options) {
			write(this, this._stdout, inspect(object, { customInspect: false, ...optionsFor(this, this._stdout), ...options }), this._stdoutErrorHandler);
		},
		time(label = "default") {
			label = `${label}`;
			if (this._times.has(label)) warn(`Label '${label}' already exists for console.time()`);
			else this._times.set(label, Date.now());
		},
		timeEnd(label = "default") {
			label = `${label}`;
			if (elapsed(this, "timeEnd", label)) this._times.delete(label);
		},
		timeLog(label = "default", ...data) {
			elapsed(this, "timeLog", `${label}`, data);
		},
		trace: function trace(...args) {
			const traced = { name: "Trace", message: textFor(this, this._stderr, args) };
			Error.captureStackTrace(traced, trace);
			this.error(traced.stack);
		},
		assert(expression, ...args) {
			if (expression) return;
			if (typeof args[0] === "string") args[0] = `Assertion failed: ${args[0]}`;
			else args.unshift("Assertion failed");
			Reflect.apply(this.warn, this, args);
		},
		// A terminal that can do it is cleared; everything else keeps what it has.
		clear() {
			if (this._stdout.isTTY && require("process").env.TERM !== "dumb") this._stdout.write("\x1b[1;1H\x1b[0J");
		},
		count(label = "default") {
			label = `${label}`;
			const n = (this[counts].get(label) ?? 0) + 1;
			this[counts].set(label, n);
			this.log(`${label}: ${n}`);
		},
		countReset(label = "default") {
			label = `${label}`;
			if (!this[counts].delete(label)) warn(`Count for '${label}' does not exist`);
		},
		group(...data) {
			if (data.length > 0) Reflect.apply(this.log, this, data);
			this[kGroupIndentationString] += " ".repeat(this[kGroupIndentWidth]);
		},
		groupEnd() {
			this[kGroupIndentationString] = this[kGroupIndentationString].slice(this[kGroupIndentWidth]);
		},
		table(tabularData, properties) {
			if (properties !== undefined) validateArray(properties, "properties");
			const show = (value) => {
				const deep = value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 2;
				return inspect(value, { depth: deep ? -1 : 0, maxArrayLength: 3, breakLength: Infinity, ...optionsFor(this, this._stdout) });
			};
			this.log(tableOf(tabularData, properties, show) ?? tabularData);
		},
	};
	methods.dirxml = methods.log;
	methods.groupCollapsed = methods.group;

	const own = (self, name, value) => Object.defineProperty(self, name, { value, writable: true, enumerable: false, configurable: true });

	// checked reads what the constructor is given.
	const checked = (options, stderr, ignoreErrors) => {
		if (!options || typeof options.write === "function") options = { stdout: options, stderr, ignoreErrors };
		const { stdout, stderr: errors = stdout, ignoreErrors: ignore = true, colorMode = "auto", inspectOptions, groupIndentation } = options;
		if (!stdout || typeof stdout.write !== "function") throw new ERR_CONSOLE_WRITABLE_STREAM("stdout");
		if (!errors || typeof errors.write !== "function") throw new ERR_CONSOLE_WRITABLE_STREAM("stderr");
		if (typeof colorMode !== "boolean" && colorMode !== "auto") throw new ERR_INVALID_ARG_VALUE("colorMode", colorMode, "must be one of: 'auto', true, false");
		if (groupIndentation !== undefined) validateInteger(groupIndentation, "groupIndentation", 0, maxIndentWidth);
		if (inspectOptions !== undefined) {
			validateObject(inspectOptions, "options.inspectOptions");
			if (inspectOptions.colors !== undefined && options.colorMode !== undefined) throw new ERR_INCOMPATIBLE_OPTION_PAIR("options.inspectOptions.color", "colorMode");
		}
		return { stdout, stderr: errors, ignoreErrors: Boolean(ignore), colorMode, inspectOptions, groupIndentation };
	};

	function Console(options) {
		if (new.target === undefined) return Reflect.construct(Console, arguments);
		const { stdout, stderr, ignoreErrors, colorMode, inspectOptions, groupIndentation } = checked(options, arguments[1], arguments[2]);
		// Each method works without its console; a subclass may have its own.
		for (const name of Object.keys(Console.prototype)) {
			const bound = this[name].bind(this);
			Object.defineProperty(bound, "name", { value: name });
			this[name] = bound;
		}
		own(this, "_stdout", stdout);
		own(this, "_stderr", stderr);
		own(this, "_stdoutErrorHandler", reported(stdout));
		own(this, "_stderrErrorHandler", reported(stderr));
		own(this, "_ignoreErrors", ignoreErrors);
		own(this, "_times", new Map());
		own(this, counts, new Map());
		own(this, kColorMode, colorMode);
		own(this, kIsConsole, true);
		own(this, kGroupIndentWidth, groupIndentation ?? 2);
		own(this, kGroupIndentationString, "");
		own(this, kInspectOptions, inspectOptions);
		Object.defineProperty(this, Symbol.toStringTag, { value: "console", writable: false, enumerable: false, configurable: true });
	}
	Object.assign(Console.prototype, methods);
	Object.defineProperty(Console, Symbol.hasInstance, {
		value: function (instance) {
			return instance === globalThis.console || (instance != null && instance[kIsConsole] === true);
		},
	});
	return Console;
}
