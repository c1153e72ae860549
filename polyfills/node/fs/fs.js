(require) => {
	const { Buffer } = require("buffer");
	const { ERR_UNSUPPORTED_OPERATION } = require("internal/errors");
	const { validateFunction } = require("internal/validators");
	const { asyncGenerator } = require("internal/stream/generator");
	const constants = require("internal/fs/constants");
	const { Dir, Dirent, Stats } = require("internal/fs/classes");
	const { sync, check } = require("internal/fs/sync");
	const { FileHandle, open } = require("internal/fs/handle");
	const streams = require("internal/fs/streams");

	// failed tells what a call failed with from what it was given wrongly.
	const failed = (error) => error.syscall || error.code === undefined || error.code.startsWith("ERR_FS_");

	// later calls back when the running script has returned. What a call was given wrongly is
	// thrown at once, unless all is told; what it failed with is told.
	const later = (name, args, callback, all, give) => {
		if (typeof callback !== "function") {
			if (name !== "read") check(name, args); // the platform looks at this callback first
			validateFunction(callback, "callback");
		}
		let results;
		try {
			const result = sync[name](...args);
			results = result === undefined ? [null] : [null, ...give(result)];
		} catch (error) {
			if (!failed(error) && (!all || error.code === "ERR_INVALID_ARG_VALUE")) throw error;
			results = [error];
		}
		queueMicrotask(() => callback(...results));
	};

	// What forms with a callback are called, in the platform's order. Those of extra give the buffer as
	// well, those of told tell every error.
	const list = (text) => text.trim().split(/\s+/);
	const names = list(`
		access appendFile chmod chown close copyFile cp exists fchmod fchown fdatasync fstat fsync ftruncate futimes glob lchmod
		lchown link lstat lutimes mkdir mkdtemp open opendir read readFile readdir readlink readv realpath rename rm rmdir stat
		statfs symlink truncate unlink unwatchFile utimes watch watchFile write writeFile writev`);
	const syncNames = list(`
		access exists appendFile chmod chown close copyFile cp fchmod fchown fdatasync fstat fsync ftruncate futimes glob lchmod
		lchown lutimes link lstat mkdir mkdtemp opendir open readdir readFile readlink read readv realpath rename rmdir rm stat
		statfs symlink truncate unlink utimes writeFile write writev`);
	const extra = ["read", "write", "readv", "writev"];
	const told = ["readFile", "glob"];
	const unsupported = ["unwatchFile", "watch", "watchFile"];

	// readArguments brings those of read, which may leave the buffer out or have it among the options, into the order of readSync's.
	const readArguments = (args) => {
		const [fd, options] = args;
		const given = options !== null && typeof options === "object" && !ArrayBuffer.isView(options);
		if (args.length !== 1 && !given) return args;
		const { buffer = Buffer.alloc(16384), ...slice } = options ?? {};
		return [fd, buffer, slice];
	};

	const named = (name, fn) => Object.defineProperty(fn, "name", { value: name, configurable: true });
	const withCallback = (name) => {
		if (unsupported.includes(name)) {
			return () => {
				throw new ERR_UNSUPPORTED_OPERATION();
			};
		}
		return (...args) => {
			const at = args.findLastIndex((arg) => typeof arg === "function");
			const callback = args[at];
			if (at >= 0) args.splice(at);
			if (name === "exists") {
				const result = sync.exists(...args);
				return void queueMicrotask(() => callback(result));
			}
			if (name === "read") args = readArguments(args);
			if (name === "write" && typeof args[1] === "string" && args[2] !== null && typeof args[2] === "object") args[2] = args[2].position;
			const buffer = () => (typeof args[1] === "string" ? Buffer.from(args[1], args[3]) : args[1]);
			const give = extra.includes(name) ? (result) => [result, buffer()] : (result) => [result];
			later(name, args, callback, told.includes(name), give);
		};
	};

	const exports = { constants };
	for (const name of ["F_OK", "R_OK", "W_OK", "X_OK"]) exports[name] = constants[name];
	const promises = { FileHandle };
	Object.assign(exports, { promises, Dirent, Dir, Stats });
	for (const name of names) exports[name] = named(name, withCallback(name));
	for (const name of syncNames) exports[`${name}Sync`] = named(`${name}Sync`, (...args) => sync[name](...args));
	exports.realpath.native = exports.realpath;
	exports.realpathSync.native = exports.realpathSync;
	const { ReadStream, WriteStream, createReadStream, createWriteStream } = streams;
	Object.assign(exports, { WriteStream, ReadStream, FileWriteStream: WriteStream, FileReadStream: ReadStream, createReadStream, createWriteStream });
	exports.openAsBlob = named("openAsBlob", (...args) => sync.openAsBlob(...args));

	const asPromise = list(`
		access appendFile chmod chown constants copyFile cp glob lchmod lchown link lstat lutimes mkdir mkdtemp open opendir
		readFile readdir readlink realpath rename rm rmdir stat statfs symlink truncate unlink utimes watch writeFile`);
	for (const name of asPromise) {
		const call = name === "open" ? open : sync[name];
		promises[name] = named(name, async (target, ...args) => {
			const result = call(target, ...args);
			return name === "writeFile" || name === "appendFile" ? undefined : result;
		});
	}
	promises.constants = constants;
	promises.watch = named("watch", () => {
		throw new Error("Not implemented");
	});
	promises.glob = asyncGenerator(function* glob(pattern, options) {
		yield* sync.glob(pattern, options);
	});
	return exports;
}
