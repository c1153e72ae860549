const U = "ws://server.test";
const events = (w) => {
  const lines = [];
  w.addEventListener("open", () => lines.push("open " + w.readyState));
  w.addEventListener("message", (e) => lines.push("message " + (typeof e.data === "string" ? e.data : new Uint8Array(e.data))));
  w.addEventListener("error", (e) => lines.push("error " + e.message));
  return new Promise((resolve) => w.addEventListener("close", (e) => { lines.push(`close ${e.code} ${e.reason} ${e.wasClean}`); resolve(lines); }));
};
test("a client is told when it is open, and closes in good order", async () => {
  const w = new WebSocket(U + "/echo?a=b");
  assertEquals([w.readyState, w.url, w.protocol], [0, U + "/echo?a=b", ""]);
  assertThrows(() => w.send("x"), TypeError, "You must call one of accept()");
  assertThrows(() => w.accept(), TypeError, "Websockets obtained from the 'new WebSocket()' constructor cannot call accept");
  const all = events(w);
  w.binaryType = "arraybuffer";
  w.onopen = () => { w.send("hi"); w.send(new Uint8Array([1, 2])); w.send("x".repeat(70000)); };
  w.onmessage = (e) => { if (e.data.length === 70000) w.close(3001, "bye"); };
  const lines = await all;
  assertEquals([lines[0], lines[1], lines[2], lines[3].length, lines[4], w.readyState], ["open 1", "message hi", "message 1,2", 70008, "close 3001 bye true", 3]);
});
test("the server's close, subprotocol and fragments", async () => {
  const w = new WebSocket(U + "/close", ["p1", "p2"]);
  assertEquals([await events(w), w.protocol], [["open 1", "message fragments", "close 3005 srv true"], "p2"]);
});
test("a connection that breaks is closed, and takes what is sent without a word", async () => {
  const w = new WebSocket(U + "/break");
  let state;
  w.addEventListener("close", () => state = w.readyState);
  assertEquals(await events(w), ["open 1", "close 1006 WebSocket disconnected without sending Close frame. false"]);
  w.send("x");
  w.close();
  assertEquals(state, WebSocket.OPEN);
});
test("a server that breaks the protocol is an error", async () => {
  const w = new WebSocket(U + "/opcode");
  const e = await new Promise((resolve) => { w.onerror = resolve; w.onclose = resolve; });
  w.send("x");
  assertEquals([e.message, w.readyState], ["Uncaught Error: WebSocket protocol error; protocolError.statusCode = 1002; protocolError.description = Unknown opcode 3", WebSocket.CLOSED]);
});
test("a handshake that fails is told by events", async () => {
  const words = "Uncaught TypeError: Failed to establish the WebSocket connection: expected server to reply with HTTP status code 101 (switching protocols), but received 200 instead.";
  assertEquals(await events(new WebSocket(U + "/plain")), ["error " + words, "close 1006 Failed to establish websocket connection false"]);
  const lost = ["error Uncaught Error: Network connection lost.", "close 1006 Failed to establish websocket connection false"];
  assertEquals(await events(new WebSocket(U + "/reset")), lost);
  const w = new WebSocket(U + "/echo"), all = events(w);
  w.close();
  assertEquals(await all, lost);
});
test("the constructor's arguments are checked", () => {
  const wrong = (args, what) => assertThrows(() => new WebSocket(...args), "SyntaxError", "WebSocket Constructor: " + what);
  for (const u of ["", "x", 5, undefined]) wrong([u], "The url is invalid.");
  for (const u of ["ftp://a/", "http://a/"]) wrong([u], "The url scheme must be ws or wss.");
  wrong(["ws://a/#f"], "The url fragment must be empty.");
  for (const p of ["", "a b", "a,b"]) wrong([U, p], "The protocol header token is invalid.");
  wrong([U, ["é"]], "One of the protocol header tokens is invalid.");
  wrong([U, ["a", "a"]], "The protocols header cannot have repeating values.");
  assertThrows(() => new WebSocket(), TypeError, "Failed to construct 'WebSocket': constructor parameter 1 is not of type 'string'.");
});
