const stream = require("stream");
const { Readable, Writable, Duplex, Transform } = stream;

const code = (fn, want, message) => {
  const error = assertThrows(fn, undefined, message);
  assertEquals(error.code, want);
};
const failure = (target) => new Promise((done) => target.on("error", done));

test("wrong chunks and encodings throw", () => {
  const w = new Writable({ write() {} });
  code(() => w.write(5), "ERR_INVALID_ARG_TYPE", 'The "chunk" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)');
  code(() => w.write(null), "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
  code(() => w.write("x", "foo"), "ERR_UNKNOWN_ENCODING", "Unknown encoding: foo");
  code(() => w.setDefaultEncoding("foo"), "ERR_UNKNOWN_ENCODING", "Unknown encoding: foo");
});

test("wrong high-water marks throw", () => {
  code(() => new Writable({ highWaterMark: -1 }), "ERR_INVALID_ARG_VALUE", "The property 'options.highWaterMark' is invalid. Received -1");
  code(() => new Readable({ highWaterMark: "x" }), "ERR_INVALID_ARG_VALUE", "The property 'options.highWaterMark' is invalid. Received 'x'");
  code(() => stream.setDefaultHighWaterMark(false, -1), "ERR_OUT_OF_RANGE", 'The value of "value" is out of range. It must be >= 0 && <= 9007199254740991. Received -1');
  assertEquals([stream.getDefaultHighWaterMark(false), stream.getDefaultHighWaterMark(true)], [65536, 16]);
});

test("methods that nobody implemented are errors", async () => {
  const r = new Readable();
  const failed = failure(r);
  r.read();
  assertEquals([(await failed).code, (await failed).message], ["ERR_METHOD_NOT_IMPLEMENTED", "The _read() method is not implemented"]);
  code(() => new Writable().write("x"), "ERR_METHOD_NOT_IMPLEMENTED", "The _write() method is not implemented");
  code(() => new Transform().write("x"), "ERR_METHOD_NOT_IMPLEMENTED", "The _transform() method is not implemented");
});

test("wrong arguments of functions throw", () => {
  const signal = new AbortController().signal;
  code(() => stream.addAbortSignal(5, new Readable()), "ERR_INVALID_ARG_TYPE", 'The "signal" argument must be an instance of AbortSignal. Received type number (5)');
  code(() => stream.addAbortSignal(signal, 5), "ERR_INVALID_ARG_TYPE", 'The "stream" argument must be an instance of ReadableStream, WritableStream, or Stream. Received type number (5)');
  code(() => stream.finished(5, () => {}), "ERR_INVALID_ARG_TYPE", 'The "stream" argument must be an instance of ReadableStream, WritableStream, or Stream. Received type number (5)');
  code(() => stream.pipeline(), "ERR_INVALID_ARG_TYPE", 'The "streams[stream.length - 1]" property must be of type function. Received undefined');
  code(() => stream.pipeline(new Readable(), () => {}), "ERR_MISSING_ARGS", 'The "streams" argument must be specified');
  code(() => stream.compose(), "ERR_MISSING_ARGS", 'The "streams" argument must be specified');
  code(() => Readable.from(5), "ERR_INVALID_ARG_TYPE", 'The "iterable" argument must be an instance of Iterable. Received type number (5)');
  code(() => Duplex.from(5), "ERR_INVALID_ARG_TYPE", 'The "body" argument must be of type function or an instance of Blob, ReadableStream, WritableStream, Stream, Iterable, AsyncIterable, or Promise or { readable, writable } pair. Received type number (5)');
});

test("wrong arguments of operators throw", async () => {
  const of = () => Readable.from([]);
  code(() => of().map(5), "ERR_INVALID_ARG_TYPE", 'The "fn" argument must be of type function or an instance of AsyncFunction. Received type number (5)');
  code(() => of().map(() => 1, { concurrency: 0 }), "ERR_OUT_OF_RANGE", 'The value of "concurrency" is out of range. It must be >= 1 && <= 9007199254740991. Received 0');
  code(() => of().take(-1), "ERR_OUT_OF_RANGE", 'The value of "number" is out of range. It must be >= 0. Received -1');
  code(() => of().map(() => 1, 5), "ERR_INVALID_ARG_TYPE", 'The "options" argument must be of type object. Received type number (5)');
  code(() => of().map(() => 1, { signal: 5 }), "ERR_INVALID_ARG_TYPE", 'The "options.signal" property must be an instance of AbortSignal. Received type number (5)');
  code(() => of().iterator(5), "ERR_INVALID_ARG_TYPE", 'The "options" argument must be of type object. Received type number (5)');
});

test("wrong arguments of adapters throw", () => {
  code(() => Readable.fromWeb(5), "ERR_INVALID_ARG_TYPE", 'The "readableStream" argument must be an instance of ReadableStream. Received type number (5)');
  code(() => Readable.toWeb(5), "ERR_INVALID_ARG_TYPE", 'The "streamReadable" argument must be an stream.Readable. Received type number (5)');
  code(() => Writable.fromWeb(5), "ERR_INVALID_ARG_TYPE", 'The "writableStream" argument must be an instance of WritableStream. Received type number (5)');
  code(() => Writable.toWeb(5), "ERR_INVALID_ARG_TYPE", 'The "streamWritable" argument must be an stream.Writable. Received type number (5)');
  code(() => Duplex.toWeb(5), "ERR_INVALID_ARG_TYPE", 'The "duplex" argument must be an stream.Duplex. Received type number (5)');
  code(() => Duplex.fromWeb(5), "ERR_INVALID_ARG_TYPE", 'The "pair" argument must be of type object. Received type number (5)');
});

test("pipelines refuse what they cannot join", async () => {
  const { pipeline } = stream.promises;
  const refuses = async (promise, want, message) => assertEquals((await assertRejects(promise, TypeError, message)).code, want);
  await refuses(pipeline(5, new stream.PassThrough()), "ERR_INVALID_ARG_TYPE", 'The "body" argument must be of type function or an instance of Blob, ReadableStream, WritableStream, Stream, Iterable, AsyncIterable, or Promise or { readable, writable } pair. Received type number (5)');
  await refuses(pipeline(() => 5, new stream.PassThrough()), "ERR_INVALID_RETURN_VALUE", 'Expected Iterable, AsyncIterable or Stream to be returned from the "source" function but got type number (5).');
  await refuses(pipeline(["a"], () => 5, new stream.PassThrough()), "ERR_INVALID_RETURN_VALUE", 'Expected AsyncIterable to be returned from the "transform[0]" function but got type number (5).');
  await refuses(pipeline(["a"], () => 5), "ERR_INVALID_RETURN_VALUE", 'Expected AsyncIterable or Promise to be returned from the "destination" function but got type number (5).');
});

test("the members are the platform's", () => {
  assertEquals(Object.keys(stream), ["Stream", "_isUint8Array", "_isArrayBufferView", "_uint8ArrayToBuffer", "addAbortSignal", "compose", "destroy", "finished", "isReadable", "isWritable", "isErrored", "isDisturbed", "pipeline", "Writable", "Readable", "Duplex", "Transform", "PassThrough", "promises", "getDefaultHighWaterMark", "setDefaultHighWaterMark", "isDestroyed", "duplexPair"].sort((a, b) => Object.keys(stream).indexOf(a) - Object.keys(stream).indexOf(b)));
  assertEquals(Object.keys(stream.promises), ["pipeline", "finished"]);
  assert(require("stream/promises") === stream.promises);
  assert(require("_stream_readable") === Readable && require("_stream_passthrough") === stream.PassThrough);
  assert(require("stream/web").ReadableStream === ReadableStream);
  assertEquals(Object.keys(require("stream/web")).length, 17);
});
