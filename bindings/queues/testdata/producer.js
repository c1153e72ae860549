const refused = (cls, message, f) => assertRejects(f, cls).then((e) => assertEquals(e.message, message));

test("sending tells of what waited before", async () => {
  const before = await Q.metrics();
  assertEquals(Object.keys(before), ["backlogCount", "backlogBytes", "oldestMessageTimestamp"]);
  assertEquals([before.backlogCount, before.oldestMessageTimestamp], [0, undefined]);
  assertEquals(Object.keys(await Q.send({ a: 1 })), ["metadata"]);
  const { metadata: { metrics } } = await Q.send("x", { contentType: "text" });
  assertEquals([metrics.backlogCount, metrics.backlogBytes > 0, metrics.oldestMessageTimestamp instanceof Date], [1, true, true]);
});
test("calls keep their order, and any iterable is a batch", async () => {
  const { backlogCount: n } = await Q.metrics();
  const results = await Promise.all([Q.send(1), Q.sendBatch(new Set([{ body: 2 }, { body: 3, delaySeconds: 60 }])), Q.send(4), Q.sendBatch([{ body: 5 }], { delaySeconds: 5 }), Q.metrics()]);
  assertEquals(results.map((r) => (r.metadata?.metrics ?? r).backlogCount - n), [0, 1, 2, 3, 3]);
});
test("bodies must fit their type", async () => {
  await refused(TypeError, "Message body cannot be undefined", () => Q.send(undefined));
  await refused(TypeError, "Failed to execute 'send' on 'WorkerQueue': parameter 1 is not of type 'Value'.", () => Q.send());
  await refused(TypeError, "Unsupported queue message content type: bad", () => Q.send(1, { contentType: "bad" }));
  await refused(TypeError, "Unsupported queue message content type: null", () => Q.send(1, { contentType: null }));
  await refused(TypeError, 'Content Type "text" requires a value of type string, but received: number', () => Q.send(1, { contentType: "text" }));
  await refused(TypeError, 'Content Type "bytes" requires a value of type ArrayBufferView, but received: string', () => Q.send("x", { contentType: "bytes" }));
  await refused(TypeError, 'Content Type "bytes" requires a value of type ArrayBufferView, but received: object', () => Q.send(new ArrayBuffer(2), { contentType: "bytes" }));
  await refused(TypeError, "Do not know how to serialize a BigInt", () => Q.send(1n, { contentType: "json" }));
  await refused("DataCloneError", "()=>1 could not be cloned.", () => Q.send(()=>1, { contentType: "v8" }));
  await refused(TypeError, "Failed to execute 'send' on 'WorkerQueue': parameter 2 is not of type 'SendOptions'.", () => Q.send(1, 5));
  await Q.send(null, { contentType: "JSON" });
});
test("batches must be batches", async () => {
  await refused(TypeError, "sendBatch() requires at least one message", () => Q.sendBatch([]));
  for (const batch of ["x", 5, undefined]) await refused(TypeError, "Failed to execute 'sendBatch' on 'WorkerQueue': parameter 1 is not of type 'Sequence'.", () => Q.sendBatch(batch));
  await refused(TypeError, "Message body cannot be undefined", () => Q.sendBatch([{}]));
  await refused(TypeError, "Incorrect type: the provided value is not of type 'MessageSendRequest'.", () => Q.sendBatch([1]));
});
test("limits are checked where there is a consumer", async () => {
  const many = (n, body) => Array.from({ length: n }, () => ({ body }));
  for (const f of [
    (q) => q.send("x".repeat(128000)), (q) => q.sendBatch(many(101, 1)), (q) => q.sendBatch(many(3, "x".repeat(100000))), (q) => q.send(1, { delaySeconds: -1 }),
    (q) => q.send(1, { delaySeconds: 86401 }), (q) => q.sendBatch([{ body: 1, delaySeconds: -1 }]), (q) => q.sendBatch([{ body: 1 }], { delaySeconds: 86401 }),
  ]) {
    const e = await assertRejects(() => f(Q), Error);
    assert(/^Unknown Internal Error \(15000\)$|^Queue send(Batch)? failed: (Payload Too Large|Bad Request)$/.test(e.message), e.message);
    assertEquals((await f(NONE)).metadata.metrics.backlogCount, 0);
  }
  await Q.send("x".repeat(127998), { contentType: "json" });
  for (const delaySeconds of [0, 86400, 1.5, "x", null]) await Q.send(1, { delaySeconds });
});
test("bytes that are sent are taken away, those of a batch are not", async () => {
  const one = new Uint8Array(4), other = new Uint8Array(4);
  await Q.send(one, { contentType: "bytes" });
  await Q.sendBatch([{ body: other, contentType: "bytes" }]);
  assertEquals([one.byteLength, other.byteLength], [0, 4]);
});
test("what a script puts in place of JSON.stringify is not called", async () => {
  const { parse, stringify } = JSON;
  let got;
  try {
    JSON.parse = JSON.stringify = () => { throw new Error("the script's own"); };
    got = Object.keys(await Q.send({ a: 1 }, { contentType: "json" }));
  } finally {
    Object.assign(JSON, { parse, stringify });
  }
  assertEquals(got, ["metadata"]);
});
