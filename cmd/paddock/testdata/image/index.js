// A container of an image, by the genuine package; its HTTP and HTTPS are answered here.
import { Container, ContainerProxy } from "@cloudflare/containers";

export { ContainerProxy };

export class App extends Container {
  defaultPort = 8080;
  interceptHttps = true;
  enableInternet = false;
  envVars = { WHO: "you" };

  async exec(...argv) {
    const { stdout, exitCode } = await (await this.ctx.container.exec(argv)).output();
    return `${new TextDecoder().decode(stdout).trim()} ${exitCode}`;
  }

  async freeze() {
    return await this.ctx.container.snapshotContainer({ name: "saved" });
  }

  async thaw(snapshot) {
    await this.ctx.container.destroy();
    this.ctx.container.start({ containerSnapshot: snapshot, env: { WHO: "thawed" } });
    for (;;) {
      try {
        return await (await this.ctx.container.getTcpPort(8080).fetch("http://x/read?file=/kept")).text();
      } catch {
        await scheduler.wait(10);
      }
    }
  }
}
App.outboundByHost = { "my.kv": async (request, env) => new Response((await env.KV.get(new URL(request.url).pathname.slice(1))) ?? "none") };
App.outbound = async (request) => new Response(`caught ${request.url}`);

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const [, name, ...rest] = url.pathname.split("/");
    const app = env.APP.get(env.APP.idFromName(name));
    switch (rest[0]) {
      case "put":
        await env.KV.put(rest[1], rest[2]);
        return new Response("put");
      case "exec":
        return new Response(await app.exec(...rest.slice(1).map((s) => "/" + s)));
      case "freeze": {
        const snapshot = await app.freeze();
        return new Response(`${snapshot.name} ${snapshot.size > 0} ${await app.thaw(snapshot)}`);
      }
    }
    return app.fetch(new Request(`http://container/${rest.join("/")}${url.search}`, request));
  },
};
