(require) => {
	const { Buffer } = require("buffer");
	const { ERR_DIR_CLOSED } = require("internal/errors");
	const { validateFunction } = require("internal/validators");
	const c = require("internal/fs/constants");

	const badge = Symbol("badge"); // only this module's kin make stats

	const kinds = { file: c.S_IFREG, directory: c.S_IFDIR, symlink: c.S_IFLNK };

	// Times other than of the last change are not kept.
	class Stats {
		constructor(key, stat, bigint) {
			if (key !== badge) throw new TypeError("Illegal constructor");
			const number = bigint ? BigInt : Number;
			const mode = (stat.device ? c.S_IFCHR : kinds[stat.type]) | (stat.writable ? 0o666 : 0o444);
			this.dev = number(stat.device ? 1 : 0);
			this.ino = number(0);
			this.mode = number(mode);
			this.nlink = number(1);
			for (const name of ["uid", "gid", "rdev"]) this[name] = number(0);
			this.size = number(stat.size);
			this.blksize = number(0);
			this.blocks = number(0);
			const changed = Math.trunc(stat.modified);
			this.atimeMs = number(0);
			this.mtimeMs = number(changed);
			this.ctimeMs = number(changed);
			this.birthtimeMs = number(0);
			for (const name of ["atime", "mtime", "ctime", "birthtime"]) this[`${name}Ns`] = bigint ? this[`${name}Ms`] * 1000000n : undefined;
			for (const name of ["atime", "mtime", "ctime", "birthtime"]) this[name] = new Date(Number(this[`${name}Ms`]));
		}
		isBlockDevice() {
			return false;
		}
		isCharacterDevice() {
			return is(this, c.S_IFCHR);
		}
		isDirectory() {
			return is(this, c.S_IFDIR);
		}
		isFIFO() {
			return false;
		}
		isFile() {
			return is(this, c.S_IFREG);
		}
		isSocket() {
			return false;
		}
		isSymbolicLink() {
			return is(this, c.S_IFLNK);
		}
	}
	const is = (stats, kind) => (Number(stats.mode) & c.S_IFMT) === kind;

	const kind = Symbol("type"); // shown by that name
	class Dirent {
		constructor(name, type, parentPath) {
			this.name = name;
			this.parentPath = parentPath;
			this[kind] = type;
		}
		isDirectory() {
			return this[kind] === c.UV_DIRENT_DIR;
		}
		isFile() {
			return this[kind] === c.UV_DIRENT_FILE;
		}
		isBlockDevice() {
			return false;
		}
		isCharacterDevice() {
			return this[kind] === c.UV_DIRENT_CHAR;
		}
		isSymbolicLink() {
			return this[kind] === c.UV_DIRENT_LINK;
		}
		isFIFO() {
			return false;
		}
		isSocket() {
			return false;
		}
	}

	class Dir {
		#entries;
		#path;
		#encoding;
		constructor(entries, path, { encoding = "utf8" } = {}) {
			this.#entries = entries;
			this.#path = path;
			this.#encoding = encoding;
		}
		#open() {
			if (!this.#entries) throw new ERR_DIR_CLOSED();
		}
		get path() {
			return this.#path;
		}
		read(callback) {
			if (callback === undefined) {
				return new Promise((resolve) => resolve(this.readSync()));
			}
			validateFunction(callback, "callback");
			this.#open();
			const entry = this.readSync();
			queueMicrotask(() => callback(null, entry));
			return undefined;
		}
		readSync() {
			this.#open();
			const entry = this.#entries.shift();
			if (!entry) return null;
			const name = this.#encoding === "buffer" ? Buffer.from(entry.name) : Buffer.from(entry.name).toString(this.#encoding);
			return new Dirent(name, entry.type, entry.parentPath);
		}
		close(callback) {
			if (callback === undefined) {
				return new Promise((resolve) => resolve(this.closeSync()));
			}
			validateFunction(callback, "callback");
			this.closeSync();
			queueMicrotask(() => callback(null));
			return undefined;
		}
		closeSync() {
			this.#open();
			this.#entries = null;
		}
		entries() {
			return iterator(this);
		}
		[Symbol.asyncIterator]() {
			return iterator(this);
		}
		async [Symbol.asyncDispose]() {
			this.#entries = null;
		}
		[Symbol.dispose]() {
			this.#entries = null;
		}
	}
	const iterator = require("internal/stream/generator").asyncGenerator(function* (dir) {
		try {
			for (let entry; (entry = dir.readSync()); ) yield entry;
		} finally {
			dir.closeSync();
		}
	});

	return { Stats, Dirent, Dir, stats: (stat, bigint) => new Stats(badge, stat, bigint) };
}
