const bytes = wasm({
  types: [[[], []]], imports: [["env", "f", "function", 0], ["env", "m", "memory", 0, 1]], functions: [[0, []]], exports: [["go", "function", 1]],
  custom: [["note", [1, 2, 3]], ["note", [4]]],
});
const module = load(bytes);
const env = { f() {}, m: new WebAssembly.Memory({ initial: 1 }) };

test("a module tells what it imports, exports and carries", () => {
  assertEquals(WebAssembly.Module.imports(module), [{ module: "env", name: "f", kind: "function" }, { module: "env", name: "m", kind: "memory" }]);
  assertEquals(WebAssembly.Module.exports(module), [{ name: "go", kind: "function" }]);
  assertEquals(WebAssembly.Module.customSections(module, "note").map((b) => [...new Uint8Array(b)]), [[1, 2, 3], [4]]);
  assertEquals(WebAssembly.Module.customSections(module, "none"), []);
  assertThrows(() => WebAssembly.Module.customSections(module), TypeError, "WebAssembly.Module.customSections(): Argument 1 is required");
  assertThrows(() => WebAssembly.Module.imports({}), TypeError, "WebAssembly.Module.imports(): Argument 0 must be a WebAssembly.Module");
  assertEquals(String(module), "[object WebAssembly.Module]");
});

test("bytes cannot be compiled at run time", async () => {
  const words = "Wasm code generation disallowed by embedder";
  assertThrows(() => new WebAssembly.Module(bytes), "CompileError", "WebAssembly.Module(): " + words);
  await assertRejects(WebAssembly.compile(bytes), "CompileError", "WebAssembly.compile(): " + words);
  await assertRejects(WebAssembly.instantiate(bytes, { env }), "CompileError", "WebAssembly.instantiate(): " + words);
  assertEquals(typeof WebAssembly.instantiateStreaming, "undefined");
});

test("bytes can be validated", () => {
  assertEquals(WebAssembly.validate(bytes), true);
  assertEquals(WebAssembly.validate(bytes.slice(0, 20)), false);
  assertEquals(WebAssembly.validate(new Uint8Array()), false);
  assertThrows(() => WebAssembly.validate(), TypeError, "WebAssembly.validate(): Argument 0 must be a buffer source");
});

test("instantiate of a module promises an Instance", async () => {
  const instance = await WebAssembly.instantiate(module, { env });
  assert(instance instanceof WebAssembly.Instance);
  assertEquals(instance.exports.go(), undefined);
  await assertRejects(WebAssembly.instantiate(module), TypeError, "WebAssembly.instantiate(): Imports argument must be present and must be an object");
  await assertRejects(WebAssembly.instantiate(module, 5), TypeError, "WebAssembly.instantiate(): Argument 1 must be an object");
  await assertRejects(WebAssembly.instantiate(module, {}), TypeError, 'WebAssembly.instantiate(): Import #0 "env": module is not an object or function');
  await assertRejects(WebAssembly.instantiate({}), TypeError, "WebAssembly.instantiate(): Argument 0 must be a buffer source");

  await assertRejects(WebAssembly.instantiate(), TypeError, "WebAssembly.instantiate(): Argument 0 must be a buffer source or a WebAssembly.Module object");
});

test("an instance checks its arguments", () => {
  assertThrows(() => new WebAssembly.Instance({}), TypeError, "WebAssembly.Instance(): Argument 0 must be a WebAssembly.Module");
  assertThrows(() => new WebAssembly.Instance(module, null), TypeError, "WebAssembly.Instance(): Argument 1 must be an object");
  assertThrows(() => new WebAssembly.Instance(module, { env: {} }), "LinkError", 'WebAssembly.Instance(): Import #0 "env" "f": function import requires a callable');
  assertThrows(() => WebAssembly.Instance(module), TypeError, "WebAssembly.Instance(): WebAssembly.Instance must be invoked with 'new'");
});

test("what is no module is a CompileError that names the file", () => {
  assertThrows(() => load(new Uint8Array([1, 2, 3, 4])), "CompileError", "WebAssembly.Module(): expected magic word 00 61 73 6d, found 01 02 03 04 @+0 (test.wasm)");
  assertThrows(() => load(bytes.slice(0, 30)), "CompileError", "test.wasm");
});

test("the classes of errors are those of the specification", () => {
  for (const name of ["CompileError", "LinkError", "RuntimeError"]) {
    const C = WebAssembly[name], e = new C("text", { cause: 5 });
    assertEquals([C.name, C.length, e.name, e.message, e.cause, String(e)], [name, 1, name, "text", 5, name + ": text"]);
    assert(e instanceof C && e instanceof Error && Object.getPrototypeOf(C) === Error && C("x") instanceof C);
    assert(new (class Mine extends C {})() instanceof C);
  }
  assertEquals(Object.getOwnPropertyNames(WebAssembly).join(), "compile,validate,instantiate,Module,Instance,Table,Memory,Global,Tag,JSTag,Exception,CompileError,LinkError,RuntimeError,Suspending,promising,SuspendError");
});

test("names may be empty, and custom sections carry anything", () => {
  const odd = wasm({ types: [[[], []]], imports: [["", "", "function", 0]], exports: [["", "function", 0]], custom: [["", [1]], ["name", [0xff]]] });
  assertEquals(WebAssembly.validate(odd), true);
  let called = 0;
  new WebAssembly.Instance(load(odd), { "": { "": () => { called++; } } }).exports[""]();
  assertEquals(called, 1);
});
test("numbers that are too large for a module are a CompileError", () => {
  const most = [0xff, 0xff, 0xff, 0xff, 0x0f]; // 2^32-1
  const refused = (words, ...sections) => {
    const bytes = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
    for (const [id, ...body] of sections) bytes.push(id, body.length, ...body);
    assertThrows(() => load(Uint8Array.from(bytes)), "CompileError", "WebAssembly.Module(): " + words);
    assertEquals(WebAssembly.validate(Uint8Array.from(bytes)), false);
  };
  const type = [1, 1, 0x60, 0, 0], functions = [3, 1, 0], table = [4, 1, 0x70, 0, 1], memory = [5, 1, 0, 1], zero = [0x41, 0, 0x0b];
  refused("Compiling function #0 failed: local count too large", type, functions, [10, 1, 8, 1, ...most, 0x7e, 0x0b]);
  refused("Compiling function #0 failed: local count too large", type, functions, [10, 1, 10, 3, 0, 0x7e, 2, 0x7f, 0xd0, 0x86, 3, 0x7e, 0x0b]);
  refused("initial table size (4294967295 elements) is larger than implementation limit (10000000 elements)", [4, 1, 0x70, 0, ...most]);
  for (const id of [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13]) refused("malformed module", [id, ...most]);
  refused("malformed module", memory, [11, 1, 0, ...zero, ...most]);
  refused("malformed module", memory, [11, 1, 1, ...most]);
  refused("malformed module", table, [9, 1, 0, ...zero, ...most]);
  refused("malformed module", table, [9, 1, 4, ...zero, ...most]);
  refused("malformed module", table, [9, 1, 1, 0, ...most]);
  refused("malformed module", table, [9, 1, 5, 0x63, 0x70, ...most]);
});
