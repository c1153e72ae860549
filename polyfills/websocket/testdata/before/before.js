const accepted = () => {
  const { 0: a, 1: b } = new WebSocketPair();
  a.accept();
  b.accept();
  return [a, b];
};
const next = (ws, type) => new Promise((done) => ws.addEventListener(type, done, { once: true }));

test("bytes come as an ArrayBuffer", async () => {
  const [a, b] = accepted();
  const told = next(b, "message");
  a.send(new Uint8Array([1]));
  assertEquals([(await told).data instanceof ArrayBuffer, b.binaryType], [true, "arraybuffer"]);
});
test("a script has to answer a close, and may go on sending until it does", async () => {
  const [a, b] = accepted();
  let closes = 0;
  b.addEventListener("close", () => closes++);
  const told = next(b, "close");
  a.send("x");
  a.close(3000, "end");
  await told;
  assertEquals([a.readyState, b.readyState], [2, 2]);
  const heard = next(a, "message");
  b.send("still here");
  assertEquals((await heard).data, "still here");
  const over = next(a, "close");
  b.close(3001, "bye");
  assertEquals([(await over).code, a.readyState, b.readyState, closes], [3001, 3, 3, 1]);
});
test("accept() may ask for an answer on its own", async () => {
  const { 0: a, 1: b } = new WebSocketPair();
  a.accept();
  b.accept({ allowHalfOpen: false });
  const told = next(a, "close");
  a.close(3000, "end");
  assertEquals([(await told).code, b.readyState], [3000, 3]);
});
test("reasons have no limit", () => {
  const [a] = accepted();
  a.close(3000, "r".repeat(124));
});
