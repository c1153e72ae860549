(require) => {
	const { Buffer } = require("buffer");
	const { ERR_INVALID_ARG_TYPE, ERR_STREAM_NULL_VALUES } = require("internal/errors");
	const { tick } = require("internal/stream/state");

	// from makes a stream of what an iterable gives.
	return (Readable, iterable, options) => {
		if (typeof iterable === "string" || iterable instanceof Buffer) {
			return new Readable({
				objectMode: true,
				...options,
				read() {
					this.push(iterable);
					this.push(null);
				},
			});
		}
		const isAsync = !!iterable?.[Symbol.asyncIterator];
		if (!isAsync && !iterable?.[Symbol.iterator]) throw new ERR_INVALID_ARG_TYPE("iterable", ["Iterable"], iterable);
		const iterator = isAsync ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();

		const stream = new Readable({ objectMode: true, highWaterMark: 1, ...options });
		let reading = false;
		stream._read = () => {
			if (reading) return;
			reading = true;
			next();
		};
		stream._destroy = (error, callback) => {
			close(error).then(
				() => tick(callback, error),
				(failure) => tick(callback, failure || error),
			);
		};
		const close = async (error) => {
			if (error !== undefined && error !== null && typeof iterator.throw === "function") {
				const { value, done } = await iterator.throw(error);
				await value;
				if (done) return;
			}
			if (typeof iterator.return === "function") await (await iterator.return()).value;
		};
		const next = async () => {
			for (;;) {
				try {
					let { value, done } = isAsync ? await iterator.next() : iterator.next();
					if (done) {
						stream.push(null);
						return;
					}
					if (value && typeof value.then === "function") value = await value;
					if (value === null) {
						reading = false;
						throw new ERR_STREAM_NULL_VALUES();
					}
					if (stream.push(value)) continue;
					reading = false;
				} catch (error) {
					stream.destroy(error);
				}
				return;
			}
		};
		return stream;
	};
}
