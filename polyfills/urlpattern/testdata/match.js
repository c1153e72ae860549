const groups = (pathname, input, options) => new URLPattern({ pathname }, options).exec({ pathname: input })?.pathname.groups ?? null;

test("exec tells the groups of every component", () => {
  const r = new URLPattern("https://:sub.example.com/books/:id").exec("https://x.example.com/books/7?q#f");
  assertEquals(r.inputs, ["https://x.example.com/books/7?q#f"]);
  assertEquals(r.hostname, { input: "x.example.com", groups: { sub: "x" } });
  assertEquals(r.pathname, { input: "/books/7", groups: { id: "7" } });
  assertEquals([r.protocol, r.search, r.port], [{ input: "https", groups: {} }, { input: "q", groups: { 0: "q" } }, { input: "", groups: {} }]);
  assertEquals(Object.keys(r), ["inputs", "protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"]);
  assertEquals(Object.getPrototypeOf(r.pathname.groups) === Object.prototype, true);
});
test("modifiers say how often", () => {
  assertEquals(groups("/a/:x?", "/a"), { x: undefined });
  assertEquals(groups("/a/:x?", "/a/"), null);
  assertEquals(groups("/a/:x+", "/a/b/c"), { x: "b/c" });
  assertEquals(groups("/a/:x*", "/a"), { x: undefined });
  assertEquals(groups("/a{b}?", "/ab"), {});
  assertEquals(groups("/a{b}+", "/abbb"), {});
  assertEquals(groups("/:a-:b", "/x-y-z"), { a: "x", b: "y-z" });
  assertEquals(groups("/*.:ext", "/a/b.c.d"), { 0: "a/b.c", ext: "d" });
  assertEquals(groups("*{}**?", "foobar"), { 0: "foobar", 1: undefined });
});
test("a pattern's own expressions are JavaScript's", () => {
  assertEquals(groups("/:x(\\d+)", "/12"), { x: "12" });
  assertEquals(groups("/:x(\\d+)", "/a"), null);
  assertEquals(groups("/(a(?=b))*", "/ab"), null);
  assertEquals(groups("/(\\p{Lu})+", "/A"), { 0: "A" });
  assertEquals(groups("/([[a-z]--[aeiou]]+)", "/xyz"), { 0: "xyz" });
  assertEquals(groups("/([[a-z]--[aeiou]]+)", "/xay"), null);
});
test("case matters unless it is ignored, and never in hosts", () => {
  assertEquals(groups("/Foo/:x", "/foo/A"), null);
  assertEquals(groups("/Foo/:x", "/foo/A", { ignoreCase: true }), { x: "A" });
  assertEquals(groups("/(foo)", "/FOO", { ignoreCase: true }), { 0: "FOO" });
  assertEquals(new URLPattern("https://a/b", { ignoreCase: true }).test("https://a/B"), true);
  assertEquals(new URLPattern("/b", "https://a", { ignoreCase: true }).test("https://a/B"), true);
  assertEquals(new URLPattern("https://a/b", null).test("HTTPS://A/b"), true);
});
test("inputs are URLs, members or URL objects", () => {
  const p = new URLPattern({ hostname: "h", pathname: "/a/:x" });
  assertEquals(p.test("https://h/a/1"), true);
  assertEquals(p.test("a/1", "https://h/"), true);
  assertEquals(p.exec("a/1", "https://h/").inputs, ["a/1", "https://h/"]);
  assertEquals(p.test({ pathname: "1", baseURL: "https://h/a/" }), true);
  assertEquals(p.exec({ hostname: "h", pathname: "/a/1" }).inputs, [{ hostname: "h", pathname: "/a/1" }]);
  assertEquals(p.test(new URL("https://h/a/1")), true);
  assertEquals(new URLPattern().test(), true);
});
test("what is no URL matches nothing", () => {
  const p = new URLPattern();
  assertEquals([p.test("x"), p.exec("x"), p.test("x", ""), p.test({ port: "x" }), p.test({ baseURL: "x" })], [false, null, false, false, false]);
  assertThrows(() => p.test({}, "https://a"), TypeError, "Failed to test URLPattern");
  assertThrows(() => p.exec({}, "https://a"), TypeError, "Failed to exec URLPattern");
});
test("the default port is the empty one", () => {
  const p = new URLPattern({ protocol: "https", port: "443" });
  assertEquals([p.test("https://a:443/"), p.test({ protocol: "https", port: "443" }), p.test("https://a:444")], [true, true, false]);
});
test("patterns of very many parts match", () => {
  const p = new URLPattern({ pathname: "/:a".replace("a", "a0") + Array.from({ length: 150 }, (_, i) => `/:b${i}`).join("") });
  const path = "/" + Array.from({ length: 151 }, (_, i) => i).join("/");
  assertEquals([p.test({ pathname: path }), p.exec({ pathname: path }).pathname.groups.b149, p.test({ pathname: path + "/x" }), p.hasRegExpGroups], [true, "150", false, false]);
});
