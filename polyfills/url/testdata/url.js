test("a constructor needs new, whoever calls it", () => {
  const given = "http://h/", words = "Failed to construct 'URL': Please use the 'new' operator, this object constructor cannot be called as a function.";
  for (const call of [() => URL(given), () => URL.call(undefined, given), () => URL.apply(Object.create(URL.prototype), [given]), () => Reflect.apply(URL, {}, [given]), () => [given].map(URL), () => [given].flatMap(URL), () => "x".replace("x", URL)]) assertThrows(call, TypeError, words);
  class Own extends URL {}
  assertEquals([new URL(given), new (URL.bind(null))(given), Reflect.construct(URL, [given]), new Own(given), [given].map((u) => new URL(u))[0]].map(String), Array(5).fill(given));
});
test("parts", () => {
  const u = new URL("http://u:p@H:81/p/../q?r#f");
  assertEquals([u.href, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash, u.origin],
    ["http://u:p@h:81/q?r#f", "http:", "u", "p", "h:81", "h", "81", "/q", "?r", "#f", "http://h:81"]);
  assertEquals([String(u), u.toJSON(), JSON.stringify({ u })], [u.href, u.href, '{"u":"http://u:p@h:81/q?r#f"}']);
  assertEquals(Object.prototype.toString.call(u), "[object URL]");
});
test("parsing", () => {
  const href = (...a) => new URL(...a).href;
  for (const [got, want] of [
    [href("http://ex%41mple.com/%7Efoo/%2e%2e/x"), "http://example.com/x"],
    [href("http://[0:0::1]:80/"), "http://[::1]/"],
    [href("http://0x7f.1/"), "http://127.0.0.1/"],
    [href("http://faß.de/"), "http://xn--fa-hia.de/"],
    [href("http://FAẞ.de/"), "http://xn--fa-hia.de/"],
    [href("http://a≠b。Ⴕ/"), "http://xn--ab-miv.xn--dlj/"],
    [href("http://%E2%89%AF/"), "http://xn--hdh/"],
    [href("http://~xn--hdh.~a/"), "http://~xn--hdh.~a/"],
    [href(`http://a.${"1".repeat(30)}b/`), `http://a.${"1".repeat(30)}b/`],
    [href("http://a_b.(4).𝟕x/"), "http://a_b.(4).7x/"],
    [href("http://münchen.de/ä?ö#ü"), "http://xn--mnchen-3ya.de/%C3%A4?%C3%B6#%C3%BC"],
    [href("  http://a/\tb\n "), "http://a/b"],
    [href("http://a/\ud800"), "http://a/%EF%BF%BD"],
    [href("http://a/^?q='\"<>`"), "http://a/%5E?q=%27%22%3C%3E`"],
    [href("javascript:alert(1)"), "javascript:alert(1)"],
    [href("/x?y#z", "http://a/b/c?d"), "http://a/x?y#z"],
    [href("../x", new URL("http://a/b/c/d")), "http://a/b/x"],
    [href("//h", "https://a"), "https://h/"],
    [href(new URL("http://a")), "http://a/"],
    [href("x", "file:///C|/y/z"), "file:///C:/y/x"],
  ]) assertEquals(got, want);
  assertEquals(["blob:http://a/x", "file:///x", "data:x", "wss://a", "blob:x"].map((u) => new URL(u).origin), ["http://a", "null", "null", "wss://a", "null"]);
});
test("a URL whose toString is another's is what that gives", () => {
  const u = new URL("http://a/");
  u.toString = () => "http://b/";
  assertEquals(new URL("x", u).href, "http://b/x");
  class Sub extends URL { toString() { throw new RangeError("no"); } }
  assertThrows(() => new URL(new Sub("http://a/")), RangeError, "no");
});
test("what is no URL", () => {
  for (const args of [["/x"], ["/x", "nope"], ["/x", ""], ["/x", undefined], ["/x", null], ["http://a b"], ["http://1.2.3.4.5/"], ["http://a", ""], ["http://[::1"], ["x", "mailto:y"], ["http://xn--xn---epa/"], ["http://xn--a/"], ["http://a%2525b/"], ["http://a%zz/"], ["http://%ff/"], ["http://\u00ad/"], ["http://\u05d0a/"]]) {
    assertThrows(() => new URL(...args), TypeError, "Invalid URL string.");
    assertEquals([URL.canParse(...args), URL.parse(...args)], [false, null]);
  }
  assert(URL.canParse("x", "http://a") && URL.canParse("a:"));
  assertEquals(URL.parse("x", "http://a/b").href, "http://a/x");
  assert(URL.parse("a:") instanceof URL);
  assertThrows(() => new URL(), TypeError, "Failed to construct 'URL': constructor parameter 1 is not of type 'USVString'.");
  assertThrows(() => URL.canParse(), TypeError, "Failed to execute 'canParse' on 'URL': parameter 1 is not of type 'USVString'.");
  assertThrows(() => URL.parse(), TypeError, "Failed to execute 'parse' on 'URL': parameter 1 is not of type 'USVString'.");
  assertThrows(() => new URL(Symbol()), TypeError, "Cannot convert a Symbol value to a string");
});
test("setters", () => {
  const u = new URL("http://h/");
  u.protocol = "https:"; u.port = "8080x"; u.username = "a@b"; u.password = ":"; u.hostname = "EX ample"; u.pathname = "a b"; u.hash = "x y"; u.search = "a'b";
  assertEquals(u.href, "https://a%40b:%3A@h:8080/a%20b?a%27b#x%20y");
  const v = new URL("http://h:90/?q#f");
  v.port = ""; v.host = "z:443"; v.hash = ""; v.search = ""; v.protocol = "foo";
  assertEquals(v.href, "http://z:443/");
  const w = new URL("http://a/?x=1"), p = w.searchParams;
  w.href = "http://b/?y=2";
  assertEquals([p.toString(), p === w.searchParams], ["y=2", true]);
  assertThrows(() => { w.href = "nope"; }, TypeError, "Failed to set the 'href' property on 'URL': the provided value is not of type 'valid URL string'.");
  assertEquals(w.href, "http://b/?y=2");
});
test("searchParams and the query follow each other", () => {
  const u = new URL("http://a/?x=a b~#h"), p = u.searchParams;
  assertEquals(u.href, "http://a/?x=a%20b~#h");
  p.append("y", "&=");
  assertEquals(u.href, "http://a/?x=a+b%7E&y=%26%3D#h");
  u.search = "?q=1";
  assertEquals([...p], [["q", "1"]]);
  p.delete("q");
  assertEquals([u.href, u.search], ["http://a/#h", ""]);
  p.set("z", "€"); p.sort();
  assertEquals(u.search, "?z=%E2%82%AC");
});
test("a space at the end of an opaque path is encoded where something follows", () => {
  assertEquals(["sc:o  ?q", "sc:o  #f", "sc:o  ", "data:a b #"].map((s) => new URL(s).href), ["sc:o %20?q", "sc:o %20#f", "sc:o", "data:a b%20#"]);
  const u = new URL("data:space  ?query#fragment");
  u.search = "";
  assertEquals(u.href, "data:space %20#fragment");
  u.hash = "";
  assertEquals([u.href, u.pathname], ["data:space %20", "space %20"]);
});
test("components that are set show in the others", () => {
  const u = new URL("https://a.example/b?c=d#e");
  u.search = "?x=1";
  assertEquals([u.href, u.searchParams.get("x")], ["https://a.example/b?x=1#e", "1"]);
  u.searchParams.append("y", "a b&");
  assertEquals([u.search, u.hash], ["?x=1&y=a+b%26", "#e"]);
  u.search = "z='ü'";
  assertEquals(u.href, "https://a.example/b?z=%27%C3%BC%27#e");
  u.pathname = "/p/../q r";
  u.port = "8080";
  u.username = "me";
  u.hash = "";
  assertEquals(u.href, "https://me@a.example:8080/q%20r?z=%27%C3%BC%27");
  u.searchParams.delete("z");
  assertEquals([u.href, u.search], ["https://me@a.example:8080/q%20r", ""]);
  u.protocol = "http";
  u.host = "[::1]:81";
  assertEquals([u.href, u.hostname, u.port], ["http://me@[::1]:81/q%20r", "[::1]", "81"]);
});
