// What no other runtime was asked for.
const zlib = require("zlib");

test("much output in small chunks needs no deep stack", async () => {
	const input = Buffer.alloc(1 << 20, "A");
	for (const [compress, decompressor] of [[zlib.zstdCompressSync, zlib.createZstdDecompress], [zlib.gzipSync, zlib.createGunzip]]) {
		const stream = decompressor({ chunkSize: 64 });
		stream.end(compress(input));
		let length = 0;
		stream.on("data", (chunk) => (length += chunk.length));
		await new Promise((done) => stream.on("end", done));
		assertEquals(length, input.length);
	}
});

test("a reader that has enough is given no more", async () => {
	const stream = zlib.createGunzip({ chunkSize: 64, highWaterMark: 64 });
	stream.end(zlib.gzipSync("x".repeat(100000)));
	await new Promise((done) => setTimeout(done, 2));
	stream.read(64);
	await new Promise((done) => setTimeout(done, 2));
	assert(stream.readableLength <= 192, String(stream.readableLength));
});

test("an immediate can be disposed of", async () => {
	const immediate = setImmediate(() => {
		throw new Error("it ran");
	});
	immediate[Symbol.dispose]();
	immediate[Symbol.dispose]();
	await new Promise((done) => setImmediate(done));
});

test("what begins no frame of Zstandard is refused, however short", () => {
	const zlib = require("zlib");
	for (const text of ["abc", "abcdefgh"]) assertThrows(() => zlib.zstdDecompressSync(Buffer.from(text)), Error, "Zstd decompression failed: Unknown frame descriptor");
	assertEquals(zlib.zstdDecompressSync(Buffer.alloc(0)).length, 0);
	assertThrows(() => zlib.zstdDecompressSync(zlib.zstdCompressSync("hello").subarray(0, 8)), Error, "unexpected end of file");
});

test("what comes before damage in the same input is lost, and zeros after an archive are not read", async () => {
	const archive = Buffer.from("1f8b0800000000000003cb48cdc9c9070086a6103605000000", "hex");
	const read = (rest) =>
		new Promise((done) => {
			const stream = zlib.createGunzip();
			let text = "";
			stream.on("data", (chunk) => (text += chunk));
			stream.on("end", () => done(`${text} ${stream.bytesWritten}`));
			stream.on("error", (error) => done(`${text} ${error.code}`));
			stream.end(Buffer.concat([archive, Buffer.from(rest)]));
		});
	assertEquals([await read(""), await read([0, 0]), await read("trailing")], ["hello 25", "hello 25", " Z_DATA_ERROR"]);
});
