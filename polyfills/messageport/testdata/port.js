const next = (port, kind = "message") => new Promise((done) => port.addEventListener(kind, done, { once: true }));

test("messages arrive in order, as copies, in tasks of their own", async () => {
  const { port1, port2 } = new MessageChannel(), seen = [], value = { n: 1 };
  const both = new Promise((done) => {
    port2.onmessage = (e) => {
      seen.push(e.data.n, e.data !== value, e.constructor === MessageEvent, e.isTrusted, e.ports.length, e.source);
      queueMicrotask(() => seen.push("micro"));
      if (e.data.n === 2) queueMicrotask(done);
    };
  });
  port1.postMessage(value);
  value.n = 2;
  port1.postMessage(value);
  queueMicrotask(() => seen.push("first"));
  await both;
  assertEquals(seen, ["first", 1, true, true, true, 0, null, "micro", 2, true, true, true, 0, null, "micro"]);
});
test("messages wait for start, which onmessage implies and addEventListener does not", async () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage("early");
  const got = next(port2);
  assertEquals(await Promise.race([got, new Promise((f) => setTimeout(f, 5, "nothing"))]), "nothing");
  port2.start();
  assertEquals((await got).data, "early");
});
test("buffers are transferred", async () => {
  const { port1, port2 } = new MessageChannel(), buffer = new ArrayBuffer(4);
  const got = next(port2);
  port2.start();
  port1.postMessage({ buffer }, [buffer]);
  assertEquals([buffer.byteLength, (await got).data.buffer.byteLength], [0, 4]);
});
test("a transferred port takes its waiting messages along", async () => {
  const outer = new MessageChannel(), inner = new MessageChannel();
  inner.port1.postMessage("waiting");
  const got = next(outer.port2);
  outer.port2.start();
  outer.port1.postMessage({ port: inner.port2 }, { transfer: [inner.port2] });
  const event = await got;
  assertEquals([event.ports.length, event.ports[0] === event.data.port, event.data.port !== inner.port2], [1, true, true]);
  const message = next(event.data.port);
  event.data.port.start();
  assertEquals((await message).data, "waiting");
  const answer = next(inner.port1);
  inner.port1.start();
  event.data.port.postMessage("answer");
  assertEquals((await answer).data, "answer");
  assertThrows(() => outer.port1.postMessage(1, [inner.port2]), "DataCloneError");
});
test("structuredClone transfers ports", async () => {
  const { port1, port2 } = new MessageChannel();
  const moved = structuredClone(port2, { transfer: [port2] });
  const got = next(moved);
  moved.start();
  port1.postMessage("moved");
  assertEquals((await got).data, "moved");
  assertThrows(() => structuredClone(port1), "DataCloneError", 'Could not serialize object of type "MessagePort". This type does not support serialization.');
});
test("a port cannot be sent through itself", () => {
  const { port1 } = new MessageChannel();
  assertThrows(() => port1.postMessage(1, [port1]), "DataCloneError");
});
test("what cannot be cloned or transferred is refused", () => {
  const { port1 } = new MessageChannel();
  assertThrows(() => port1.postMessage(() => 1), "DataCloneError", "()=>1 could not be cloned.".replace("()=>", "() => "));
  assertThrows(() => port1.postMessage(1, [{}]), TypeError, "Object is not transferable");
  assertThrows(() => port1.postMessage(1, 5), TypeError, "parameter 2");
  assertThrows(() => new MessagePort(), TypeError, "Illegal constructor");
});
test("close tells the other side, after what was sent before", async () => {
  const { port1, port2 } = new MessageChannel(), seen = [];
  port2.onmessage = (e) => seen.push(e.data);
  port1.postMessage("last");
  const closed = new Promise((done) => { port2.onclose = done; });
  port1.close();
  port1.postMessage("lost");
  assertEquals((await closed).type, "close");
  assertEquals(seen, ["last"]);
  port2.postMessage("to nobody");
});
test("what a handler throws is reported and the next message comes", async () => {
  const { port1, port2 } = new MessageChannel(), seen = [];
  const report = (e) => { seen.push(e.message); e.preventDefault(); };
  addEventListener("error", report);
  const second = new Promise((done) => {
    port2.onmessage = (e) => { if (e.data === 2) done(); throw new Error("in " + e.data); };
  });
  port1.postMessage(1);
  port1.postMessage(2);
  await second;
  await new Promise((f) => setTimeout(f));
  removeEventListener("error", report);
  assertEquals(seen, ["Uncaught Error: in 1", "Uncaught Error: in 2"]);
});
test("onmessage takes functions and null", () => {
  const { port1 } = new MessageChannel(), f = () => {};
  assertEquals([port1.onmessage, port1.onmessageerror, port1.onclose], [null, null, null]);
  port1.onmessage = f;
  assertEquals(port1.onmessage === f, true);
  port1.onmessage = 1;
  assertEquals(port1.onmessage, null);
});
