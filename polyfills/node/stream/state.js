(require, { queueMicrotask }) => {
	const { validateInteger } = require("internal/validators");
	const { ERR_INVALID_ARG_VALUE } = require("internal/errors");

	// Streams that are not of this module may say of themselves what they are.
	const kIsErrored = Symbol.for("nodejs.stream.errored");
	const kIsReadable = Symbol.for("nodejs.stream.readable");
	const kIsWritable = Symbol.for("nodejs.stream.writable");
	const kIsDisturbed = Symbol.for("nodejs.stream.disturbed");
	const kIsDestroyed = Symbol.for("nodejs.stream.destroyed");

	const isFunction = (v) => typeof v === "function";

	const isReadableNodeStream = (stream, strict = false) =>
		!!(
			stream &&
			isFunction(stream.pipe) &&
			isFunction(stream.on) &&
			(!strict || (isFunction(stream.pause) && isFunction(stream.resume))) &&
			(!stream._writableState || stream._readableState?.readable !== false) &&
			(!stream._writableState || stream._readableState)
		);
	const isWritableNodeStream = (stream) =>
		!!(
			stream &&
			isFunction(stream.write) &&
			isFunction(stream.on) &&
			(!stream._readableState || stream._writableState?.writable !== false)
		);
	const isDuplexNodeStream = (stream) =>
		!!(stream && isFunction(stream.pipe) && stream._readableState && isFunction(stream.on) && isFunction(stream.write));
	const isNodeStream = (stream) =>
		stream &&
		(stream._readableState ||
			stream._writableState ||
			(isFunction(stream.write) && isFunction(stream.on)) ||
			(isFunction(stream.pipe) && isFunction(stream.on)));

	const isReadableStream = (v) => !!(v && !isNodeStream(v) && isFunction(v.pipeThrough) && isFunction(v.getReader) && isFunction(v.cancel));
	const isWritableStream = (v) => !!(v && !isNodeStream(v) && isFunction(v.getWriter) && isFunction(v.abort));
	const isTransformStream = (v) => !!(v && !isNodeStream(v) && typeof v.readable === "object" && typeof v.writable === "object");
	const isWebStream = (v) => isReadableStream(v) || isWritableStream(v) || isTransformStream(v);

	// isIterable wants an iterable of the kind given, or of either.
	const isIterable = (v, isAsync) => {
		if (v == null) return false;
		if (isAsync === true) return isFunction(v[Symbol.asyncIterator]);
		if (isAsync === false) return isFunction(v[Symbol.iterator]);
		return isFunction(v[Symbol.asyncIterator]) || isFunction(v[Symbol.iterator]);
	};

	// The answers below are null where a stream cannot tell.

	const isDestroyed = (stream) => {
		if (!isNodeStream(stream)) return null;
		const state = stream._writableState || stream._readableState;
		return !!(stream.destroyed || stream[kIsDestroyed] || state?.destroyed);
	};
	const isWritableEnded = (stream) => {
		if (!isWritableNodeStream(stream)) return null;
		if (stream.writableEnded === true) return true;
		const w = stream._writableState;
		if (w?.errored) return false;
		return typeof w?.ended === "boolean" ? w.ended : null;
	};
	const isWritableFinished = (stream, strict) => {
		if (!isWritableNodeStream(stream)) return null;
		if (stream.writableFinished === true) return true;
		const w = stream._writableState;
		if (w?.errored) return false;
		if (typeof w?.finished !== "boolean") return null;
		return !!(w.finished || (strict === false && w.ended === true && w.length === 0));
	};
	const isReadableEnded = (stream) => {
		if (!isReadableNodeStream(stream)) return null;
		if (stream.readableEnded === true) return true;
		const r = stream._readableState;
		if (!r || r.errored) return false;
		return typeof r.ended === "boolean" ? r.ended : null;
	};
	const isReadableFinished = (stream, strict) => {
		if (!isReadableNodeStream(stream)) return null;
		const r = stream._readableState;
		if (r?.errored) return false;
		if (typeof r?.endEmitted !== "boolean") return null;
		return !!(r.endEmitted || (strict === false && r.ended === true && r.length === 0));
	};
	const isReadable = (stream) => {
		if (stream && stream[kIsReadable] != null) return stream[kIsReadable];
		if (typeof stream?.readable !== "boolean") return null;
		if (isDestroyed(stream)) return false;
		return isReadableNodeStream(stream) && stream.readable && !isReadableFinished(stream);
	};
	const isWritable = (stream) => {
		if (stream && stream[kIsWritable] != null) return stream[kIsWritable];
		if (typeof stream?.writable !== "boolean") return null;
		if (isDestroyed(stream)) return false;
		return isWritableNodeStream(stream) && stream.writable && !isWritableEnded(stream);
	};
	const isFinished = (stream, options) => {
		if (!isNodeStream(stream)) return null;
		if (isDestroyed(stream)) return true;
		if (options?.readable !== false && isReadable(stream)) return false;
		if (options?.writable !== false && isWritable(stream)) return false;
		return true;
	};
	const isWritableErrored = (stream) => {
		if (!isNodeStream(stream)) return null;
		if (stream.writableErrored) return stream.writableErrored;
		return stream._writableState?.errored ?? null;
	};
	const isReadableErrored = (stream) => {
		if (!isNodeStream(stream)) return null;
		if (stream.readableErrored) return stream.readableErrored;
		return stream._readableState?.errored ?? null;
	};
	const isOutgoingMessage = (stream) =>
		typeof stream._closed === "boolean" &&
		typeof stream._defaultKeepAlive === "boolean" &&
		typeof stream._removedConnection === "boolean" &&
		typeof stream._removedContLen === "boolean";
	const isClosed = (stream) => {
		if (!isNodeStream(stream)) return null;
		if (typeof stream.closed === "boolean") return stream.closed;
		const w = stream._writableState;
		const r = stream._readableState;
		if (typeof w?.closed === "boolean" || typeof r?.closed === "boolean") return w?.closed || r?.closed;
		if (typeof stream._closed === "boolean" && isOutgoingMessage(stream)) return stream._closed;
		return null;
	};
	const isServerResponse = (stream) => typeof stream._sent100 === "boolean" && isOutgoingMessage(stream);
	const isServerRequest = (stream) =>
		typeof stream._consuming === "boolean" && typeof stream._dumped === "boolean" && stream.req?.upgradeOrConnect === undefined;
	const willEmitClose = (stream) => {
		if (!isNodeStream(stream)) return null;
		const w = stream._writableState;
		const r = stream._readableState;
		const state = w || r;
		return (!state && isServerResponse(stream)) || !!(state?.autoDestroy && state.emitClose && state.closed === false);
	};
	const isDisturbed = (stream) => !!(stream && (stream[kIsDisturbed] ?? (stream.readableDidRead || stream.readableAborted)));
	const isErrored = (stream) =>
		!!(
			stream &&
			(stream[kIsErrored] ??
				stream.readableErrored ??
				stream.writableErrored ??
				stream._readableState?.errorEmitted ??
				stream._writableState?.errorEmitted ??
				stream._readableState?.errored ??
				stream._writableState?.errored)
		);
	const isRequest = (stream) => stream?.setHeader && isFunction(stream.abort);

	const defaults = { bytes: 64 * 1024, objects: 16 };
	const getDefaultHighWaterMark = (objectMode) => (objectMode ? defaults.objects : defaults.bytes);
	const setDefaultHighWaterMark = (objectMode, value) => {
		validateInteger(value, "value", 0);
		defaults[objectMode ? "objects" : "bytes"] = value;
	};
	// highWaterMark reads it from a stream's options; side is what a duplex calls its own.
	const highWaterMark = (state, options, side, isDuplex) => {
		const given = options.highWaterMark ?? (isDuplex ? options[side] : null);
		if (given == null) return getDefaultHighWaterMark(state.objectMode);
		if (!Number.isInteger(given) || given < 0) {
			throw new ERR_INVALID_ARG_VALUE(isDuplex ? `options.${side}` : "options.highWaterMark", given);
		}
		return Math.floor(given);
	};

	return {
		kIsErrored,
		kIsReadable,
		kIsWritable,
		kIsDisturbed,
		kIsDestroyed,
		isReadableNodeStream,
		isWritableNodeStream,
		isDuplexNodeStream,
		isNodeStream,
		isReadableStream,
		isWritableStream,
		isTransformStream,
		isWebStream,
		isIterable,
		isDestroyed,
		isWritableEnded,
		isWritableFinished,
		isReadableEnded,
		isReadableFinished,
		isReadable,
		isWritable,
		isFinished,
		isWritableErrored,
		isReadableErrored,
		isClosed,
		isServerRequest,
		willEmitClose,
		isDisturbed,
		isErrored,
		isRequest,
		getDefaultHighWaterMark,
		setDefaultHighWaterMark,
		highWaterMark,
		nop() {},
		// tick runs fn when the running script has returned.
		tick(fn, ...args) {
			queueMicrotask(() => fn(...args));
		},
		// once makes a function that runs only the first time.
		once(fn) {
			let called = false;
			return function (...args) {
				if (called) return;
				called = true;
				Reflect.apply(fn, this, args);
			};
		},
		// listen calls aborted once, at the latest when signal aborts; the result takes it back.
		listen(signal, aborted) {
			if (!signal) return () => {};
			if (signal.aborted) {
				queueMicrotask(() => aborted());
				return () => {};
			}
			signal.addEventListener("abort", aborted, { once: true });
			return () => signal.removeEventListener("abort", aborted);
		},
	};
}
