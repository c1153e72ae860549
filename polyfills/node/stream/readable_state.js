(require) => {
	const { Buffer } = require("buffer");
	const { getDefaultHighWaterMark, highWaterMark } = require("internal/stream/state");

	// ReadableState is what a Readable remembers. Programs look into it, so that the names are Node's.
	class ReadableState {
		constructor(options = {}, isDuplex = false) {
			this.objectMode = !!(options.objectMode || (isDuplex && options.readableObjectMode));
			this.highWaterMark = options ? highWaterMark(this, options, "readableHighWaterMark", isDuplex) : getDefaultHighWaterMark(false);
			this.buffer = [];
			this.bufferIndex = 0; // of the first chunk that was not read
			this.length = 0;
			this.pipes = [];
			this.awaitDrainWriters = null; // a stream, or a set of them with multiAwaitDrain
			this.multiAwaitDrain = false;
			this.flowing = null; // null: nobody has asked for data
			this.paused = null;
			this.ended = false; // null was pushed
			this.endEmitted = false;
			this.reading = false; // _read was called and has not pushed
			this.readingMore = false;
			this.constructed = true;
			this.sync = true; // _read is running
			this.needReadable = false;
			this.emittedReadable = false;
			this.readableListening = false;
			this.resumeScheduled = false;
			this.dataEmitted = false;
			this.errorEmitted = false;
			this.emitClose = options.emitClose !== false;
			this.autoDestroy = options.autoDestroy !== false;
			this.destroyed = false;
			this.errored = null;
			this.closed = false;
			this.closeEmitted = false;
			this.defaultEncoding = options.defaultEncoding || "utf8";
			this.decoder = null;
			this.encoding = null;
			if (options.encoding) this.decode(options.encoding);
		}
		get pipesCount() {
			return this.pipes.length;
		}
		decode(encoding) {
			const { StringDecoder } = require("string_decoder");
			this.decoder = new StringDecoder(encoding);
			this.encoding = this.decoder.encoding;
		}
		// room tells whether more may be pushed.
		room() {
			return !this.ended && (this.length < this.highWaterMark || this.length === 0);
		}
		first() {
			return this.buffer[this.bufferIndex];
		}
		clear() {
			this.buffer.length = 0;
			this.bufferIndex = 0;
		}
		// prepend puts a chunk in front of what is buffered.
		prepend(chunk) {
			if (this.bufferIndex > 0) this.buffer[--this.bufferIndex] = chunk;
			else this.buffer.unshift(chunk);
		}
		shift() {
			const chunk = this.buffer[this.bufferIndex];
			this.buffer[this.bufferIndex++] = null;
			if (this.bufferIndex === this.buffer.length) this.clear();
			else if (this.bufferIndex > 1024) {
				this.buffer.splice(0, this.bufferIndex);
				this.bufferIndex = 0;
			}
			return chunk;
		}
		// available is how much of n a read gets now.
		available(n) {
			if (n <= 0 || (this.length === 0 && this.ended)) return 0;
			if (this.objectMode) return 1;
			if (Number.isNaN(n)) return this.flowing && this.length ? this.first().length : this.length;
			if (n <= this.length) return n;
			return this.ended ? this.length : 0;
		}
		// take removes n bytes or characters, or one object.
		take(n) {
			if (this.length === 0) return null;
			if (this.objectMode) return this.shift();
			if (!n || n >= this.length) return this.takeAll();
			return this.decoder ? this.takeText(n) : this.takeBytes(n);
		}
		takeAll() {
			const chunks = this.bufferIndex > 0 ? this.buffer.slice(this.bufferIndex) : this.buffer;
			const all = this.decoder ? chunks.join("") : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, this.length);
			this.clear();
			return all;
		}
		takeText(n) {
			let text = "";
			while (n > 0) {
				const chunk = this.first();
				if (n < chunk.length) {
					this.buffer[this.bufferIndex] = chunk.slice(n);
					return text + chunk.slice(0, n);
				}
				text += this.shift();
				n -= chunk.length;
			}
			return text;
		}
		takeBytes(n) {
			const head = this.first();
			if (n <= head.length) {
				if (n === head.length) return this.shift();
				this.buffer[this.bufferIndex] = head.subarray(n);
				return head.subarray(0, n);
			}
			const bytes = Buffer.allocUnsafe(n);
			let at = 0;
			while (at < n) {
				const chunk = this.first();
				const part = Math.min(chunk.length, n - at);
				bytes.set(part === chunk.length ? chunk : chunk.subarray(0, part), at);
				if (part === chunk.length) this.shift();
				else this.buffer[this.bufferIndex] = chunk.subarray(part);
				at += part;
			}
			return bytes;
		}
	}
	return ReadableState;
}
