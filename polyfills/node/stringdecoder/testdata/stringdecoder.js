const { StringDecoder } = require("string_decoder");

const bytes = (...b) => Buffer.from(b);

test("characters of UTF-8 are put together", () => {
	const d = new StringDecoder();
	assertEquals([d.write(bytes(0xe2, 0x82)), d.lastNeed, d.lastTotal], ["", 1, 3]);
	assertEquals([d.write(bytes(0xac)), d.lastNeed, d.end(bytes(0xe2)), d.end()], ["€", 0, "\ufffd", ""]);
	assertEquals([d.write(bytes(0xff, 0x41, 0xe2, 0x41)), d.end()], ["\ufffdA\ufffdA", ""]);
	for (let cut = 0; cut <= 7; cut++) {
		const text = Buffer.from("é😀a");
		assertEquals(d.write(text.subarray(0, cut)) + d.write(text.subarray(cut)) + d.end(), "é😀a");
	}
});

test("units and pairs of UTF-16 are put together", () => {
	const d = new StringDecoder("ucs2");
	assertEquals([d.encoding, d.write(bytes(0x61, 0, 0x3d)), d.write(bytes(0xd8, 0x4d)), d.write(bytes(0xdc)), d.end(bytes(1))], ["utf16le", "a", "\ud83d", "\udc4d", ""]);
	assertEquals([d.write(bytes(0x3d, 0xd8)), d.write(bytes(0x4d, 0xdc))], ["", "\ud83d\udc4d"]);
});

test("base64 goes by three bytes", () => {
	const d = new StringDecoder("base64");
	assertEquals([d.write(Buffer.from("a")), d.write(Buffer.from("bcd")), d.end()], ["", "YWJj", "ZA=="]);
	const h = new StringDecoder("hex");
	assertEquals([h.write(Buffer.from("ab")), h.end()], ["6162", ""]);
});

test("the class is the platform's", () => {
	const o = Object.create(StringDecoder.prototype);
	StringDecoder.call(o, "utf8");
	assertEquals(Object.keys(o), ["encoding"]);
	assertEquals(Object.getOwnPropertyNames(StringDecoder.prototype).join(), "constructor,write,end,text,lastChar,lastNeed,lastTotal");
	assertThrows(() => new StringDecoder("zz"), TypeError, "Unknown encoding: zz");
	assertThrows(() => new StringDecoder().write(1), TypeError, 'The "buf" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (1)');
	assertEquals(new StringDecoder().write("s"), "s");
});

test("half of a pair of surrogates waits for all of the other", () => {
	const { StringDecoder } = require("string_decoder");
	const decoder = new StringDecoder("utf16le");
	const write = (hex) => decoder.write(Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16)));
	assertEquals([write("3dd8"), write("4d"), decoder.lastNeed, write("dc"), decoder.end()], ["", "", 1, "\ud83d\udc4d", ""]);
	assertEquals(["61", "00", "3d", "d8", "4d", "dc"].map(write), ["", "a", "", "\ud83d", "", "\udc4d"]);
});

test("bytes that look as if they began a character are waited for", () => {
	const { StringDecoder } = require("string_decoder");
	const decoder = new StringDecoder("utf8");
	assertEquals([decoder.write(Buffer.from([0xc1])), decoder.lastNeed, decoder.lastTotal, decoder.end()], ["", 1, 2, "�"]);
	assertEquals([decoder.write(Buffer.from([0xc0])), decoder.write(Buffer.from([0x80]))], ["", "��"]);
	assertThrows(() => StringDecoder.prototype.write.call({}, Buffer.from("a")), TypeError, 'Value of "this" must be of type StringDecoder');
});
