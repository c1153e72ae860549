(require, ops) => {
	const { Buffer } = require("buffer");

	// What is written at once, and what waits for the end of its line, is no longer than the platform's.
	const longest = 16 * 1024;
	const longestLine = 4096;

	// writer gives what writes bytes to the console, line by line. A line without an end follows when
	// the running script has returned.
	const writer = (prefix) => {
		let waiting = Buffer.alloc(0);
		const flush = () => {
			const text = waiting.toString();
			waiting = Buffer.alloc(0);
			console.log(prefix === "" || text === "" ? prefix || text : `${prefix} ${text}`);
		};
		const late = () => {
			if (waiting.length > 0) flush();
		};
		return (bytes) => {
			bytes = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, longest));
			let at = 0;
			for (let end; (end = bytes.indexOf(10, at)) >= 0; at = end + 1) {
				waiting = Buffer.concat([waiting, bytes.subarray(at, end)]);
				flush();
			}
			if (at === bytes.length) return bytes.length;
			if (waiting.length === 0) queueMicrotask(late);
			waiting = Buffer.concat([waiting, bytes.subarray(at)]);
			if (waiting.length > longestLine) waiting = waiting.subarray(-longestLine);
			return bytes.length;
		};
	};
	const labelled = (label) => (ops.labelled() ? `${label}:` : "");
	const writers = [];
	return {
		// write writes bytes to a standard stream and tells how many it took. Input takes and loses them.
		write(fd, bytes) {
			if (fd === 0) return bytes.byteLength;
			writers[fd] ??= writer(labelled(fd === 1 ? "stdout" : "stderr"));
			return writers[fd](bytes);
		},
	};
}
