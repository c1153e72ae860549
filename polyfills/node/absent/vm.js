(require) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED } = require("internal/errors");
	const validators = require("internal/validators");
	const { validateObject, validateString, validateBoolean, validateInt32, validateUint32, validateBuffer, validateArray, validateStringArray, validateOneOf, kValidateObjectAllowArray } = validators;
	const { missing } = require("internal/absent");

	const constants = Object.freeze({
		__proto__: null,
		USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol("vm_dynamic_import_main_context_default"),
		DONT_CONTEXTIFY: Symbol("vm_context_no_contextify"),
	});
	const contexts = new WeakSet();
	const isContext = (object) => {
		validateObject(object, "object", kValidateObjectAllowArray);
		return contexts.has(object);
	};
	const mustBeContext = (object) => {
		if (!isContext(object)) throw new ERR_INVALID_ARG_TYPE("contextifiedObject", "vm.Context", object);
	};
	const checkRun = (options = {}) => {
		validateObject(options, "options");
		const { breakOnSigint = false, displayErrors = true, timeout } = options;
		validateBoolean(breakOnSigint, "options.breakOnSigint");
		validateBoolean(displayErrors, "options.displayErrors");
		if (timeout !== undefined) validateUint32(timeout, "options.timeout", true);
	};

	// checkCode checks the options that scripts and functions have in common.
	const checkCode = (options) => {
		const { filename = "evalmachine.<anonymous>", lineOffset = 0, columnOffset = 0, cachedData, produceCachedData = false, importModuleDynamically = false } = options;
		validateBoolean(importModuleDynamically, "options.importModuleDynamically");
		validateString(filename, "options.filename");
		validateInt32(lineOffset, "options.lineOffset");
		validateInt32(columnOffset, "options.columnOffset");
		if (cachedData !== undefined) validateBuffer(cachedData, "options.cachedData");
		validateBoolean(produceCachedData, "options.produceCachedData");
	};

	class Script {
		cachedDataRejected = undefined;
		cachedDataProduced = undefined;
		cachedData = undefined;
		sourceMapURL = undefined;
		constructor(code, options = {}) {
			`${code}`; // a symbol is refused
			if (typeof options === "string") options = { filename: options };
			else validateObject(options, "options");
			checkCode(options);
		}
		createCachedData() {
			return Buffer.alloc(0);
		}
		runInThisContext(options) {
			checkRun(options);
			throw new ERR_METHOD_NOT_IMPLEMENTED("runInThisContext");
		}
		runInContext(object, options) {
			mustBeContext(object);
			this.runInThisContext(options);
		}
		runInNewContext(object, options = {}) {
			return this.runInContext(createContext(object), options);
		}
	}

	const createContext = (object = {}, options = {}) => {
		if (object !== constants.DONT_CONTEXTIFY && isContext(object)) return object;
		validateObject(options, "options");
		const { name = "VM Context 1", origin, codeGeneration, microtaskMode, importModuleDynamically = false } = options;
		validateString(name, "options.name");
		if (origin !== undefined) validateString(origin, "options.origin");
		if (codeGeneration !== undefined) validateObject(codeGeneration, "options.codeGeneration");
		validateBoolean(importModuleDynamically, "options.importModuleDynamically");
		if (microtaskMode !== undefined) validateOneOf(microtaskMode, "options.microtaskMode", ["afterEvaluate"]);
		const context = Object.create(null); // not the object, as no code will run in it
		contexts.add(context);
		return context;
	};
	const named = (options) => (typeof options === "string" ? { filename: options } : options);
	const createScript = (code, options) => new Script(code, options);

	return {
		Script,
		createContext,
		createScript,
		runInContext(code, object, options) {
			mustBeContext(object);
			return createScript(code, options).runInContext(object, named(options));
		},
		runInNewContext(code, object, options) {
			return createScript(code, options).runInNewContext(createContext(object), named(options));
		},
		runInThisContext(code, options) {
			return createScript(code, options).runInThisContext(named(options));
		},
		isContext,
		compileFunction: (code, params, options = {}) => {
			validateString(code, "code");
			if (params !== undefined) {
				validateArray(params, "params");
				validateStringArray(params, "params");
			}
			validateObject(options, "options");
			checkCode(options);
			const { parsingContext, contextExtensions } = options;
			if (parsingContext !== undefined) mustBeContext(parsingContext);
			if (contextExtensions !== undefined) validateArray(contextExtensions, "options.contextExtensions");
			throw new ERR_METHOD_NOT_IMPLEMENTED("compileFunction");
		},
		measureMemory: missing("measureMemory", (options = {}) => {
			validateObject(options, "options");
			if (options.mode !== undefined) validateOneOf(options.mode, "options.mode", ["summary", "detailed"]);
			if (options.execution !== undefined) validateOneOf(options.execution, "options.execution", ["default", "eager"]);
		}),
		constants,
	};
}
