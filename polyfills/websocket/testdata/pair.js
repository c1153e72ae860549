const log = (w, name, lines) => {
  w.addEventListener("message", (e) => lines.push(`${name} message ${typeof e.data === "string" ? e.data : e.data.constructor.name}`));
  w.addEventListener("close", (e) => lines.push(`${name} close ${e.code} ${e.reason} ${e.wasClean} ${w.readyState}`));
};
const pair = (lines, a = {}, b = {}) => {
  const p = new WebSocketPair(), [x, y] = p;
  log(x, "a", lines); log(y, "b", lines);
  if (a) x.accept(a);
  if (b) y.accept(b);
  return [x, y];
};
const closed = (w) => new Promise((resolve) => w.addEventListener("close", resolve));
test("a pair is two open sockets", () => {
  const p = new WebSocketPair();
  assertEquals([Object.keys(p), [...p].length, p[0].readyState, p[0].url, p[0].protocol, p[0].extensions, p[0] instanceof EventTarget], [["0", "1"], 2, 1, null, "", "", true]);
  assertEquals([WebSocket.OPEN, WebSocket.READY_STATE_CLOSED, p[0].CLOSING], [1, 3, 2]);
});
test("nothing goes before accept()", () => {
  const words = "You must call one of accept() or state.acceptWebSocket() on this WebSocket before sending messages.";
  assertThrows(() => new WebSocketPair()[0].send("x"), TypeError, words);
  assertThrows(() => new WebSocketPair()[0].close(), TypeError, words);
  assertThrows(() => new WebSocketPair()[0].accept(1), TypeError, "Failed to execute 'accept' on 'WebSocket': parameter 1 is not of type 'AcceptOptions'.");
});
test("what was sent before accept() is kept, in order", async () => {
  const lines = [], [a, b] = pair(lines, {}, null);
  a.send("1"); a.send(new Uint8Array(2)); a.close(3000, "z");
  const end = closed(b);
  b.accept();
  await end;
  assertEquals(lines, ["b message 1", "b message Blob", "b close 3000 z true 3"]);
});
test("a close is answered in kind", async () => {
  for (const [args, said] of [[[], "1005 "], [[1000, "bye"], "1000 bye"], [[4999], "4999 "]]) {
    const lines = [], [a, b] = pair(lines), end = closed(a);
    a.close(...args);
    assertEquals(a.readyState, 2);
    assertThrows(() => a.send("x"), TypeError, "Can't call WebSocket send() after close().");
    a.close(3001); // only the first counts
    await end;
    assertEquals([lines, a.readyState, b.readyState], [[`b close ${said} true 3`, `a close ${said} true 3`], 3, 3]);
    assertThrows(() => b.send("x"), TypeError, "Can't call WebSocket send() after close().");
    b.close(1000, "too late");
  }
});
test("a half-open socket may go on sending", async () => {
  const lines = [], [a, b] = pair(lines, { allowHalfOpen: true }, { allowHalfOpen: true });
  const told = closed(b);
  a.close(3001, "bye");
  await told;
  assertEquals([a.readyState, b.readyState], [2, 2]);
  const end = closed(a);
  b.send("late"); b.close(3002);
  await end;
  assertEquals([lines, a.readyState, b.readyState], [["b close 3001 bye true 2", "a message late", "a close 3002  true 3"], 3, 3]);
});
test("codes and reasons are checked", () => {
  const close = (...args) => { const w = new WebSocketPair()[0]; w.accept(); w.close(...args); };
  for (const c of [0, 999, 1004, 1005, 1006, 1015, 5000, "x", null, NaN]) assertThrows(() => close(c), "InvalidAccessError", "Invalid WebSocket close code: " + (Number(c) || 0) + ".");
  for (const c of [1000, 1001, 1014, 1016, 2999, 3000, 4999, undefined]) close(c);
  assertThrows(() => close(undefined, "x"), "InvalidAccessError", "If you specify a WebSocket close reason, you must also specify a code.");
  assertThrows(() => close(1000, "é".repeat(62)), "SyntaxError", "WebSocket close reason must not be longer than 123 bytes when UTF-8 encoded.");
  close(1000, "x".repeat(123));
});
test("what is sent is text or bytes", async () => {
  const seen = [], [a, b] = new WebSocketPair();
  a.accept(); b.accept();
  b.binaryType = "arraybuffer";
  b.addEventListener("message", (e) => seen.push(typeof e.data === "string" ? e.data : e.data.byteLength));
  const end = closed(b);
  for (const v of ["", undefined, null, 5, {}, new DataView(new ArrayBuffer(4), 1), new ArrayBuffer(2), new Blob(["abc"])]) a.send(v);
  assertThrows(() => a.send(Symbol()), TypeError, "Cannot convert a Symbol value to a string");
  assertThrows(() => a.send(), TypeError, "Failed to execute 'send' on 'WebSocket': parameter 1 is not of type 'ArrayBuffer or ArrayBufferView or string'.");
  a.close();
  await end;
  assertEquals(seen, ["", "undefined", "null", "5", "[object Object]", 3, 2, "[object Blob]"]);
});
test("binaryType chooses the class of bytes", async () => {
  const [a, b] = new WebSocketPair();
  a.accept(); b.accept();
  b.binaryType = "blob"; b.binaryType = "x";
  const data = new Promise((resolve) => { b.onmessage = (e) => resolve(e.data); });
  a.send(new Uint8Array(3));
  assertEquals([b.binaryType, (await data) instanceof Blob, (await data).size], ["blob", true, 3]);
});
test("bufferedAmount is what was sent and the other side has not taken", async () => {
  const [a, b] = new WebSocketPair(), seen = [];
  a.accept();
  a.send("é"); a.send(new Uint8Array(5));
  assertEquals([a.bufferedAmount, b.bufferedAmount], [7, 0]);
  await Promise.resolve();
  b.addEventListener("message", () => seen.push(a.bufferedAmount));
  const end = closed(b);
  b.accept();
  a.close();
  await end;
  assertEquals([seen, a.bufferedAmount], [[5, 0], 0]);
});
test("an exception of a listener ends the conversation", async () => {
  const [a, b] = new WebSocketPair(), seen = [];
  const report = (e) => seen.push("report " + e.message);
  addEventListener("error", report);
  b.addEventListener("message", () => { throw new RangeError("mine"); });
  b.addEventListener("message", (e) => seen.push("b message " + e.data));
  b.addEventListener("error", (e) => seen.push("b " + e.message + " " + b.readyState + " " + (e.error instanceof RangeError)));
  a.addEventListener("error", (e) => seen.push("a " + e.message));
  const end = closed(a);
  a.accept(); b.accept();
  a.send("1"); a.send("2");
  await end;
  removeEventListener("error", report);
  assertEquals(seen, ["report Uncaught RangeError: mine", "b message 1", "b Uncaught RangeError: mine 3 true", "a Uncaught Error: Network connection lost."]);
});
test("many messages let others come between", async () => {
  const [a, b] = new WebSocketPair(), [c, d] = new WebSocketPair(), seen = [];
  for (const ws of [a, c, d]) ws.accept();
  for (let i = 0; i < 200; i++) a.send(String(i));
  a.close();
  const first = new Promise((resolve) => d.addEventListener("message", () => { seen.push("other"); resolve(); }));
  c.send("x");
  await first;
  const end = closed(b);
  b.addEventListener("message", (e) => seen.push(e.data));
  b.accept();
  c.send("y");
  await end;
  assertEquals(seen.filter((s) => s !== "other"), Array.from({ length: 200 }, (_, i) => String(i)));
  assert(seen.lastIndexOf("other") > 0, seen.join());
});
