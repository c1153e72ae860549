// WebAssembly.Tag and WebAssembly.Exception, whose messages are V8's.

test("a tag has the types of what it carries", () => {
  const tag = new WebAssembly.Tag({ parameters: ["i32", "externref"] });
  assertEquals(String(tag), "[object WebAssembly.Tag]");
  assertThrows(() => new WebAssembly.Tag(), "TypeError", "WebAssembly.Tag(): Argument 0 must be a tag type");
  assertThrows(() => new WebAssembly.Tag({}), "TypeError", "WebAssembly.Tag(): Argument 0 must be a tag type with 'parameters'");
  assertThrows(() => new WebAssembly.Tag({ parameters: ["i32", "x"] }), "TypeError", "WebAssembly.Tag(): Argument 0 parameter type at index #1 must be a value type");
});

test("an exception keeps its values as a module would have them", () => {
  const tag = new WebAssembly.Tag({ parameters: ["i32", "externref"] });
  const thing = {};
  const e = new WebAssembly.Exception(tag, [1.9, thing]);
  assertEquals([e.getArg(tag, 0), e.getArg(tag, 1) === thing, e.is(tag), e instanceof Error, e.stack], [1, true, true, false, undefined]);
  const other = new WebAssembly.Tag({ parameters: ["i32", "externref"] });
  assertEquals(e.is(other), false);
  assertThrows(() => e.getArg(other, 0), "TypeError", "WebAssembly.Exception.getArg(): First argument does not match the exception tag");
  assertThrows(() => e.getArg(tag, 2), "RangeError", "WebAssembly.Exception.getArg(): Index out of range");
  assertThrows(() => e.is(), "TypeError", "WebAssembly.Exception.is(): Argument 0 must be a WebAssembly.Tag");
  assert(new WebAssembly.Exception(tag, [1, 2], { traceStack: true }).stack.startsWith("Error"));
});

test("an exception is checked against its tag", () => {
  const tag = new WebAssembly.Tag({ parameters: ["i32"] });
  assertThrows(() => new WebAssembly.Exception(), "TypeError", "WebAssembly.Exception(): Argument 0 must be a WebAssembly tag");
  assertThrows(() => new WebAssembly.Exception(tag), "TypeError", "WebAssembly.Exception(): Exception values must be an iterable object");
  assertThrows(() => new WebAssembly.Exception(tag, [1, 2]), "TypeError", "WebAssembly.Exception(): Number of exception values does not match signature length");
  assertThrows(() => new WebAssembly.Exception(WebAssembly.JSTag, [1]), "TypeError", "WebAssembly.Exception(): Argument 0 cannot be WebAssembly.JSTag");
});

test("modules take tags and give them on", () => {
  const types = [[[0x7f], []]];
  const makes = wasm({ types, tags: [[0, 0]], exports: [["mine", "tag", 0]] });
  const passes = wasm({ types, imports: [["m", "t", "tag", 0, 0]], exports: [["same", "tag", 0]] });
  const { mine } = new WebAssembly.Instance(load(makes)).exports;
  assert(mine instanceof WebAssembly.Tag);
  assertEquals(new WebAssembly.Exception(mine, [3]).getArg(mine, 0), 3);
  const link = (t) => new WebAssembly.Instance(load(passes), { m: { t } }).exports.same;
  assert(link(mine) === mine);
  const own = new WebAssembly.Tag({ parameters: ["i32"] });
  assert(link(own) === own);
  assertThrows(() => link(new WebAssembly.Tag({ parameters: ["i64"] })), "LinkError", 'Import #0 "m" "t": imported tag does not match the expected type');
  assertThrows(() => link({}), "LinkError", 'Import #0 "m" "t": tag import requires a WebAssembly.Tag');
});
