const watch = (source, until) => new Promise((resolve) => {
  const lines = [];
  const add = (line) => { lines.push(line + " @" + source.readyState); if (until(line)) { source.close(); resolve(lines); } };
  source.addEventListener("open", () => add("open"));
  for (const kind of ["message", "foo"]) source.addEventListener(kind, (e) => add(`${kind} ${e.data}|${e.lastEventId}|${e.origin}`));
  source.addEventListener("error", (e) => add(`error ${e.message}${e.error.name}: ${e.error.message}`));
});
const errors = (n) => (line) => line.startsWith("error") && --n === 0;
test("a source reconnects with the last event's id, after the time that the server asked for", async () => {
  const s = new EventSource("http://a/events");
  assertEquals([s.readyState, s.url, s.withCredentials], [0, "http://a/events", false]);
  assertEquals(await watch(s, errors(2)), [
    "open @1", "message text/event-stream no-cache |7…|http://a @1", "error Error: The server disconnected. @0",
    "open @1", "message text/event-stream no-cache 7…|7…|http://a @1", "error Error: The server disconnected. @0",
  ]);
  assertEquals(s.readyState, 2);
  const lines = await watch(new EventSource("http://a/waited"), (line) => line.startsWith("message"));
  assert(lines[1].includes("[5s"), lines[1]);
});
test("what is no stream of events ends it", async () => {
  const one = async (path) => (await watch(new EventSource("http://a" + path), errors(1))).join();
  assertEquals(await one("/status"), "error AbortError: The response status code was 500. @2");
  assertEquals(await one("/type"), "error AbortError: The content type 'text/plain' is invalid. @2");
  assertEquals(await one("/none"), "error AbortError: No content type header was present in the response. @2");
  assertEquals(await one("/reset"), "error Error: Network connection lost. @2");
});
test("the constructor's arguments are checked", () => {
  for (const u of ["", "/x", undefined]) assertThrows(() => new EventSource(u), "SyntaxError", `Cannot open an EventSource to '${u}'. The URL is invalid.`);
  assertThrows(() => new EventSource(), TypeError, "Failed to construct 'EventSource': constructor parameter 1 is not of type 'string'.");
  assertThrows(() => new EventSource("http://a/", { withCredentials: true }), "NotSupportedError", "The init.withCredentials option is not supported. It must be false or undefined.");
  assertThrows(() => new EventSource("http://a/", { fetcher: {} }), TypeError, "Incorrect type for the 'fetcher' field on 'EventSourceInit': the provided value is not of type 'Fetcher'.");
});
test("a fetcher answers instead of the network", async () => {
  const fetcher = { fetch: async (u, init) => new Response("data: " + u + "\n\n", { headers: { "content-type": "text/event-stream", q: init.headers.get("accept") } }) };
  assertEquals((await watch(new EventSource("http://x/y", { fetcher }), errors(1)))[1], "message http://x/y||http://x @1");
});
test("a stream is a source that is open and does not reconnect", async () => {
  const s = EventSource.from(new Response("event: foo\nid: 1\ndata: a\n\ndata: b\n\n").body);
  assertEquals([s.readyState, s.url], [1, ""]);
  assertEquals(await watch(s, errors(1)), ["foo a|1| @1", "message b|1| @1", "error Error: The server disconnected. @2"]);
  const text = EventSource.from(new ReadableStream({ start(c) { c.enqueue("data: t\n\n"); c.close(); } }));
  assertEquals((await watch(text, errors(1)))[0], "message t|| @1");
  const broken = EventSource.from(new ReadableStream({ start(c) { c.enqueue(5); c.close(); } }));
  assertEquals(await watch(broken, errors(1)), ["error TypeError: Draining read encountered a value that cannot be converted to bytes @2"]);
  assertThrows(() => EventSource.from(5), TypeError, "Failed to execute 'from' on 'EventSource': parameter 1 is not of type 'JsReadableStream'.");
  const locked = new Response("x").body;
  locked.getReader();
  assertThrows(() => EventSource.from(locked), TypeError, "This ReadableStream is locked.");
});
test("a closed source is silent", async () => {
  const s = EventSource.from(new Response("data: x\n\n").body);
  s.onmessage = () => { throw new Error("an event after close()"); };
  s.close();
  await new Response(new ReadableStream({ pull(c) { c.close(); } })).text();
  assertEquals([s.readyState, EventSource.CLOSED, s.OPEN], [2, 2, 1]);
});

test('a source can be disposed of, and has a handler for every type', () => {
	const source = EventSource.from(new ReadableStream()), seen = [];
	source.onnews = (e) => seen.push(e.type);
	source.dispatchEvent(new Event('news'));
	source[Symbol.dispose]();
	assertEquals([source.readyState, seen], [EventSource.CLOSED, ['news']]);
});
test("an exception of a listener ends the source", async () => {
  const s = EventSource.from(new Response("data: a\n\ndata: b\n\n").body), seen = [];
  s.addEventListener("message", (e) => { seen.push(e.data); throw new RangeError("mine"); });
  assertEquals((await watch(s, errors(1))).at(-1), "error RangeError: mine @2");
  assertEquals(seen, ["a"]);
});
