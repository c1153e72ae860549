const show = (v) => {
  if (typeof v === "string") return JSON.stringify(v);
  if (typeof v === "bigint") return v + "n";
  if (v instanceof Error) return v.name + ": " + v.message;
  if (typeof v === "function") return "function " + v.name;
  if (ArrayBuffer.isView(v)) return v.constructor.name + "[" + Array.from(new Uint8Array(v.buffer, v.byteOffset, v.byteLength)) + "]";
  if (v instanceof ArrayBuffer) return "ArrayBuffer[" + Array.from(new Uint8Array(v)) + "]";
  if (v instanceof Map) return "Map" + show([...v]);
  if (v instanceof Set) return "Set" + show([...v]);
  if (v instanceof Date) return "Date " + v.toISOString();
  if (Array.isArray(v)) return "[" + v.map(show).join(", ") + "]";
  if (v && typeof v === "object") return "{" + Object.keys(v).map((k) => k + ": " + show(v[k])).join(", ") + "}";
  return Object.is(v, -0) ? "-0" : String(v);
};

export function assert(ok, message = "assertion failed") {
  if (!ok) throw new Error(message);
}

export function assertEquals(actual, expected, message = "") {
  const a = show(actual), e = show(expected);
  if (a !== e) throw new Error(`${message ? message + ": " : ""}got ${a}, want ${e}`);
}

const check = (e, cls, text) => {
  if (cls && e?.name !== cls) throw new Error(`threw ${show(e)}, want a ${cls}`);
  if (text !== undefined && e?.message !== text) throw new Error(`message is ${show(e?.message)}, want ${show(text)}`);
  return e;
};

/** The message must be equal to text, not only contain it. */
export function assertThrows(fn, cls, text) {
  let v;
  try {
    v = fn();
  } catch (e) {
    return check(e, cls, text);
  }
  throw new Error("did not throw, gave " + show(v));
}

/** The message must be equal to text, not only contain it. */
export async function assertRejects(promise, cls, text) {
  let v;
  try {
    v = await (typeof promise === "function" && !promise.then ? promise() : promise);
  } catch (e) {
    return check(e, cls, text);
  }
  throw new Error("did not reject, gave " + show(v));
}

/** The default export of a file of tests: one test for each request, or their names. */
export const handler = (tests) => ({
  async fetch(request, env, ctx) {
    const name = new URL(request.url).searchParams.get("test");
    if (name === null) return Response.json(Object.keys(tests));
    try {
      await tests[name](env, ctx, request);
      return new Response("");
    } catch (e) {
      return new Response((e instanceof Error && e.stack) || String(e) || "threw nothing", { status: 500 });
    }
  },
});

/**
 * Tests that run inside of a Durable Object of the class bound as binding, one object for each.
 * The class needs a method run(name) { return cases[name](this.ctx, this.env, this); }.
 */
export const inside = (binding, cases) =>
  Object.fromEntries(Object.keys(cases).map((name) => [name, (env) => env[binding].getByName(name).run(name)]));
