(require) => {
	const { Buffer } = require("buffer");
	const { each } = require("internal/stream/generator");

	const visit = (stream, take) => {
		if (typeof stream?.[Symbol.asyncIterator] !== "function" && typeof stream?.[Symbol.iterator] !== "function") {
			throw new TypeError("stream is not async iterable");
		}
		return each(stream, take);
	};
	const exports = {
		async arrayBuffer(stream) {
			return (await exports.blob(stream)).arrayBuffer();
		},
		async blob(stream) {
			const chunks = [];
			await visit(stream, (chunk) => {
				chunks.push(chunk);
			});
			return new Blob(chunks);
		},
		async buffer(stream) {
			return Buffer.from(await exports.arrayBuffer(stream));
		},
		async text(stream) {
			const decoder = new TextDecoder();
			let text = "";
			await visit(stream, (chunk) => {
				text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
			});
			return text + decoder.decode();
		},
		async json(stream) {
			return JSON.parse(await exports.text(stream));
		},
	};
	return exports;
}
