(require) => {
	const { ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } = require("internal/errors");
	const { validateAbortSignal, validateObject } = require("internal/validators");
	const Duplex = require("internal/stream/duplex");
	const { pipeline } = require("internal/stream/pipeline");
	const { join } = require("internal/stream/duplexify");
	const { isNodeStream, isReadable, isWritable } = require("internal/stream/state");

	// compose makes one stream of several: what is written goes into the first, what is read comes
	// from the last.
	const compose = (...given) => {
		if (given.length === 0) throw new ERR_MISSING_ARGS("streams");
		if (given.length === 1) return Duplex.from(given[0]);
		const streams = [...given];
		const last = streams.length - 1;
		for (const end of [0, last]) if (!isNodeStream(streams[end])) streams[end] = Duplex.from(streams[end]);
		streams.forEach((stream, i) => {
			if (!isNodeStream(stream)) return;
			if (i < last && !isReadable(stream)) throw new ERR_INVALID_ARG_VALUE(`streams[${i}]`, given[i], "must be readable");
			if (i > 0 && !isWritable(stream)) throw new ERR_INVALID_ARG_VALUE(`streams[${i}]`, given[i], "must be writable");
		});
		const head = streams[0];
		const tail = streams[last];
		const composed = new Duplex({
			writableObjectMode: !!head.writableObjectMode,
			readableObjectMode: !!tail.readableObjectMode,
			writable: !!isWritable(head),
			readable: !!isReadable(tail),
		});
		pipeline(streams, (error) => {
			if (error) composed.destroy(error);
		});
		return join(composed, tail, head, true);
	};

	// The operator of Readable.
	function composeWith(stream, options) {
		if (options != null) validateObject(options, "options");
		if (options?.signal != null) validateAbortSignal(options.signal, "options.signal");
		if (isNodeStream(stream) && !isWritable(stream)) throw new ERR_INVALID_ARG_VALUE("stream", stream, "must be writable");
		const composed = compose(this, stream);
		if (options?.signal) require("internal/stream/abort").addAbortSignalNoValidate(options.signal, composed);
		return composed;
	}
	return { compose, composeWith };
}
