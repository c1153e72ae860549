(require, native) => {
	const { Buffer } = require("buffer");
	const errors = require("internal/errors");
	const v = require("internal/validators");
	const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = errors;
	const c = require("internal/fs/constants");
	const { Dir, Dirent, stats } = require("internal/fs/classes");
	const { glob } = require("internal/fs/glob");
	const stdio = require("internal/fs/stdio");

	let ops = native;

	// check throws what the arguments of a call are wrong in, and does nothing else.
	const unchanged = Symbol("nothing is done");
	const refusing = Object.fromEntries(
		Object.keys(native).map((name) => [
			name,
			() => {
				throw unchanged;
			},
		]),
	);
	const check = (name, args) => {
		ops = refusing;
		try {
			sync[name](...args);
		} catch (error) {
			if (error !== unchanged) throw error;
		} finally {
			ops = native;
		}
	};

	// Arguments.

	// pathOf makes the path of a file URL of what names a file.
	const pathOf = (path, encoding = "utf8", name = "path") => {
		if (path instanceof URL) {
			if (path.protocol !== "file:") throw new TypeError("File path must be a file: URL");
			if (path.host !== "") throw new Error("File path must not have a host");
			return folded(path.pathname);
		}
		if (Buffer.isBuffer(path)) path = path.toString(encoding);
		else if (typeof path !== "string") throw new ERR_INVALID_ARG_TYPE(name, ["string", "Buffer", "URL"], path);
		if (path.includes("\0")) throw new ERR_INVALID_ARG_VALUE("path", path, "must not contain null bytes");
		path = path.replace(/[#?]/g, encodeURIComponent).replace(/\/\//g, "/");
		return folded(new URL(path, path.startsWith("/") ? "file:///" : `file://${cwd()}/`).pathname);
	};
	// The case of what is percent-encoded does not matter.
	const folded = (path) => (path.includes("%") ? path.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase()) : path);
	const cwd = () => globalThis.process?.cwd?.() ?? "/bundle";

	const fdOf = (fd, name = "fd") => {
		if (Object.is(fd, -0)) return 0;
		v.validateInt32(fd, name, 0);
		return fd;
	};
	const fdOrPath = (target) => (typeof target === "number" ? fdOf(target) : pathOf(target));
	const optionsOf = (options) => {
		if (typeof options === "string" || options == null) return { encoding: options ?? undefined };
		v.validateObject(options, "options");
		return options;
	};
	const encodingOf = (options, fallback = "utf8") => {
		const { encoding = fallback } = optionsOf(options);
		if (encoding !== fallback && encoding !== "buffer" && !Buffer.isEncoding(encoding)) throw new ERR_INVALID_ARG_VALUE("options.encoding", encoding);
		return encoding;
	};
	// textEncodingOf is encodingOf where the platform gives no buffers.
	const textEncodingOf = (options) => {
		const encoding = encodingOf(options);
		if (encoding === "buffer") throw new errors.ERR_UNKNOWN_ENCODING(encoding);
		return encoding;
	};
	const encoded = (text, encoding) => (encoding === "buffer" ? Buffer.from(text) : Buffer.from(text).toString(encoding));
	const modeOf = (mode) => {
		mode ??= c.F_OK;
		v.validateInteger(mode, "mode", 0, 7);
		return mode;
	};
	const dateOf = (time) => {
		if (time instanceof Date) return time;
		if (["number", "bigint", "string"].includes(typeof time)) return new Date(typeof time === "bigint" ? Number(time) : time);
		throw new ERR_INVALID_ARG_TYPE("time", ["string", "number", "bigint", "Date"], time);
	};
	// timeOf gives the time of the last change; that of the last access is not kept.
	const timeOf = (atime, mtime) => {
		dateOf(atime);
		const time = dateOf(mtime).getTime();
		if (Number.isNaN(time)) throw new TypeError("The value cannot be converted because it is not a valid Date.");
		return time;
	};
	const ownerOf = (uid, gid) => {
		v.validateInteger(uid, "uid", -1, 4294967295);
		v.validateInteger(gid, "gid", -1, 4294967295);
	};
	const positionOf = (position) => {
		if (position == null) return null;
		if (typeof position === "bigint") return Number(position);
		if (typeof position !== "number") throw new ERR_INVALID_ARG_TYPE("position", ["bigint", "integer", "null"], position);
		v.validateUint32(position, "position");
		return position;
	};
	const buffersOf = (buffers) => {
		if (!Array.isArray(buffers) || !buffers.every(ArrayBuffer.isView)) throw new ERR_INVALID_ARG_TYPE("buffers", "ArrayBufferView[]", buffers);
		return buffers;
	};

	const { O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_SYNC, O_TRUNC } = c;
	const flagNames = {
		r: O_RDONLY,
		rs: O_RDONLY | O_SYNC,
		sr: O_RDONLY | O_SYNC,
		"r+": O_RDWR,
		"rs+": O_RDWR | O_SYNC,
		"sr+": O_RDWR | O_SYNC,
		w: O_TRUNC | O_CREAT | O_WRONLY,
		wx: O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
		xw: O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
		"w+": O_TRUNC | O_CREAT | O_RDWR,
		"wx+": O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
		"xw+": O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
		a: O_APPEND | O_CREAT | O_WRONLY,
		ax: O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
		xa: O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
		as: O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
		sa: O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
		"a+": O_APPEND | O_CREAT | O_RDWR,
		"ax+": O_APPEND | O_CREAT | O_RDWR | O_EXCL,
		"xa+": O_APPEND | O_CREAT | O_RDWR | O_EXCL,
		"as+": O_APPEND | O_CREAT | O_RDWR | O_SYNC,
		"sa+": O_APPEND | O_CREAT | O_RDWR | O_SYNC,
	};
	const flagsOf = (flags) => {
		if (flags == null) return O_RDONLY;
		if (typeof flags === "number") {
			v.validateInt32(flags, "flags");
			return flags;
		}
		if (!Object.hasOwn(flagNames, flags)) throw new ERR_INVALID_ARG_VALUE("flags", flags);
		return flagNames[flags];
	};

	// The errors of the calls that only look; the others' come from the operations.
	const texts = { ENOENT: [-2, "no such file or directory"], EEXIST: [-17, "file already exists"], EBADF: [-9, "bad file descriptor"], EINVAL: [-22, "invalid argument"] };
	const failure = (code, syscall, ...at) => {
		const [errno, text] = texts[code];
		const [path] = at;
		const error = new Error(path === undefined ? text : `${text}, ${syscall} '${path}'`);
		return Object.assign(error, { code, name: "Error", syscall, errno }, at.length > 0 && { path });
	};
	const mustExist = (path, syscall, follow = true) => {
		const stat = ops.stat(path, follow);
		if (!stat) throw failure("ENOENT", syscall, path);
		return stat;
	};

	// put writes views, to a standard stream or a file.
	const put = (fd, views, at) => {
		if (fd > 2 || ops !== native) return ops.write(fd, views, at);
		return views.reduce((total, view) => total + stdio.write(fd, view), 0);
	};

	// dataOf reads what is to be written.
	const dataOf = (data, encoding) => {
		if (encoding !== "buffer" && !Buffer.isEncoding(encoding)) throw new ERR_INVALID_ARG_VALUE("options.encoding", encoding);
		if (typeof data === "string") return Buffer.from(data, encoding);
		if (!ArrayBuffer.isView(data)) throw new ERR_INVALID_ARG_TYPE("data", ["string", "Buffer", "TypedArray", "DataView"], data);
		return data;
	};

	const statOf = (path, options, syscall, follow) => {
		options ??= {};
		v.validateObject(options, "options");
		const { bigint = false, throwIfNoEntry = true } = options;
		v.validateBoolean(bigint, "options.bigint");
		v.validateBoolean(throwIfNoEntry, "options.throwIfNoEntry");
		if (typeof path === "number") return stats(ops.fstat(fdOf(path)), bigint);
		path = pathOf(path);
		const stat = ops.stat(path, follow);
		if (stat) return stats(stat, bigint);
		if (throwIfNoEntry) throw failure("ENOENT", syscall, path);
		return undefined;
	};

	// readSlice reads the arguments of read: an offset and so on, or options with them.
	const readSlice = (buffer, offset, length, position) => {
		if (typeof offset === "object" && offset !== null) ({ offset = 0, length = undefined, position = null } = offset);
		offset ??= 0;
		if (typeof offset !== "number") throw new ERR_INVALID_ARG_TYPE("offset", ["number", "object"], offset);
		v.validateUint32(offset, "offset");
		length ??= buffer.byteLength - offset;
		v.validateUint32(length, "length");
		position = positionOf(position);
		if (length === 0) return [new Uint8Array(0), position];
		if (offset + length > buffer.byteLength) throw new errors.ERR_OUT_OF_RANGE("length", `<= ${buffer.byteLength - offset}`, length);
		return [new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length), position];
	};
	// writeSlice reads those of write.
	const writeSlice = (buffer, offset, length, position) => {
		if (typeof offset === "object" && offset !== null) ({ offset = 0, length = undefined, position = null } = offset);
		offset ??= 0;
		v.validateInteger(offset, "offset", 0);
		position = positionOf(position);
		if (offset > buffer.byteLength) throw new errors.ERR_BUFFER_OUT_OF_BOUNDS("offset");
		length ??= buffer.byteLength - offset;
		v.validateInteger(length, "length", 0);
		if (length > buffer.byteLength - offset) throw new errors.ERR_BUFFER_OUT_OF_BOUNDS("length");
		return [new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length), position];
	};

	const sync = {
		access(path, mode) {
			path = pathOf(path);
			mode = modeOf(mode);
			const stat = mode & c.X_OK ? null : ops.stat(path, true);
			if (!stat || (mode & c.W_OK && !stat.writable)) throw failure("ENOENT", "access", path);
		},
		exists(path) {
			try {
				sync.access(path);
				return true;
			} catch {
				return false;
			}
		},
		appendFile(path, data, options) {
			return sync.writeFile(path, data, { flag: "a", ...optionsOf(options) });
		},
		chmod(path, mode) {
			v.parseFileMode(mode, "mode");
			mustExist(pathOf(path), "chmod");
		},
		chown(path, uid, gid) {
			ownerOf(uid, gid);
			mustExist(pathOf(path), "chown");
		},
		close(fd) {
			ops.close(fdOf(fd));
		},
		copyFile(src, dest, mode = 0) {
			v.validateOneOf(mode, "mode", [0, c.COPYFILE_EXCL, c.COPYFILE_FICLONE_FORCE, c.COPYFILE_FICLONE]);
			if (mode & c.COPYFILE_FICLONE_FORCE) throw new errors.ERR_UNSUPPORTED_OPERATION();
			if (mode & c.COPYFILE_EXCL && sync.exists(dest)) throw failure("EEXIST", "copyFile", pathOf(dest));
			ops.copy(pathOf(src), pathOf(dest));
		},
		cp(src, dest, options = {}) {
			v.validateObject(options, "options");
			const given = { dereference: false, errorOnExist: false, force: true, preserveTimestamps: false, recursive: false, verbatimSymlinks: false, ...options };
			for (const name of ["dereference", "errorOnExist", "force", "preserveTimestamps", "recursive", "verbatimSymlinks"]) v.validateBoolean(given[name], `options.${name}`);
			v.validateUint32(options.mode ?? 0, "options.mode");
			if (options.mode & c.COPYFILE_FICLONE_FORCE) throw new ERR_INVALID_ARG_VALUE("options.mode", "COPYFILE_FICLONE_FORCE is not supported");
			if (options.filter !== undefined) {
				if (typeof options.filter !== "function") throw new ERR_INVALID_ARG_TYPE("options.filter", "function", options.filter);
				throw new errors.ERR_UNSUPPORTED_OPERATION();
			}
			const [from, to] = [pathOf(src), pathOf(dest)];
			if (from === to) throw new Error("Source and destination paths must not be the same");
			if (from.replace(/\/+$/, "") === to.replace(/\/+$/, "")) throw new Error("Source and destination directories are the same");
			ops.cp(from, to, given.dereference, given.recursive, given.force, given.errorOnExist);
		},
		fchmod(fd, mode) {
			v.parseFileMode(mode, "mode");
			ops.fstat(fdOf(fd));
		},
		fchown(fd, uid, gid) {
			ownerOf(uid, gid);
			ops.fstat(fdOf(fd));
		},
		fdatasync(fd) {
			ops.fstat(fdOf(fd));
		},
		fstat(fd, options = {}) {
			v.validateObject(options, "options");
			const { bigint = false } = options;
			v.validateBoolean(bigint, "options.bigint");
			return stats(ops.fstat(fdOf(fd)), bigint);
		},
		fsync(fd) {
			ops.fstat(fdOf(fd));
		},
		ftruncate(fd, len = 0) {
			v.validateUint32(len, "len");
			ops.truncate(fdOf(fd), len);
		},
		futimes(fd, atime, mtime) {
			const time = timeOf(atime, mtime);
			ops.futimes(fdOf(fd), time);
		},
		glob(pattern, options = {}) {
			const patterns = typeof pattern === "string" ? [pattern] : [...pattern];
			for (const p of patterns) v.validateString(p, "pattern");
			v.validateObject(options, "options");
			const base = options.cwd instanceof URL ? options.cwd.pathname : (options.cwd ?? cwd());
			v.validateString(base, "options.cwd");
			return glob(ops, patterns, base, options).map(({ path, type }) => {
				if (!options.withFileTypes) return path;
				const at = path.lastIndexOf("/");
				return new Dirent(path.slice(at + 1), type, at < 0 ? base : `${base}/${path.slice(0, at)}`);
			});
		},
		lchmod(path, mode) {
			v.parseFileMode(mode, "mode");
			mustExist(pathOf(path), "lchmod", false);
		},
		lchown(path, uid, gid) {
			ownerOf(uid, gid);
			mustExist(pathOf(path), "lchown", false);
		},
		lutimes(path, atime, mtime) {
			const time = timeOf(atime, mtime);
			ops.utimes(pathOf(path), time, false);
		},
		link(existing, path) {
			ops.link(pathOf(existing), pathOf(path));
		},
		lstat(path, options) {
			return statOf(path, options, "lstat", false);
		},
		mkdir(path, options = {}) {
			if (typeof options === "number") options = { mode: options };
			options ??= {};
			v.validateObject(options, "options");
			const { recursive = false, mode = 0o777 } = options;
			v.validateBoolean(recursive, "options.recursive");
			v.parseFileMode(mode, "mode");
			return ops.mkdir(pathOf(path), recursive);
		},
		mkdtemp(prefix, options) {
			encodingOf(options);
			const made = ops.mkdtemp(pathOf(prefix));
			if (made === "") throw failure("EINVAL", "mkdtemp", undefined);
			return made;
		},
		open(path, flags = "r", mode = 0o666) {
			v.parseFileMode(mode, "mode", 0o666);
			flags = flagsOf(flags);
			const both = Boolean(flags & O_RDWR);
			const write = Boolean(flags & O_WRONLY);
			const has = (flag) => Boolean(flags & flag);
			return ops.open(pathOf(path), !write || both, write || both, has(O_APPEND), has(O_EXCL), has(O_CREAT), has(O_TRUNC));
		},
		opendir(path, options = {}) {
			v.validateObject(options, "options");
			const encoding = encodingOf(options);
			v.validateUint32(options.bufferSize ?? 32, "options.bufferSize");
			v.validateBoolean(options.recursive ?? false, "options.recursive");
			return new Dir(ops.readdir(pathOf(path), options.recursive ?? false), path, { encoding });
		},
		readdir(path, options) {
			const encoding = encodingOf(options);
			const { withFileTypes = false, recursive = false } = optionsOf(options);
			v.validateBoolean(withFileTypes, "options.withFileTypes");
			v.validateBoolean(recursive, "options.recursive");
			const entries = ops.readdir(pathOf(path), recursive);
			if (withFileTypes) return entries.map((e) => new Dirent(encoding === "buffer" ? Buffer.from(e.name) : e.name, e.type, e.parentPath));
			return entries.map((e) => encoded(e.name, encoding));
		},
		readFile(target, options) {
			const encoding = encodingOf(options, null);
			flagsOf(optionsOf(options).flag);
			const bytes = ops.readAll(fdOrPath(target));
			const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
			return encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer;
		},
		readlink(path, options) {
			const encoding = textEncodingOf(options);
			return encoded(ops.readLink(pathOf(path), true), encoding);
		},
		realpath(path, options) {
			const encoding = textEncodingOf(options);
			return encoded(ops.readLink(pathOf(path), false), encoding);
		},
		read(fd, buffer, offset, length, position = null) {
			fd = fdOf(fd);
			if (!ArrayBuffer.isView(buffer)) throw new ERR_INVALID_ARG_TYPE("buffer", ["Buffer", "TypedArray", "DataView"], buffer);
			const [view, at] = readSlice(buffer, offset, length, position);
			return view.byteLength === 0 ? 0 : ops.read(fd, [view], at);
		},
		readv(fd, buffers, position = null) {
			return ops.read(fdOf(fd), buffersOf(buffers), positionOf(position));
		},
		rename(from, to) {
			ops.rename(pathOf(from), pathOf(to));
		},
		rmdir(path, options = {}) {
			v.validateObject(options, "options");
			v.validateUint32(options.maxRetries ?? 0, "options.maxRetries");
			v.validateBoolean(options.recursive ?? false, "options.recursive");
			v.validateUint32(options.retryDelay ?? 0, "options.retryDelay");
			ops.rm(pathOf(path), options.recursive ?? false, false, true);
		},
		rm(path, options = {}) {
			v.validateObject(options, "options");
			const { force = false, maxRetries = 0, recursive = false, retryDelay = 0 } = options;
			v.validateBoolean(force, "options.force");
			v.validateUint32(maxRetries, "options.maxRetries");
			v.validateBoolean(recursive, "options.recursive");
			v.validateUint32(retryDelay, "options.retryDelay");
			ops.rm(pathOf(path), recursive, force, false);
		},
		stat(path, options) {
			return statOf(path, options, "stat", true);
		},
		statfs(path, options = {}) {
			pathOf(path);
			v.validateObject(options, "options");
			v.validateBoolean(options.bigint ?? false, "options.bigint");
			const zero = options.bigint ? 0n : 0;
			return { type: zero, bsize: zero, blocks: zero, bfree: zero, bavail: zero, files: zero, ffree: zero };
		},
		symlink(target, path, type = null) {
			v.validateOneOf(type, "type", ["dir", "file", "junction", null]);
			ops.symlink(pathOf(target), pathOf(path));
		},
		truncate(path, len = 0) {
			v.validateUint32(len, "len");
			ops.truncate(pathOf(path), len);
		},
		unlink(path) {
			ops.unlink(pathOf(path));
		},
		utimes(path, atime, mtime) {
			const time = timeOf(atime, mtime);
			ops.utimes(pathOf(path), time, true);
		},
		writeFile(target, data, options) {
			const { encoding = "utf8", mode = 0o666, flag = "w", flush = false } = optionsOf(options);
			v.validateBoolean(flush, "options.flush");
			v.parseFileMode(mode, "options.mode", 0o666);
			const flags = flagsOf(flag);
			if (!(flags & (O_APPEND | O_WRONLY | O_RDWR))) throw new ERR_INVALID_ARG_VALUE("flag", flag, "must be indicate write or append");
			const bytes = dataOf(data, encoding);
			target = fdOrPath(target);
			if (typeof target === "number" && target <= 2) return put(target, [bytes]);
			return ops.writeAll(target, bytes, Boolean(flags & O_APPEND), Boolean(flags & O_EXCL));
		},
		write(fd, data, offset, length, position) {
			fd = fdOf(fd);
			if (ArrayBuffer.isView(data)) {
				const [view, at] = writeSlice(data, offset, length, position);
				return put(fd, [view], at);
			}
			if (typeof data !== "string") throw new ERR_INVALID_ARG_TYPE("buffer", ["string", "Buffer", "TypedArray", "DataView"], data);
			// For a string the arguments are position and encoding.
			const at = positionOf(offset);
			return put(fd, [Buffer.from(data, typeof length === "string" ? length : "utf8")], at);
		},
		writev(fd, buffers, position = null) {
			return put(fdOf(fd), buffersOf(buffers), positionOf(position));
		},
		openAsBlob(path, options = {}) {
			v.validateObject(options, "options");
			const { type = "" } = options;
			v.validateString(type, "options.type");
			return new Blob([ops.readBlob(pathOf(path))], { type });
		},
	};
	return { sync, check, pathOf, fdOf, flagsOf, failure };
}
