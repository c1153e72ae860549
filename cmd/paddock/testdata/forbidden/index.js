// A container without internet access, one of whose addresses is answered here.
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

export class Handler extends WorkerEntrypoint {
  fetch() {
    return new Response("caught");
  }
}

export class Load extends DurableObject {
  async start(options) {
    const { container } = this.ctx;
    await container.interceptOutboundHttp(this.env.TAKEN, this.ctx.exports.Handler({}));
    container.start({ enableInternet: false, ...options });
    await container.monitor();
  }
}

export default {
  fetch(request, { LOAD }, ctx) {
    const entrypoint = ["/load", ...new URL(request.url).searchParams.getAll("try")];
    ctx.waitUntil(LOAD.getByName("load").start({ entrypoint }));
    return new Response("starting");
  },
};
