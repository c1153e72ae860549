// services: KEEPER=Keeper
// objects: Room
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
import { assertEquals, assertRejects, assertThrows } from "./workertest.js";

let kept;

// Everything here belongs to the event that calls it.
async function make() {
  const socket = new WebSocketPair()[0];
  socket.accept();
  return {
    text: new Response("x"),
    copy: new Response("x").clone(),
    stream: new Response("x").body,
    tee: new Response("x").body.tee()[0],
    identity: new IdentityTransformStream(),
    transform: new TransformStream(),
    unread: new Response("x").body,
    pair: new WebSocketPair(),
    compression: new CompressionStream("gzip"),
    rewritten: new HTMLRewriter().transform(new Response("<a>")),
    javaScript: new ReadableStream({ pull(controller) { controller.enqueue(new Uint8Array(1)); controller.close(); } }),
    blob: new Blob(["x"]),
    controller: new AbortController(),
    timeout: AbortSignal.timeout(1000),
    socket,
  };
}

export class Keeper extends WorkerEntrypoint {
  async keep() { kept = await make(); }
}

export class Room extends DurableObject {
  hello() { return "hello"; }
  async keepStub() { this.stub = this.env.Room.getByName("c"); }
  useStub() { return this.stub.hello(); }
  async keep() { this.kept = await make(); }
  async use() { return [await this.kept.text.text(), await new Response(this.kept.stream).text(), this.kept.socket.readyState]; }
}

const message = (kind) => `Cannot perform I/O on behalf of a different request. I/O objects (such as streams, request/response bodies, and others) created in the context of one request handler cannot be accessed from a different request's handler. This is a limitation of Cloudflare Workers which allows us to improve overall performance. (I/O type: ${kind})`;

export const tests = {
  async "what one request has made another cannot use"(env) {
    await env.KEEPER.keep();
    const { text, copy, stream, tee, identity, compression, rewritten, socket } = kept;
    const source = message("ReadableStreamSource>");
    await assertRejects(text.text(), "Error", source);
    await assertRejects(copy.arrayBuffer(), "Error", source);
    await assertRejects(stream.getReader().read(), "Error", source);
    await assertRejects(new Response(tee).text(), "Error", source);
    await assertRejects(identity.readable.getReader().read(), "Error", source);
    await assertRejects(compression.readable.pipeTo(new WritableStream()), "Error", source);
    await assertRejects(rewritten.text(), "Error", source);
    await assertRejects(kept.unread.cancel(), "Error", source);
    await assertRejects(identity.writable.abort(), "Error", message("Writable"));
    const writer = identity.writable.getWriter();
    await assertRejects(writer.write(new Uint8Array(1)), "Error", message("Writable"));
    await assertRejects(writer.close(), "Error", message("Writable"));
    const transformed = kept.transform.writable.getWriter();
    await assertRejects(transformed.write("x"), "Error", message("$_5>"));
    await assertRejects(transformed.close(), "Error", message("$_7>"));
    await assertRejects(transformed.abort(), "Error", message("RefcountedCanceler"));
    assertThrows(() => kept.pair[0].accept(), "Error", message("Native"));
    for (const use of [() => socket.send("x"), () => socket.close(), () => socket.readyState]) assertThrows(use, "Error", message("Native"));
  },
  async "what does no I/O it can"(env) {
    await env.KEEPER.keep();
    const { text, javaScript, blob, socket } = kept;
    assertEquals([text.status, text.headers.get("content-type"), text.body !== null, await blob.text(), (await new Response(javaScript).bytes()).length], [200, "text/plain;charset=UTF-8", true, "x", 1]);
    socket.addEventListener("message", () => {});
    kept.controller.abort();
    assertEquals([kept.controller.signal.aborted, kept.timeout.aborted], [true, false]);
  },
  async "the events of a Durable Object share their stubs"(env) {
    const room = env.Room.getByName("a");
    await room.keepStub();
    assertEquals(await room.useStub(), "hello");
  },
  async "the events of a Durable Object share what they make"(env) {
    const room = env.Room.getByName("a");
    await room.keep();
    assertEquals(await room.use(), ["x", "x", 1]);
  },
};
