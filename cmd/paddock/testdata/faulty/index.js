// Handlers that do in every way what handlers should not.
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

const bytes = (text) => new TextEncoder().encode(text);
const forever = () => new Promise(() => {});
const deeper = (n) => deeper(n + 1) + 1;

const faults = {
  "/throws": () => {
    throw new TypeError("on purpose");
  },
  "/nothing": () => undefined,
  "/number": () => 42,
  "/lookalike": () => ({ status: 200, body: "x" }),
  "/used": async () => {
    const response = new Response("x");
    await response.text();
    return response;
  },
  "/error": () => Response.error(),
  "/hangs": forever,
  "/overflows": () => new Response(deeper(0)),
  "/spins": () => {
    for (;;);
  },
  "/half": () => {
    let n = 0;
    return new Response(new ReadableStream({ pull: (c) => (n++ ? c.error(new Error("half way")) : c.enqueue(bytes("half"))) }));
  },
  "/no-bytes": () => new Response(new ReadableStream({ pull: (c) => c.enqueue(7) })),
  "/stalls": () => new Response(new ReadableStream({ pull: forever })),
};

export class Faulty extends WorkerEntrypoint {
  async fetch(request) {
    const fault = faults[new URL(request.url).pathname];
    return fault ? await fault() : new Response("well");
  }
}

export class Box extends DurableObject {
  async start(options) {
    await this.ctx.container.interceptAllOutboundHttp(this.ctx.exports.Faulty({}));
    this.ctx.container.start({ ...options, enableInternet: false });
    await this.ctx.container.monitor();
  }
}

export default { fetch: () => new Response("nothing to see") };
