(require) => {
	const { highWaterMark } = require("internal/stream/state");

	// WritableState is what a Writable remembers. Programs look into it, so that the names are Node's.
	class WritableState {
		constructor(options = {}, onwrite, isDuplex = false) {
			this.objectMode = !!(options.objectMode || (isDuplex && options.writableObjectMode));
			this.highWaterMark = highWaterMark(this, options, "writableHighWaterMark", isDuplex);
			this.finalCalled = false;
			this.needDrain = false;
			this.ending = false; // end() was called
			this.ended = false; // and has returned
			this.finished = false;
			this.destroyed = false;
			this.decodeStrings = options.decodeStrings !== false;
			this.defaultEncoding = options.defaultEncoding || "utf8";
			this.length = 0;
			this.writing = false;
			this.corked = 0;
			this.sync = true; // _write is running
			this.bufferProcessing = false;
			this.onwrite = onwrite;
			this.writecb = null;
			this.writelen = 0;
			this.afterWriteTickInfo = null;
			this.afterWritePending = false;
			this.pendingcb = 0; // callbacks that have not run: "finish" waits for them
			this.constructed = true;
			this.prefinished = false;
			this.errorEmitted = false;
			this.emitClose = options.emitClose !== false;
			this.autoDestroy = options.autoDestroy !== false;
			this.errored = null;
			this.closed = false;
			this.closeEmitted = false;
			this.onFinish = []; // callbacks of end()
			this.resetBuffer();
		}
		resetBuffer() {
			this.buffered = [];
			this.bufferedIndex = 0;
			this.allBuffers = true;
			this.allNoop = true;
		}
		getBuffer() {
			return this.buffered.slice(this.bufferedIndex);
		}
		get bufferedRequestCount() {
			return this.buffered.length - this.bufferedIndex;
		}
		// begin marks that _write is about to be called.
		begin(length, callback) {
			this.writelen = length;
			this.writecb = callback;
			this.writing = true;
			this.sync = true;
		}
		// advance forgets the first i chunks of the buffer.
		advance(i) {
			if (i === this.buffered.length) {
				this.resetBuffer();
			} else if (i > 256) {
				this.buffered.splice(0, i);
				this.bufferedIndex = 0;
			} else {
				this.bufferedIndex = i;
			}
		}
		// finishes tells whether nothing keeps "finish" any more.
		finishes() {
			return (
				this.ending &&
				!this.destroyed &&
				this.constructed &&
				this.length === 0 &&
				!this.errored &&
				this.buffered.length === 0 &&
				!this.finished &&
				!this.writing &&
				!this.errorEmitted &&
				!this.closeEmitted
			);
		}
		tellFinished(error) {
			const callbacks = this.onFinish;
			this.onFinish = [];
			for (const callback of callbacks) callback(error);
		}
	}
	return WritableState;
}
