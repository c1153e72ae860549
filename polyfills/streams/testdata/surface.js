const members = (c) => Object.getOwnPropertyNames(c.prototype).filter((n) => n !== "constructor" && !n.startsWith("\0")).sort();

test("classes have the members of the platform's types", () => {
  const want = {
    ReadableStream: ["cancel", "getReader", "locked", "pipeThrough", "pipeTo", "tee", "values"],
    ReadableStreamDefaultReader: ["cancel", "closed", "read", "releaseLock"],
    ReadableStreamBYOBReader: ["cancel", "closed", "read", "readAtLeast", "releaseLock"],
    ReadableStreamBYOBRequest: ["atLeast", "respond", "respondWithNewView", "view"],
    ReadableStreamDefaultController: ["close", "desiredSize", "enqueue", "error"],
    ReadableByteStreamController: ["byobRequest", "close", "desiredSize", "enqueue", "error"],
    WritableStream: ["abort", "close", "getWriter", "locked"],
    WritableStreamDefaultWriter: ["abort", "close", "closed", "desiredSize", "ready", "releaseLock", "write"],
    WritableStreamDefaultController: ["error", "signal"],
    TransformStream: ["readable", "writable"],
    TransformStreamDefaultController: ["desiredSize", "enqueue", "error", "terminate"],
    ByteLengthQueuingStrategy: ["highWaterMark", "size"],
    CountQueuingStrategy: ["highWaterMark", "size"],
    IdentityTransformStream: ["readable", "writable"],
    FixedLengthStream: [],
    TextEncoderStream: ["encoding"],
    TextDecoderStream: ["encoding", "fatal", "ignoreBOM"],
    CompressionStream: [],
    DecompressionStream: [],
  };
  for (const name of Object.keys(want)) assertEquals(members(globalThis[name]), want[name], name);
});
test("constructors have their lengths", () => {
  assertEquals([ReadableStream, WritableStream, TransformStream, ReadableStreamDefaultReader, CountQueuingStrategy, CompressionStream].map((c) => c.length), [0, 0, 0, 1, 1, 1]);
});
test("compression streams are transform streams", () => {
  const c = new CompressionStream("gzip");
  assert(c instanceof TransformStream);
  assert(c.readable instanceof ReadableStream && c.writable instanceof WritableStream);
  assert(c.readable === c.readable);
  for (const own of [CompressionStream, DecompressionStream, TextEncoderStream, TextDecoderStream, IdentityTransformStream, FixedLengthStream]) assert(Object.getPrototypeOf(own) === Function.prototype, own.name);
});
