(require) => {
	const { AbortError, ERR_INVALID_ARG_TYPE } = require("internal/errors");
	const { isNodeStream, isWebStream, listen } = require("internal/stream/state");

	const addAbortSignalNoValidate = (signal, stream) => {
		if (typeof signal !== "object" || signal === null || !("aborted" in signal)) return stream;
		const fail = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
		if (signal.aborted) {
			fail();
			return stream;
		}
		const unlisten = listen(signal, fail);
		const { eos } = require("internal/stream/finished");
		eos(stream, unlisten);
		return stream;
	};
	return {
		addAbortSignalNoValidate,
		addAbortSignal(signal, stream) {
			if (typeof signal !== "object" || signal === null || !("aborted" in signal)) throw new ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
			if (!isNodeStream(stream) && !isWebStream(stream)) {
				throw new ERR_INVALID_ARG_TYPE("stream", ["ReadableStream", "WritableStream", "Stream"], stream);
			}
			return addAbortSignalNoValidate(signal, stream);
		},
	};
}
