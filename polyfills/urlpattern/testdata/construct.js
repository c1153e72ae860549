const parts = (p) => [p.protocol, p.username, p.password, p.hostname, p.port, p.pathname, p.search, p.hash];
const of = (...args) => parts(new URLPattern(...args));

test("a constructor string is split into its components", () => {
  assertEquals(of("https://u\\:p@*.Example.com:8080/a/:id\\?q=*#f"), ["https", "u", "p", "*.example.com", "8080", "/a/:id", "q=*", "f"]);
  assertEquals(of("https://example.com/x"), ["https", "*", "*", "example.com", "", "/x", "*", "*"]);
  assertEquals(of("http{s}?://[\\:\\:1]:*/"), ["http{s}?", "*", "*", "[\\:\\:1]", "*", "/", "*", "*"]);
  assertEquals(of("data\\:text/*"), ["data", "*", "*", "", "", "text/*", "*", "*"]);
  assertEquals(of("https://a#h"), ["https", "*", "*", "a", "", "/", "", "h"]);
});
test("a question mark begins the query unless it is a modifier", () => {
  assertEquals(of("https://a/b?c").slice(5, 7), ["/b", "c"]);
  assertEquals(of("https://a/:b?c").slice(5, 7), ["/:b?c", "*"]);
  assertEquals(of("https://a/:b\\?c").slice(5, 7), ["/:b", "c"]);
});
test("a base gives what stands before the first component", () => {
  assertEquals(of("/b/*", "https://user@h:81/c?d#e"), ["https", "*", "*", "h", "81", "/b/*", "*", "*"]);
  assertEquals(of("?x", "https://h/c+?d#e"), ["https", "*", "*", "h", "", "/c\\+", "x", "*"]);
  assertEquals(of({ pathname: "x", baseURL: "https://h/a/b" })[5], "/a/x");
  assertEquals(of({ search: "x", baseURL: "https://h/a/b" }), ["https", "*", "*", "h", "", "/a/b", "x", "*"]);
});
test("what is absent matches everything", () => {
  assertEquals(of(), Array(8).fill("*"));
  assertEquals(of(undefined), Array(8).fill("*"));
  assertEquals(of(null), Array(8).fill("*"));
  assertEquals(of({ pathname: undefined }), Array(8).fill("*"));
});
test("components are normalized", () => {
  assertEquals(of({ protocol: "HTTPS:" })[0], "https");
  assertEquals(of({ protocol: "https", port: "443" })[4], "");
  assertEquals(of({ hostname: "MÜNCHEN.de" })[3], "xn--mnchen-3ya.de");
  assertEquals(of({ hostname: "[AB\\:CD\\:\\:1]" })[3], "[ab\\:cd\\:\\:1]");
  assertEquals(of({ pathname: "/a/../ü b" })[5], "/%C3%BC%20b");
  assertEquals(of({ protocol: "data", pathname: "/a/../b" })[5], "/a/../b");
  assertEquals(of({ search: "?ü" })[6], "%C3%BC");
  assertEquals(of({ hash: "#ü" })[7], "%C3%BC");
  assertEquals(of({ username: "ü\\:" })[1], "%C3%BC%3A");
});
test("the pattern is written back in its shortest form", () => {
  const path = (pathname) => new URLPattern({ pathname }).pathname;
  for (const [given, want] of [
    ["/{a}", "/a"], ["/{:x}", "/{:x}"], ["/:x{b}", "{/:x}b"], ["/{:x/}?", "/{:x/}?"], ["/(.*)", "/*"], ["/([^\\/]+?)", "/([^\\/]+?)"],
    [":x(\\d+)", ":x(\\d+)"], ["{a}*", "{a}*"], ["/:a:b", "/:a:b"], ["/a\\:b", "/a\\:b"], ["{:x\\y}", "{:x\\y}"], ["(a)*", "(a)*"], ["**", "**"],
  ]) assertEquals(path(given), want, given);
});
test("hasRegExpGroups tells of the pattern's own expressions only", () => {
  assertEquals(["*", ":a", "(.*)", "(a)", ":a(b)", "{x}?"].map((pathname) => new URLPattern({ pathname }).hasRegExpGroups), [false, false, false, true, true, false]);
});
test("what is no pattern is refused in the platform's words", () => {
  for (const args of [
    [{ pathname: "(" }], [{ pathname: "(?:a" }], [{ pathname: "((a))" }], [{ pathname: "{a" }], [{ pathname: "a}" }], [{ pathname: ":a/:a" }], [{ pathname: ":" }],
    [{ pathname: "/(\\m)" }], [{ pathname: "(ü)" }], [{ pathname: "a\\" }], [{ pathname: "{a{b}}" }],
    [{ port: "x" }], [{ port: "99999" }], [{ hostname: "a b" }], [{ hostname: "a\\:b" }], [{ hostname: "a?b" }], [{ protocol: "a b" }], [{ hostname: "[x]" }],
    ["/a"], ["a"], [12], ["/a", ""], ["/a", "b"], [{ pathname: "/" }, "https://a"], [{ baseURL: "x" }],
  ]) assertThrows(() => new URLPattern(...args), TypeError, "Failed to construct URLPattern");
  assertThrows(() => new URLPattern("/b", "https://a", 5), TypeError, "Failed to construct 'URLPattern': constructor parameter 3 is not of type 'URLPatternOptions'.");
});
test("the class has the platform's shape", () => {
  assertEquals([URLPattern.length, URLPattern.prototype.test.length, URLPattern.prototype.exec.length, String(new URLPattern())], [0, 0, 0, "[object URLPattern]"]);
  assertEquals(Object.getOwnPropertyNames(URLPattern.prototype).sort(),
    ["constructor", "exec", "hasRegExpGroups", "hash", "hostname", "password", "pathname", "port", "protocol", "search", "test", "username"]);
  assertThrows(() => URLPattern.prototype.test.call({}), TypeError, "Illegal invocation");
});
test("a bracket alone is no address of IPv6, one with more may be a part of one", () => {
  for (const wrong of ["http://[", { hostname: "[" }]) assertThrows(() => new URLPattern(wrong), TypeError, "Failed to construct URLPattern");
  assertEquals(of({ hostname: "[abc" })[3], "[abc");
});
