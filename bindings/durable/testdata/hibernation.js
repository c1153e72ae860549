// objects: Room
import { DurableObject } from "cloudflare:workers";
import { assert, assertEquals, assertRejects, assertThrows } from "./workertest.js";

export class Room extends DurableObject {
  woken = Math.random();
  async fetch(request) {
    const tags = JSON.parse(request.headers.get("x-tags") ?? "null") ?? undefined;
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, tags);
    server.serializeAttachment({ who: request.headers.get("x-who"), at: 5 });
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, message) {
    if (message === "mark") return ws.send(String(this.woken));
    if (message === "attachment") return ws.send(JSON.stringify(ws.deserializeAttachment()));
    if (message === "tags") return ws.send(JSON.stringify(this.ctx.getTags(ws)));
    if (message === "all") {
      for (const other of this.ctx.getWebSockets()) other.send("to all");
      return;
    }
    if (message === "same") return ws.send(String(this.ctx.getWebSockets().includes(ws)));
    if (message === "boom") throw new Error("boom");
    if (message === "bye") return ws.close(4000, "bye");
    if (message instanceof ArrayBuffer) return ws.send(message);
    ws.send("echo " + message);
  }
  async webSocketClose(ws, code, reason, wasClean) {
    await this.ctx.storage.put("closed", [code, reason, wasClean, ws.readyState, this.ctx.getWebSockets().length]);
    if (reason === "answer me") ws.close(code, "answered");
  }
  who(tag) { return this.ctx.getWebSockets(tag).map((ws) => ws.deserializeAttachment().who); }
  closed() { return this.ctx.storage.get("closed"); }
  mark() { return this.woken; }
  auto(request, response) {
    if (request === undefined) this.ctx.setWebSocketAutoResponse();
    else this.ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(request, response));
    const pair = this.ctx.getWebSocketAutoResponse();
    return pair && [pair.request, pair.response];
  }
  stamps() { return this.ctx.getWebSockets().map((ws) => this.ctx.getWebSocketAutoResponseTimestamp(ws)); }
  timeout(ms) {
    this.ctx.setHibernatableWebSocketEventTimeout(ms);
    return this.ctx.getHibernatableWebSocketEventTimeout();
  }
  abort() { this.ctx.abort("gone"); }
  call(name) { return checks[name](this.ctx); }
}

const checks = {
  twice(ctx) {
    const { 0: a } = new WebSocketPair();
    ctx.acceptWebSocket(a);
    assertThrows(() => ctx.acceptWebSocket(a), "Error", "Cannot call `acceptWebSocket()` if the WebSocket was already accepted via `accept()`");
    assertThrows(() => a.accept(), "TypeError", "Can't accept() WebSocket after enabling hibernation.");
    const { 0: b } = new WebSocketPair();
    b.accept();
    assertThrows(() => ctx.acceptWebSocket(b), "Error", "Cannot call `acceptWebSocket()` if the WebSocket was already accepted via `accept()`");
    const { 0: c, 1: d } = new WebSocketPair();
    d.accept();
    assertThrows(() => ctx.acceptWebSocket(c), "Error", "Cannot call `acceptWebSocket()` on this WebSocket because its pair has already been accepted or used in a Response.");
  },
  tags(ctx) {
    const ws = () => new WebSocketPair()[0];
    assertThrows(() => ctx.acceptWebSocket(ws(), Array.from({ length: 11 }, (_, i) => "t" + i)), "Error", "a Hibernatable WebSocket cannot have more than 10 tags");
    const long = "x".repeat(257);
    assertThrows(() => ctx.acceptWebSocket(ws(), [long]), "Error", `"${long}" is longer than the max tag length (256 characters).`);
    assertThrows(() => ctx.acceptWebSocket(ws(), "tag"), "TypeError", "Failed to execute 'acceptWebSocket' on 'DurableObjectState': parameter 2 is not of type 'Array'.");
    assertThrows(() => ctx.acceptWebSocket({}), "TypeError", "Failed to execute 'acceptWebSocket' on 'DurableObjectState': parameter 1 is not of type 'WebSocket'.");
    assertThrows(() => ctx.getTags(ws()), "Error", "you must call 'acceptWebSocket()' before attempting to access the tags of a WebSocket.");
    const doubled = ws();
    ctx.acceptWebSocket(doubled, ["a", "a", "b", ""]);
    assertEquals(ctx.getTags(doubled).sort(), ["", "a", "b"]);
  },
  limits(ctx) {
    assertThrows(() => ctx.setHibernatableWebSocketEventTimeout(604_800_001), "Error", "Event timeout should not exceed 604800000 ms.");
    const long = "x".repeat(2049);
    assertThrows(() => ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(long, "a")), "RangeError", "Request cannot be larger than 2048 bytes. A request of size 2049 was provided.");
    assertThrows(() => ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("a", long)), "RangeError", "Response cannot be larger than 2048 bytes. A response of size 2049 was provided.");
    const ws = new WebSocketPair()[0];
    ctx.acceptWebSocket(ws);
    assertEquals(ws.deserializeAttachment(), null);
    assertThrows(() => ws.serializeAttachment("x".repeat(20_000)), "Error", "A WebSocket 'attachment' cannot be larger than 16384 bytes.'attachment' was 20006 bytes.");
  },
};

/** A client with a queue of what it has received. */
const connect = async (stub, who, tags) => {
  const r = await stub.fetch("http://room/", { headers: { Upgrade: "websocket", "x-who": who, "x-tags": JSON.stringify(tags ?? []) } });
  assertEquals(r.status, 101);
  const ws = r.webSocket;
  ws.binaryType = "arraybuffer";
  const queue = [], waiting = [];
  const put = (v) => (waiting.length ? waiting.shift()(v) : queue.push(v));
  ws.addEventListener("message", (e) => put(e.data));
  ws.addEventListener("close", (e) => put(["close", e.code, e.reason]));
  ws.accept();
  return { ws, next: () => (queue.length ? queue.shift() : new Promise((resolve) => waiting.push(resolve))) };
};

export const tests = {
  async "messages reach the handler and its answers the client"({ Room }) {
    const { ws, next } = await connect(Room.getByName("echo"), "a");
    ws.send("hi");
    assertEquals(await next(), "echo hi");
    ws.send(new Uint8Array([1, 2]));
    assertEquals(await next(), new Uint8Array([1, 2]).buffer);
    ws.send("same");
    assertEquals(await next(), "true");
    ws.close(1000, "done");
  },

  async "an object hibernates while its WebSockets stay, and a message wakes it"({ Room }) {
    const stub = Room.getByName("sleepy");
    const { ws, next } = await connect(stub, "a", ["x", "y"]);
    ws.send("mark");
    const before = await next();
    await scheduler.wait(12_000);
    ws.send("mark");
    assert((await next()) !== before, "the instance stayed");
    ws.send("attachment");
    assertEquals(await next(), '{"who":"a","at":5}');
    ws.send("tags");
    assertEquals(JSON.parse(await next()).sort(), ["x", "y"]);
    assertEquals(await stub.who(), ["a"]);
    ws.close();
  },

  async "getWebSockets lists the newest first, of a tag the oldest"({ Room }) {
    const stub = Room.getByName("tags");
    const clients = [await connect(stub, "a", ["x"]), await connect(stub, "b", ["x", "y"]), await connect(stub, "c")];
    assertEquals(await stub.who(), ["c", "b", "a"]);
    assertEquals(await stub.who("x"), ["a", "b"]);
    assertEquals(await stub.who("y"), ["b"]);
    assertEquals(await stub.who("z"), []);
    clients[0].ws.send("all");
    for (const { next } of clients) assertEquals(await next(), "to all");
    for (const { ws } of clients) ws.close();
  },

  async "a client's close reaches the handler"({ Room }) {
    const stub = Room.getByName("close");
    const { ws, next } = await connect(stub, "a");
    ws.close(3001, "so long");
    assertEquals(await next(), ["close", 1006, "WebSocket disconnected without sending Close frame."]);
    assertEquals(await stub.closed(), [3001, "so long", true, 2, 1]);
    assertEquals(await stub.who(), []);
  },

  async "a handler can answer a client's close"({ Room }) {
    const stub = Room.getByName("answered");
    const { ws, next } = await connect(stub, "a");
    ws.close(3001, "answer me");
    assertEquals(await next(), ["close", 3001, "answered"]);
  },

  async "the object can close"({ Room }) {
    const stub = Room.getByName("bye");
    const { ws, next } = await connect(stub, "a");
    ws.send("bye");
    assertEquals(await next(), ["close", 4000, "bye"]);
    await scheduler.wait(20);
    assertEquals(await stub.who(), []);
  },

  async "a handler that throws keeps the WebSocket"({ Room }) {
    const { ws, next } = await connect(Room.getByName("boom"), "a");
    ws.send("boom");
    ws.send("after");
    assertEquals(await next(), "echo after");
    ws.close();
  },

  async "an automatic response wakes nobody"({ Room }) {
    const stub = Room.getByName("auto");
    assertEquals(await stub.auto("ping", "pong"), ["ping", "pong"]);
    const { ws, next } = await connect(stub, "a");
    assertEquals(await stub.stamps(), [null]);
    const before = await stub.mark();
    ws.send("ping");
    assertEquals(await next(), "pong");
    assert((await stub.stamps())[0] instanceof Date);
    assertEquals(await stub.mark(), before);
    assertEquals(await stub.auto(), null);
    ws.send("ping");
    assertEquals(await next(), "echo ping");
    ws.close();
  },

  async "messages beyond those under way follow in order"({ Room }) {
    const { ws, next } = await connect(Room.getByName("flood"), "a");
    for (let i = 0; i < 2500; i++) ws.send(String(i));
    for (let i = 0; i < 2500; i++) assertEquals(await next(), "echo " + i);
    ws.close();
  },

  async "the event timeout is kept"({ Room }) {
    assertEquals(await Room.getByName("timeout").timeout(5000), 5000);
    assertEquals(await Room.getByName("timeout").timeout(), null);
  },

  async "what was accepted is not accepted again"({ Room }) { await Room.getByName("c1").call("twice"); },
  async "tags have limits"({ Room }) { await Room.getByName("c2").call("tags"); },
  async "pairs, attachments and timeouts have limits"({ Room }) { await Room.getByName("c3").call("limits"); },

  async "a reset ends the conversations"({ Room }) {
    const stub = Room.getByName("reset");
    const { next } = await connect(stub, "a");
    await assertRejects(() => stub.abort(), "Error", "gone");
    assertEquals((await next()).slice(0, 2), ["close", 1006]);
  },
};
