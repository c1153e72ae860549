const module = require("buffer");
const { Buffer } = module;

const hex = (b) => b.toString("hex");
const message = (fn) => {
	try {
		return "gave " + fn();
	} catch (e) {
		return [e.name, e.code, e.message].join("|");
	}
};

test("the module has the platform's members", () => {
	assertEquals(Object.keys(module).join(" "), "atob btoa constants kMaxLength kStringMaxLength Blob Buffer File SlowBuffer isAscii isUtf8 transcode INSPECT_MAX_BYTES resolveObjectURL");
	assertEquals(globalThis.Buffer, Buffer);
	assertEquals([module.kMaxLength, module.kStringMaxLength], [2147483647, 536870888]);
});

test("a Buffer is a Uint8Array", () => {
	const b = Buffer.from("ab");
	assert(b instanceof Uint8Array && b instanceof Buffer && Buffer.isBuffer(b) && !Buffer.isBuffer(new Uint8Array(1)));
	assertEquals([b.constructor === Buffer, Buffer.name, Buffer.length, Object.prototype.toString.call(b)], [true, "Buffer", 3, "[object Uint8Array]"]);
	assert(b.map((x) => x + 1) instanceof Buffer);
	assertEquals(hex(b.map((x) => x + 1)), "6263");
	assertEquals(hex(Buffer.of(1, 2)), "0102");
	assertEquals([...b.entries()], [[0, 97], [1, 98]]);
	assertEquals([b.buffer.byteLength, b.parent === b.buffer, b.offset, Object.keys(b).join()], [2, true, 0, "0,1"]);
	assertEquals([hex(new Buffer("a")), hex(Buffer(3)), hex(new module.SlowBuffer(2))], ["61", "000000", "0000"]);
});

test("text is encoded", () => {
	const encodings = { utf8: "61c3a9efbfbd", "utf-8": "61c3a9efbfbd", utf16le: "6100e90000d8", ucs2: "6100e90000d8", latin1: "61e900", binary: "61e900", ascii: "61e900" };
	for (const [name, want] of Object.entries(encodings)) assertEquals(hex(Buffer.from("aé\ud800", name)), want, name);
	assertEquals(hex(Buffer.from("YW Jj$ZA==zz", "base64")), "61626364");
	assertEquals(hex(Buffer.from("-_-_", "base64")), "fbffbf");
	assertEquals(hex(Buffer.from("+/+/", "base64url")), "fbffbf");
	assertEquals(hex(Buffer.from("abxxcd", "hex")), "ab");
	assertEquals(hex(Buffer.from("abc", "HEX")), "ab");
	assertEquals(message(() => Buffer.from("a", "zz")), "TypeError|ERR_UNKNOWN_ENCODING|Unknown encoding: zz");
});

test("bytes are decoded", () => {
	const b = Buffer.from([0xff, 0xfe, 0x41]);
	assertEquals(b.toString(), "\ufffd\ufffdA");
	assertEquals(b.toString("latin1"), "ÿþA");
	assertEquals(b.toString("ascii"), "\x7f~A");
	assertEquals(b.toString("base64"), "//5B");
	assertEquals(b.toString("base64url"), "__5B");
	assertEquals(Buffer.from([0x61, 0, 0x00, 0xd8, 0x62]).toString("utf16le"), "a\ud800");
	assertEquals(Buffer.from("abc").toString("utf8", -1, 2), "ab");
	assertEquals(Buffer.from("abc").toString(undefined, 1), "bc");
	assertEquals(message(() => b.toString("bad")), "TypeError|ERR_UNKNOWN_ENCODING|Unknown encoding: bad");
	assertEquals(Buffer.from("é").hexSlice(0, 1), "c3");
});

test("base64 survives a round trip at every length", () => {
	for (let n = 0; n < 10; n++) {
		const b = Buffer.from(Array.from({ length: n }, (_, i) => 250 + i));
		for (const encoding of ["base64", "base64url", "hex", "latin1"]) assertEquals(hex(Buffer.from(b.toString(encoding), encoding)), hex(b));
	}
});

test("Buffers are made from anything that holds bytes", () => {
	assertEquals(hex(Buffer.from([1, 256, -1, "3", 1.9])), "0100ff0301");
	assertEquals(hex(Buffer.from({ length: 2, 0: 1, 1: 2 })), "0102");
	assertEquals(hex(Buffer.from(new String("x"))), "78");
	assertEquals(hex(Buffer.from({ valueOf: () => "v" })), "76");
	assertEquals(hex(Buffer.from(new Uint16Array([1, 257]))), "0101");
	assertEquals(hex(Buffer.from({ length: "a" })), "");
	assertEquals(hex(Buffer.from(JSON.parse(JSON.stringify(Buffer.from("ab"))))), "6162");
	assertEquals(hex(Buffer.from({ [Symbol.toPrimitive]: () => "p" })), "70");
	const memory = new ArrayBuffer(8);
	const view = Buffer.from(memory, 2, 3);
	view[0] = 9;
	assertEquals(new Uint8Array(memory)[2], 9);
	assertEquals(message(() => Buffer.from(memory, 9)), 'RangeError|ERR_BUFFER_OUT_OF_BOUNDS|"offset" is outside of buffer bounds');
	assertEquals(message(() => Buffer.from(memory, 2, 9)), 'RangeError|ERR_BUFFER_OUT_OF_BOUNDS|"length" is outside of buffer bounds');
	const words = "TypeError|ERR_INVALID_ARG_TYPE|The first argument must be of type string or an instance of Buffer, TypedArray, ArrayBuffer, SharedArrayBuffer, or Array or an Array-like Object. Received ";
	for (const [value, received] of [[5, "type number (5)"], [null, "null"], [undefined, "undefined"], [{}, "an instance of Object"], [() => 1, "type function ([Function (anonymous)])"]]) {
		assertEquals(message(() => Buffer.from(value)), words + received);
	}
	assertEquals(message(() => new Buffer(3, "utf8")), 'TypeError|ERR_INVALID_ARG_TYPE|The "string" argument must be of type string. Received type number (3)');
});

test("memory is allocated, and filled", () => {
	assertEquals([Buffer.alloc(5, "ab"), Buffer.alloc(5, "YWI=", "base64"), Buffer.alloc(3, 1), Buffer.alloc(3, "")].map(hex), ["6162616261", "6162616261", "010101", "000000"]);
	assertEquals([Buffer.alloc(5).fill("é"), Buffer.alloc(4).fill("é", 1, 2), Buffer.alloc(5).fill("ab", "utf16le"), Buffer.alloc(5).fill(Buffer.from("xy")), Buffer.alloc(2).fill(true), Buffer.alloc(2).fill(-1)].map(hex), [
		"c3a9c3a9c3", "00c30000", "6100620061", "7879787978", "0101", "ffff",
	]);
	assertEquals(message(() => Buffer.alloc("5")), `TypeError|ERR_INVALID_ARG_TYPE|The "size" argument must be of type number. Received type string ('5')`);
	assertEquals(message(() => Buffer.allocUnsafe(-1)), "RangeError||Invalid typed array length: -1");
	assertEquals(message(() => Buffer.alloc(1e20)), 'RangeError|ERR_OUT_OF_RANGE|The value of "size" is out of range. It must be 0 to 2147483647. Received 100_000_000_000_000_000_000');
	assertEquals(message(() => Buffer.allocUnsafeSlow(NaN)), "RangeError|ERR_INVALID_ARG_VALUE|The argument 'size' is invalid. Received NaN");
	assertEquals(message(() => Buffer.alloc(3).fill("zz", "hex")), "TypeError||The text is not valid hex");
	assertEquals(message(() => Buffer.alloc(3).fill(1, -1)), 'RangeError|ERR_OUT_OF_RANGE|The value of "start" is out of range. It must be 0 to end. Received -1');
	assertEquals(message(() => Buffer.alloc(5).fill(Buffer.alloc(0))), "TypeError|ERR_INVALID_ARG_VALUE|The argument 'value' is invalid. Received 'zero-length'");
});

test("Buffers are compared and put together", () => {
	assertEquals([Buffer.compare(Buffer.from("a"), Buffer.from("b")), Buffer.from("abc").compare(Buffer.from("xabcx"), 1, 4), Buffer.from("a").compare(Buffer.from("a"), 5)], [-1, 0, 1]);
	assert(Buffer.from("a").equals(new Uint8Array([97])));
	assertEquals(message(() => Buffer.compare("a", Buffer.from(""))), `TypeError|ERR_INVALID_ARG_TYPE|The "a" argument must be an instance of Buffer or Uint8Array. Received type string ('string')`);
	assertEquals([hex(Buffer.concat([Buffer.from("ab"), new Uint8Array([1])], 5)), hex(Buffer.concat([Buffer.from("ab"), Buffer.from("cd")], 3)), hex(Buffer.concat([], -1))], ["6162010000", "616263", ""]);
	assertEquals(message(() => Buffer.concat(["a"])), "TypeError||Incorrect type for array element 0: the provided value is not of type 'Uint8Array'.");
	assertEquals(message(() => Buffer.concat("a")), `TypeError|ERR_INVALID_ARG_TYPE|The "list" argument must be an (Buffer|Uint8Array)[]. Received type string ('a')`);
	const a = Buffer.from("abcdef");
	const b = Buffer.alloc(4);
	assertEquals([a.copy(b, 1, 2), hex(b), a.copy(a, 1, 0), a.toString()], [3, "00636465", 5, "aabcde"]);
	assertEquals(message(() => a.copy(b, -1)), 'RangeError|ERR_OUT_OF_RANGE|The value of "targetStart" is out of range. It must be >= 0. Received -1');
});

test("byteLength knows each encoding", () => {
	const cases = [["é"], ["YWI=", "base64"], ["abc", "hex"], [new ArrayBuffer(3)], ["a", "bad"], ["ab", "ucs2"]];
	assertEquals(cases.map((args) => Buffer.byteLength(...args)), [2, 2, 1, 3, 1, 4]);
	assertEquals(message(() => Buffer.byteLength(1)), 'TypeError|ERR_INVALID_ARG_TYPE|The "string" argument must be of type string or an instance of Buffer or ArrayBuffer. Received type number (1)');
	assertEquals([Buffer.isEncoding("UTF-8"), Buffer.isEncoding("utf-16le"), Buffer.isEncoding("binary"), Buffer.isEncoding(""), Buffer.isEncoding(1)], [true, true, true, false, false]);
});

test("bytes are found from either end", () => {
	const b = Buffer.from("this is a buffer");
	assertEquals(
		[b.indexOf("is"), b.indexOf("is", 3), b.lastIndexOf("is"), b.indexOf(97), b.indexOf(Buffer.from("buf")), b.indexOf(""), b.indexOf("", 100), b.lastIndexOf("this", -20), b.includes("is", -5), b.indexOf("b", undefined), b.lastIndexOf("b", undefined), b.indexOf(99.9)],
		[2, 5, 5, 8, 10, 0, 16, -1, false, 10, 10, -1],
	);
	assertEquals([Buffer.from("abcb", "ucs2").indexOf("b", 3, "ucs2"), Buffer.from("aaaa").lastIndexOf("aa"), Buffer.from("aaaa").lastIndexOf("aa", 1), Buffer.from([0, 97, 0, 98]).indexOf("a", 0, "ucs2")], [2, 2, 1, -1]);
	assertEquals(message(() => b.indexOf({})), 'TypeError|ERR_INVALID_ARG_TYPE|The "value" argument must be one of type number or string or an instance of Buffer or Uint8Array. Received an instance of Object');
});

test("numbers are read", () => {
	const b = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 255]);
	assertEquals(
		[b.readUInt8(0), b.readInt8(8), b.readUInt16LE(0), b.readUInt16BE(0), b.readInt32LE(4), b.readUInt32BE(5), b.readUIntLE(0, 6), b.readIntBE(3, 6), b.readIntLE(3, 6), b.readUIntBE(0, 3), b.readBigUInt64LE(0), b.readBigInt64BE(1), b.readFloatLE(0), b.readDoubleBE(0)],
		[1, -1, 513, 258, 134678021, 101124351, 6618611909121, 4419622471935, -1065034054396, 66051, 578437695752307201n, 144964032628459775n, 1.539989614439558e-36, 8.20788039913184e-304],
	);
	assertEquals(b.readUint32LE, b.readUInt32LE);
	const c = Buffer.alloc(4);
	assertEquals(message(() => c.readUInt8(4)), 'RangeError|ERR_OUT_OF_RANGE|The value of "offset" is out of range. It must be >= 0 and <= 3. Received 4');
	assertEquals(message(() => c.readUInt8("1")), `TypeError|ERR_INVALID_ARG_TYPE|The "offset" argument must be of type number. Received type string ('1')`);
	assertEquals(message(() => c.readUInt8(1.5)), 'RangeError|ERR_OUT_OF_RANGE|The value of "offset" is out of range. It must be an integer. Received 1.5');
	assertEquals(message(() => c.readUIntLE(0, 7)), 'RangeError|ERR_OUT_OF_RANGE|The value of "byteLength" is out of range. It must be >= 1 and <= 6. Received 7');
	assertEquals(message(() => c.readUIntLE(0)), 'RangeError|ERR_OUT_OF_RANGE|The value of "byteLength" is out of range. It must be an integer. Received undefined');
	assertEquals(message(() => c.readDoubleLE(0)), "RangeError|ERR_BUFFER_OUT_OF_BOUNDS|Attempt to access memory outside buffer bounds");
});

test("numbers are written", () => {
	const b = Buffer.alloc(21);
	assertEquals([b.writeUInt8(255, 0), b.writeInt16BE(-2, 1), b.writeUInt32LE(0xdeadbeef, 3), b.writeIntLE(-5, 7, 6), b.writeDoubleLE(1.5, 13)], [1, 3, 7, 13, 21]);
	assertEquals(hex(b), "fffffeefbeaddefbffffffffff000000000000f83f");
	const c = Buffer.alloc(8);
	assertEquals([c.writeFloatBE(1.1), hex(c), c.writeBigInt64BE(-3n), hex(c)], [4, "3f8ccccd00000000", 8, "fffffffffffffffd"]);
	const range = (range, received) => `RangeError|ERR_OUT_OF_RANGE|The value of "value" is out of range. It must be ${range}. Received ${received}`;
	assertEquals(message(() => c.writeUInt8(256, 0)), range(">= 0 and <= 255", 256));
	assertEquals(message(() => c.writeInt16LE(40000, 0)), range(">= -32768 and <= 32767", 40000));
	assertEquals(message(() => c.writeUInt32LE(2 ** 32, 0)), range(">= 0 and <= 4294967295", 4294967296));
	assertEquals(message(() => c.writeUIntLE(2 ** 48, 0, 6)), range(">= 0 and < 2 ** 48", "281_474_976_710_656"));
	assertEquals(message(() => c.writeIntBE(2 ** 40, 0, 5)), range(">= -(2 ** 39) and < 2 ** 39", "1_099_511_627_776"));
	assertEquals(message(() => c.writeBigUInt64LE(-1n, 0)), range(">= 0n and < 2n ** 64n", "-1n"));
	assertEquals(message(() => c.writeUInt32LE(1, 6)), 'RangeError|ERR_OUT_OF_RANGE|The value of "offset" is out of range. It must be >= 0 and <= 4. Received 6');
});

test("text is written, whole characters only", () => {
	const b = Buffer.alloc(6);
	assertEquals([b.write("héé", 0), b.write("ab", 4), b.write("zz", 1, 1), b.write("6162", 2, "hex"), hex(b)], [5, 2, 1, 2, "687a61626162"]);
	assertEquals([Buffer.alloc(2).write("€"), Buffer.alloc(3).write("ab", "utf16le"), Buffer.alloc(4).write("abc", "hex")], [0, 2, 1]);
	assertEquals(message(() => Buffer.alloc(2).write("a", 3)), 'RangeError|ERR_OUT_OF_RANGE|The value of "offset" is out of range. It must be >= 0 && <= 2. Received 3');
	assertEquals(message(() => Buffer.alloc(2).write("a", 0, 5)), 'RangeError|ERR_OUT_OF_RANGE|The value of "length" is out of range. It must be >= 0 && <= 2. Received 5');
});

test("slices share memory", () => {
	const b = Buffer.from("abcd");
	const s = b.slice(1, -1);
	s[0] = 122;
	assertEquals([s.toString(), b.toString(), b.subarray(-2).toString(), b.subarray(3, 1).length], ["zc", "azcd", "cd", 0]);
	assert(s instanceof Buffer && b.subarray(1) instanceof Buffer);
});

test("bytes are swapped in groups", () => {
	assertEquals([Buffer.from([1, 2, 3, 4]).swap16(), Buffer.from([1, 2, 3, 4]).swap32(), Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).swap64()].map(hex), ["02010403", "04030201", "0807060504030201"]);
	assertEquals(message(() => Buffer.from([1]).swap16()), "RangeError|ERR_INVALID_BUFFER_SIZE|Buffer size must be a multiple of 16-bits");
});

test("a Buffer shows its bytes", () => {
	const { inspect } = require("util");
	assertEquals(inspect(Buffer.from("ab")), "<Buffer 61 62>");
	assertEquals(inspect(Object.assign(Buffer.from("a"), { x: 1 })), "<Buffer 61, x: 1>");
	assertEquals(inspect(Buffer.alloc(60)), `<Buffer ${"00 ".repeat(50)}... 10 more bytes>`);
	assertEquals(JSON.stringify(Buffer.from("ab")), '{"type":"Buffer","data":[97,98]}');
});

test("text changes its encoding", () => {
	assertEquals(hex(module.transcode(Buffer.from("é"), "utf8", "ucs2")), "e900");
	assertEquals(hex(module.transcode(Buffer.from("€é"), "utf8", "latin1")), "80e9"); // windows-1252, as on the platform
	assertEquals(message(() => module.transcode(Buffer.from("é"), "b", "hex")), "TypeError|ERR_UNKNOWN_ENCODING|Unknown encoding: b");
	assertEquals([module.isUtf8(Buffer.from([0xff])), module.isUtf8(Buffer.from("é")), module.isAscii(new Uint8Array([1]))], [false, true, true]);
});

test("what only looks like a Buffer is refused", () => {
	const fake = Object.create(Buffer.prototype);
	for (const f of [() => +Buffer.prototype, () => Buffer.from(fake), () => Buffer.compare(fake, Buffer.alloc(0)), () => fake.equals(Buffer.alloc(0)), () => fake.indexOf(5), () => fake.readFloatLE(0), () => fake.fill(0)]) assertThrows(f, TypeError);
});

test("places beyond the ends are clamped, or refused", () => {
	const b = Buffer.from("abc");
	assertEquals([b.indexOf("a", -Infinity), b.indexOf("a", Infinity), Buffer.from("ff").indexOf(Buffer.from("f"), 1, "ucs2")], [0, -1, -1]);
	assertEquals(hex(Buffer.alloc(6).fill("abc", 4, 1)), "000000000000");
	assertThrows(() => b.copy(Buffer.alloc(1), 0, 0x100000000, 0x100000001), RangeError);
	assertEquals(Buffer.concat([], 100).length, 0);
	assertThrows(() => b.readIntBE(0, "1"), RangeError, 'The value of "byteLength" is out of range. It must be an integer');
	assertThrows(() => b.toString(null), TypeError, "Unknown encoding: null");
	assertThrows(() => Buffer.alloc(4, "x", 20), TypeError, 'The "encoding" argument must be of type string. Received type number (20)');
});

test("what is not a number has one form", () => {
	const b = Buffer.alloc(12);
	b.writeDoubleBE(NaN, 0);
	b.writeFloatLE(NaN, 8);
	assertEquals(hex(b), "7ff80000000000000000c07f");
});

test("damaged text is not transcoded", () => {
	assertThrows(() => module.transcode(Buffer.from([0x48, 0x80]), "utf8", "utf16le"), Error, "Unable to transcode buffer");
	assertThrows(() => module.transcode(Buffer.from([0x41, 0, 0x42]), "utf16le", "utf8"), Error, "UTF-16le input size should be multiple of 2");
});

test("places beyond the buffer are told from those that have too little room", () => {
	const said = (f) => message(f).split("||").pop().split("|").pop();
	assertEquals(
		[said(() => Buffer.alloc(3).readInt8(9)), said(() => Buffer.alloc(3).readInt8(3)), said(() => Buffer.alloc(8).writeInt16LE(1, -1)), said(() => Buffer.alloc(3).fill("a", 0, 9))],
		[
			'The value of "offset" is out of range. It must be >= 0 && <= 3. Received 9',
			'The value of "offset" is out of range. It must be >= 0 and <= 2. Received 3',
			'The value of "offset" is out of range. It must be >= 0 && <= 8. Received -1',
			'The value of "end" is out of range. It must be 0 to 3. Received 9',
		],
	);
});
