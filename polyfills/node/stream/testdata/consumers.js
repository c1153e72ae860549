const { Readable } = require("stream");
const consumers = require("stream/consumers");

test("a stream is read as a whole", async () => {
  assertEquals(await consumers.text(Readable.from(["a", "b"])), "ab");
  assertEquals(await consumers.text(Readable.from([Buffer.from([0xe2, 0x82]), Buffer.from([0xac])])), "€");
  assertEquals(await consumers.json(Readable.from(["[1", "]"])), [1]);
  assertEquals((await consumers.blob(Readable.from(["abc"]))).size, 3);
  assertEquals((await consumers.arrayBuffer(Readable.from(["ab"]))).byteLength, 2);
  const buffer = await consumers.buffer(Readable.from(["ab"]));
  assert(buffer instanceof Buffer && buffer.toString() === "ab");
});

test("streams of the web are read too, other things are refused", async () => {
  assertEquals(await consumers.text(new Response("x").body), "x");
  await assertRejects(consumers.text(5), TypeError, "stream is not async iterable");
  await assertRejects(consumers.text(Readable.from([{}])), TypeError);
});

test("in object mode an encoding is only what was given", () => {
	const { Writable } = require("stream");
	const seen = [];
	const writable = new Writable({ objectMode: true, write: (chunk, encoding, callback) => (seen.push(encoding), callback()) });
	writable.write("a");
	writable.write("b", "latin1");
	writable.write("c", () => {});
	assertEquals(seen, [undefined, "latin1", undefined]);
});
