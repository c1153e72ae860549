// ctx.container as a program uses it, each path one use.
import { DurableObject } from "cloudflare:workers";

const text = (buffer) => new TextDecoder().decode(buffer);
const said = (o) => `${text(o.stdout)}|${text(o.stderr)}|${o.exitCode}`;

const curl = async (c, host, { PORT }) => {
  const p = await c.exec(["curl", "-sS", "--noproxy", "*", "--max-time", "20", `http://${host}:${PORT}/`]);
  const { stdout, exitCode } = await p.output();
  return text(stdout) || exitCode;
};

const uses = {
  "/not-running": async (c) => await c.exec(["true"]),
  "/inspect": async (c) => JSON.stringify(await c.inspect()),
  "/start": (c, { PORT }) => {
    c.start({ env: { FROM_START: "start", PORT }, labels: { team: "red" }, instance: "basic", hardTimeout: 3_600_000 });
    return c.running;
  },
  "/labels": async (c) => {
    await c.setLabels({ team: "blue" });
    return JSON.stringify((await c.inspect()).labels);
  },
  "/output": async (c) =>
    said(await (await c.exec(["sh", "-c", "echo $FROM_IMAGE $FROM_START $FROM_EXEC; echo no >&2; exit 3"], { env: { FROM_EXEC: "exec" } })).output()),
  "/cwd": async (c) => said(await (await c.exec(["cat", "serve.py"], { cwd: "/box" })).output()).split("\n")[0],
  "/combined": async (c) => said(await (await c.exec(["sh", "-c", "echo a; echo b >&2"], { stderr: "combined" })).output()),
  "/ignored": async (c) => {
    const p = await c.exec(["sh", "-c", "echo a; echo b >&2"], { stdout: "ignore", stderr: "ignore" });
    return [p.stdin, p.stdout, p.stderr, p.isPty, typeof p.pid, await p.exitCode, p.exitCode === p.exitCode].join();
  },
  "/pipe": async (c) => {
    const p = await c.exec(["tr", "a-z", "A-Z"], { stdin: "pipe" });
    const w = p.stdin.getWriter();
    await w.write(new TextEncoder().encode("loud"));
    await w.close();
    return said(await p.output());
  },
  "/stream": async (c) => said(await (await c.exec(["wc", "-c"], { stdin: new Response("x".repeat(300000)).body })).output()).trim(),
  "/eof": async (c) => said(await (await c.exec(["cat"])).output()),
  "/pty": async (c) => {
    const p = await c.exec(["sh", "-c", "stty size; read x; stty size"], { pty: { cols: 90, rows: 20 } });
    const r = p.stdout.getReader();
    let all = text((await r.read()).value);
    p.resize(70, 10);
    const w = p.stdin.getWriter();
    await w.write(new TextEncoder().encode("\n"));
    for (let chunk; !(chunk = await r.read()).done; ) all += text(chunk.value);
    return all.replace(/\r/g, "").trim().split(/\n+/).join();
  },
  "/add-root": async (c) => {
    const script = "cp /etc/cloudflare/certs/cloudflare-containers-ca.crt /usr/local/share/ca-certificates/cf.crt && update-ca-certificates >/dev/null 2>&1 && test -e /etc/ssl/certs/cf.pem";
    return await (await c.exec(["sh", "-lc", script])).exitCode;
  },
  "/kill": async (c) => {
    const p = await c.exec(["sleep", "1000"]);
    p.kill();
    return await p.exitCode;
  },
  "/abort": async (c) => {
    const controller = new AbortController();
    const p = await c.exec(["sleep", "1000"], { signal: controller.signal });
    controller.abort();
    return await p.exitCode;
  },
  "/missing": async (c) => (await (await c.exec(["no-such-command"])).output()).exitCode,
  "/user": async (c) => said(await (await c.exec(["id", "-u"], { user: "0" })).output()),
  "/no-user": async (c) => c.exec(["id"], { user: "nobody-of-this-name" }),
  "/empty": (c) => c.exec([]),
  "/bad-stdout": (c) => c.exec(["true"], { stdout: "inherit" }),
  "/bad-pty": (c) => c.exec(["true"], { pty: true, stderr: "pipe" }),
  "/bad-combined": (c) => c.exec(["true"], { stdout: "ignore", stderr: "combined" }),
  "/bad-stdin": (c) => c.exec(["true"], { stdin: "inherit" }),
  "/bad-env": (c) => c.exec(["true"], { env: { "A=B": "1" } }),
  "/bad-cwd": (c) => c.exec(["true"], { cwd: "/a\0b" }),
  "/bad-signal": async (c) => (await c.exec(["true"])).kill(65),
  "/bad-resize": async (c) => (await c.exec(["true"])).resize(1, 1),
  "/twice": async (c) => {
    const p = await c.exec(["true"]);
    await p.output();
    return p.output();
  },
  "/consumed": async (c) => {
    const p = await c.exec(["echo", "x"]);
    await p.stdout.getReader().read();
    return p.output();
  },
  "/aborted": (c) => c.exec(["true"], { signal: AbortSignal.abort(new Error("too late")) }),
  "/connect": async (c, { PORT }) => {
    const socket = c.getTcpPort(PORT).connect("container:1234");
    const w = socket.writable.getWriter();
    await w.write(new TextEncoder().encode("quiet"));
    await w.close();
    return text(await new Response(socket.readable).arrayBuffer());
  },
  "/connect-tls": async (c) => await c.getTcpPort(7000).connect("container:1234", { secureTransport: "on" }).opened,
  "/destroy": async (c) => {
    await c.destroy();
    return JSON.stringify(await c.inspect());
  },
  "/bad-image": (c) => c.start({ image: "a b" }),
  "/no-image": (c) => c.start({ image: "" }),
  "/both": (c) => c.start({ image: "a", containerSnapshot: { id: "1" } }),
  "/bad-instance": (c) => c.start({ instance: "huge" }),
  "/bad-resource": (c) => c.start({ instance: { vcpu: 1, memoryMib: 1.5, diskMb: 1 } }),
  "/bad-timeout": (c) => c.start({ hardTimeout: 0 }),
  "/bad-label": (c) => c.start({ labels: { ["x".repeat(17)]: "" } }),
  "/host": async (c, env) => {
    c.start({ entrypoint: ["sleep", "1000"], enableInternet: true });
    return [await curl(c, "host.docker.internal", env), await curl(c, "127.0.0.1", env)].join();
  },
  "/network": (c, env) => curl(c, "192.168.77.77", env),
  "/no-snapshot": (c) => c.snapshotDirectory({ dir: "relative" }),
  "/nowhere": (c) => c.snapshotDirectory({ dir: "/box/nowhere" }),
  "/snapshot": async (c) => {
    await (await c.exec(["sh", "-c", "mkdir -p data/sub && echo kept > data/sub/x && ln -s sub/x data/link"])).exitCode;
    const snapshot = await c.snapshotDirectory({ dir: "/box/data", name: "mine" });
    await c.destroy();
    c.start({ entrypoint: ["sleep", "1000"], directorySnapshots: [{ snapshot }, { snapshot, mountPoint: "/box/again" }, { mountPoint: "/box/empty" }] });
    const o = await (await c.exec(["sh", "-c", "cat data/link again/sub/x; echo new > again/sub/x; ls empty"])).output();
    return [snapshot.size, snapshot.dir, snapshot.name, said(o)].join();
  },
  "/bad-restore": (c) => c.start({ directorySnapshots: [{ mountPoint: "/../x" }] }),
  "/root-restore": (c) => c.start({ directorySnapshots: [{ mountPoint: "/a/.." }] }),
  "/no-restore": (c) => c.start({ directorySnapshots: [{}] }),
  "/timeout": async (c) => {
    c.start({ entrypoint: ["sleep", "1000"], hardTimeout: 50 });
    return await c.monitor();
  },
};

export class Box extends DurableObject {
  async fetch(request) {
    try {
      return new Response(String(await uses[new URL(request.url).pathname](this.ctx.container, this.env)));
    } catch (e) {
      return new Response(`${e.name}: ${e.message}`);
    }
  }
}

export default { fetch: (request, env) => env.BOX.getByName("one").fetch(request) };
