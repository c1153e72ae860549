(require) => {
	const EventEmitter = require("events");
	const { validateBoolean, validateObject } = require("internal/validators");
	const { sync, failure } = require("internal/fs/sync");

	const secret = Symbol("FileHandle");
	const closed = (syscall) => Object.assign(failure("EBADF", syscall), { message: "Bad file descriptor" });

	// FileHandle is an open file as fs.promises gives it.
	class FileHandle extends EventEmitter {
		#fd;
		constructor(key, fd) {
			if (key !== secret) throw new TypeError("Illegal constructor");
			super();
			this.#fd = fd;
		}
		#use(syscall) {
			if (this.#fd === undefined) throw closed(syscall);
			return this.#fd;
		}
		get fd() {
			return this.#fd;
		}
		async appendFile(data, options) {
			sync.appendFile(this.#use("appendFile"), data, options);
		}
		async chmod(mode) {
			sync.fchmod(this.#use("chmod"), mode);
		}
		async chown(uid, gid) {
			sync.fchown(this.#use("chown"), uid, gid);
		}
		async datasync() {
			sync.fdatasync(this.#use("datasync"));
		}
		async sync() {
			sync.fsync(this.#use("sync"));
		}
		async read(buffer, offset, length, position) {
			if (buffer && !ArrayBuffer.isView(buffer)) ({ buffer, offset, length, position } = buffer);
			buffer ??= require("buffer").Buffer.alloc(16384);
			return { bytesRead: sync.read(this.#use("stat"), buffer, offset, length, position), buffer };
		}
		async readv(buffers, position) {
			return { bytesRead: sync.readv(this.#use("readv"), buffers, position), buffers };
		}
		async readFile(options) {
			return sync.readFile(this.#use("readFile"), options);
		}
		readLines(options) {
			throw new Error("not implemented"); // the platform's words
		}
		async stat(options) {
			return sync.fstat(this.#use("stat"), options);
		}
		async truncate(len) {
			sync.ftruncate(this.#use("truncate"), len);
		}
		async utimes(atime, mtime) {
			sync.futimes(this.#use("utimes"), atime, mtime);
		}
		async write(data, offset, length, position) {
			// Text is written as its bytes would be; what follows it is a position and an encoding, but with a length.
			if (typeof data === "string") {
				const text = typeof length !== "number";
				data = require("buffer").Buffer.from(data, text ? length : undefined);
				if (text) [offset, position] = [undefined, offset];
				if (text) length = undefined;
			}
			return { bytesWritten: sync.write(this.#use("write"), data, offset, length, position), buffer: data };
		}
		async writev(buffers, position) {
			return { bytesWritten: sync.writev(this.#use("writev"), buffers, position), buffers };
		}
		async writeFile(data, options) {
			sync.writeFile(this.#use("writeFile"), data, options);
		}
		async close() {
			if (this.#fd === undefined) return;
			sync.close(this.#fd);
			this.#fd = undefined;
			await null; // whoever asked may still begin to listen
			this.emit("close");
		}
		readableWebStream(options = {}) {
			this.#use("stat");
			validateObject(options, "options");
			const { autoClose = true } = options;
			validateBoolean(autoClose, "options.autoClose");
			const end = async (controller) => {
				controller.close();
				if (autoClose) await this.close();
			};
			return new ReadableStream({
				type: "bytes",
				pull: async (controller) => {
					if (this.#fd === undefined) return end(controller);
					const { bytesRead, buffer } = await this.read();
					if (bytesRead === 0) return end(controller);
					controller.enqueue(new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead));
				},
				cancel: async () => {
					if (autoClose) await this.close();
				},
			});
		}
		createReadStream(options) {
			return require("internal/fs/streams").createReadStream("", { ...options, fd: this });
		}
		createWriteStream(options) {
			return require("internal/fs/streams").createWriteStream("", { ...options, fd: this });
		}
		async [Symbol.asyncDispose]() {
			await this.close();
		}
	}
	return { FileHandle, open: (path, flags, mode) => new FileHandle(secret, sync.open(path, flags, mode)) };
}
