// A registry of Rust's packages that is nowhere but here.
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

const answers = {
  "/config.json": { dl: "https://crates.test/dl", api: "https://crates.test" },
  "/api/v1/crates": { crates: [{ name: "greeting", max_version: "1.2.3", description: "from the handler" }], meta: { total: 1 } },
};

export class Crates extends WorkerEntrypoint {
  fetch(request) {
    const answer = answers[new URL(request.url).pathname];
    return answer ? Response.json(answer) : new Response("none", { status: 404 });
  }
}

export class Box extends DurableObject {
  async start(options) {
    await this.ctx.container.interceptOutboundHttps("crates.test", this.ctx.exports.Crates({}));
    this.ctx.container.start({ ...options, enableInternet: false });
    await this.ctx.container.monitor();
  }
}

export default { fetch: () => new Response("nothing to see") };
