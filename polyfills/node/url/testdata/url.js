const url = require("url");

// What Node 20 gives: text, the values of url.parse(text) in order, or the code that it throws.
const parsed = [
	["http://user:pass@sub.example.com:8080/p/a/t/h?query=string#hash", ["http:", true, "user:pass", "sub.example.com:8080", "8080", "sub.example.com", "#hash", "?query=string", "query=string", "/p/a/t/h", "/p/a/t/h?query=string", "http://user:pass@sub.example.com:8080/p/a/t/h?query=string#hash"]],
	["/a?b=c&d=e", [null, null, null, null, null, null, null, "?b=c&d=e", "b=c&d=e", "/a", "/a?b=c&d=e", "/a?b=c&d=e"]],
	["//host/path", [null, null, null, null, null, null, null, null, null, "//host/path", "//host/path", "//host/path"]],
	["javascript:alert(1)", ["javascript:", null, null, null, null, null, null, null, null, "alert(1)", "alert(1)", "javascript:alert(1)"]],
	["mailto:a@b.c", ["mailto:", null, "a", "b.c", null, "b.c", null, null, null, null, null, "mailto:a@b.c"]],
	["http://a b:99999x/", ["http:", true, null, "a", null, "a", null, null, null, "%20b:99999x/", "%20b:99999x/", "http://a/%20b:99999x/"]],
	["HTTP://EXAMPLE.com", ["http:", true, null, "example.com", null, "example.com", null, null, null, "/", "/", "http://example.com/"]],
	["http://[::1]:80/x", ["http:", true, null, "[::1]:80", "80", "::1", null, null, null, "/x", "/x", "http://[::1]:80/x"]],
	["http://ex*ample.com/x", ["http:", true, null, "ex*ample.com", null, "ex*ample.com", null, null, null, "/x", "/x", "http://ex*ample.com/x"]],
	["http://a.com:abc/x", ["http:", true, null, "a.com", null, "a.com", null, null, null, "/:abc/x", "/:abc/x", "http://a.com/:abc/x"]],
	[" http://a.com/x\ty \"q\"", ["http:", true, null, "a.com", null, "a.com", null, null, null, "/x%09y%20%22q%22", "/x%09y%20%22q%22", "http://a.com/x%09y%20%22q%22"]],
	["x:1", ["x:", null, null, "1", null, "1", null, null, null, null, null, "x:1"]],
	["", [null, null, null, null, null, null, null, null, null, null, null, ""]],
	["a@b/c", [null, null, null, null, null, null, null, null, null, "a@b/c", "a@b/c", "a@b/c"]],
	["http:\\\\a\\b", ["http:", true, null, "a", null, "a", null, null, null, "/b", "/b", "http://a/b"]],
	["http://測試.com/", ["http:", true, null, "xn--g6w251d.com", null, "xn--g6w251d.com", null, null, null, "/", "/", "http://xn--g6w251d.com/"]],
	["http://a.com/?x#y?z", ["http:", true, null, "a.com", null, "a.com", "#y?z", "?x", "x", "/", "/?x", "http://a.com/?x#y?z"]],
	["http://a.com#h", ["http:", true, null, "a.com", null, "a.com", "#h", null, null, "/", "/", "http://a.com/#h"]],
	["file:///etc/passwd", ["file:", true, null, "", null, "", null, null, null, "/etc/passwd", "/etc/passwd", "file:///etc/passwd"]],
	["file://localhost/x", ["file:", true, null, "localhost", null, "localhost", null, null, null, "/x", "/x", "file://localhost/x"]],
	["ftp://u@h/", ["ftp:", true, "u", "h", null, "h", null, null, null, "/", "/", "ftp://u@h/"]],
	["http://a:b:c@d/", ["http:", true, "a:b:c", "d", null, "d", null, null, null, "/", "/", "http://a:b:c@d/"]],
	["http://a.com/{x}|y", ["http:", true, null, "a.com", null, "a.com", null, null, null, "/%7Bx%7D%7Cy", "/%7Bx%7D%7Cy", "http://a.com/%7Bx%7D%7Cy"]],
	["?a=b", [null, null, null, null, null, null, null, "?a=b", "a=b", null, "?a=b", "?a=b"]],
	["#h", [null, null, null, null, null, null, "#h", null, null, null, null, "#h"]],
	["a/b?c#d", [null, null, null, null, null, null, "#d", "?c", "c", "a/b", "a/b?c", "a/b?c#d"]],
	["http:", ["http:", null, null, null, null, null, null, null, null, null, null, "http:"]],
	["http://", ["http:", true, null, "", null, "", null, null, null, null, null, "http://"]],
	["//a@b/c", [null, true, "a", "b", null, "b", null, null, null, "/c", "/c", "//a@b/c"]],
	["ws://x", ["ws:", true, null, "x", null, "x", null, null, null, "/", "/", "ws://x/"]],
	["dash-test:foo/bar", ["dash-test:", null, null, "foo", null, "foo", null, null, null, "/bar", "/bar", "dash-test:foo/bar"]],
	["coap:u@h:1/x", ["coap:", null, "u", "h:1", "1", "h", null, null, null, "/x", "/x", "coap:u@h:1/x"]],
	["http://x.com/a\\b?c\\d", ["http:", true, null, "x.com", null, "x.com", null, "?c%5Cd", "c%5Cd", "/a/b", "/a/b?c%5Cd", "http://x.com/a/b?c%5Cd"]],
	["http://a.com:/x", ["http:", true, null, "a.com", null, "a.com", null, null, null, "/x", "/x", "http://a.com/x"]],
	["HtTp://x.y.cOm;a/b/c?d=e#f", ["http:", true, null, "x.y.com", null, "x.y.com", "#f", "?d=e", "d=e", ";a/b/c", ";a/b/c?d=e", "http://x.y.com/;a/b/c?d=e#f"]],
	["http://_a.b/", ["http:", true, null, "_a.b", null, "_a.b", null, null, null, "/", "/", "http://_a.b/"]],
	["http://a%20b/", ["http:", true, null, "a", null, "a", null, null, null, "%20b/", "%20b/", "http://a/%20b/"]],
];

for (const [text, want] of parsed) {
	test(`${JSON.stringify(text)} is taken apart as Node does`, () => {
		if (typeof want === "string") return assertEquals(code(() => url.parse(text)), want);
		assertEquals(Object.values(url.parse(text)), want);
	});
}

const code = (fn) => {
	try {
		return "gave " + fn();
	} catch (e) {
		return e.code;
	}
};

const resolved = [
	["/one/two/three", "four", "/one/two/four"],
	["http://example.com/", "/one", "http://example.com/one"],
	["http://example.com/one", "/two", "http://example.com/two"],
	["a", "../b", "../b"],
	["http://a.com/b/c/d?q#h", "../e", "http://a.com/b/e"],
	["http://a.com", "//b.com/x", "http://b.com/x"],
	["mailto:a@b", "c@d", "mailto:c@d"],
	["http://a.com/b", "?x", "http://a.com/b?x"],
	["http://a.com/b", "#x", "http://a.com/b#x"],
	["http://a.com/b/c", ".", "http://a.com/b/"],
	["http://a.com/b/c/", "..", "http://a.com/b/"],
	["http://a.com", "http:x", "http://a.com/x"],
	["http://a.com", "https:x/y", "https://x/y"],
	["/a/b", "../../../c", "/c"],
	["http://u@a.com/x", "//b.com", "http://b.com/"],
	["http://a/b", "mailto:x@y", "mailto:x@y"],
	["a/b/c", "../../../../d", "../../d"],
	["", "x", "x"],
	["http://a.com/b", "", "http://a.com/b"],
];

for (const [from, to, want] of resolved) {
	test(`${JSON.stringify(to)} is resolved from ${JSON.stringify(from)}`, () => assertEquals(url.resolve(from, to), want));
}

test("queries may be parsed, and slashes mean a host", () => {
	assertEquals(Object.values(url.parse("/x?a=1&b=2", true).query), ["1", "2"]);
	assertEquals(Object.values(url.parse("//h/p?q", false, true)), [null, true, null, "h", null, "h", null, "?q", "q", "/p", "/p?q", "//h/p?q"]);
});

test("URLs are written", () => {
	assertEquals(url.format({ protocol: "https", hostname: "a.b", port: 8, pathname: "/x", query: { a: 1, b: [2, 3] }, hash: "h" }), "https://a.b:8/x?a=1&b=2&b=3#h");
	assertEquals(url.format(new URL("http://u:p@測試.com/a?b#c"), { unicode: true, auth: false, fragment: false, search: false }), "http://測試.com/a");
	assertEquals([url.format("http://a.b/c d"), url.format({ host: "a", pathname: "b", search: "c" }), url.format({ slashes: true, protocol: "x", pathname: "a?b#c" })], ["http://a.b/c%20d", "ab?c", "x:///a%3Fb%23c"]);
	assertThrows(() => url.format(1), TypeError, 'The "urlObject" argument must be one of type object or string. Received type number (1)');
});

test("names of files are URLs", () => {
	assertEquals([url.fileURLToPath("file:///a%20b"), url.fileURLToPath(new URL("file:///C:/x"), { windows: true }), url.pathToFileURL("/a b#?%").href, url.pathToFileURL("rel/").href, url.pathToFileURL("C:\\a", { windows: true }).href], ["/a b", "C:\\x", "file:///a%20b%23%3F%25", "file:///rel/", "file:///C:/a"]);
	assertThrows(() => url.fileURLToPath("http://a"), Error, "The URL must be of scheme file");
	assertThrows(() => url.fileURLToPath("file://host/a"), Error, 'File URL host must be "localhost" or empty on linux');
	assertThrows(() => url.fileURLToPath("file:///a%2fb"), Error, "File URL path must not include encoded / characters");
	assertThrows(() => url.fileURLToPath(1), TypeError, 'The "path" argument must be of type string or an instance of URL. Received type number (1)');
	assertEquals(url.pathToFileURL('/foo\r\n\t<>"#%{}|^[\\~]`?bar').href, "file:///foo%0D%0A%09%3C%3E%22%23%25%7B%7D%7C%5E%5B%5C%7E%5D%60%3Fbar");
	assertEquals(url.pathToFileURL("\\\\srv\\share\\x", { windows: true }).href, "file://srv/share/x");
	assertThrows(() => url.pathToFileURL("\\\\host", { windows: true }), TypeError, "Missing UNC resource path");
	assertThrows(() => url.pathToFileURL(1), TypeError, 'The "filepath" argument must be of type string. Received type number (1)');
	assertEquals([url.toPathIfFileURL("a"), url.toPathIfFileURL(new URL("file:///x"))], ["a", "/x"]);
});

test("domains are put into ASCII and back", () => {
	assertEquals([url.domainToASCII("español.com"), url.domainToUnicode("xn--espaol-zwa.com"), url.domainToASCII("xn--iñvalid.com"), url.domainToASCII("")], ["xn--espaol-zwa.com", "español.com", "", ""]);
	assertThrows(() => url.domainToASCII(), TypeError, 'The "domain" argument must be specified');
});

test("a URL gives the options of a request", () => {
	const o = url.urlToHttpOptions(new URL("https://a:b@[::1]:81/x?y#z"));
	assertEquals([o.protocol, o.hostname, o.hash, o.search, o.pathname, o.path, o.href, o.port, o.auth], ["https:", "::1", "#z", "?y", "/x", "/x?y", "https://a:b@[::1]:81/x?y#z", 81, "a:b"]);
});

test("the module has the platform's members", () => {
	assertEquals(Object.keys(url).join(" "), "domainToASCII domainToUnicode URL URLSearchParams fileURLToPath pathToFileURL toPathIfFileURL urlToHttpOptions format parse resolve resolveObject Url");
	assertThrows(() => url.parse(1), TypeError, 'The "url" argument must be of type string. Received type number (1)');
	assertThrows(() => url.parse("http://[::1/x"), Error, "Invalid URL");
});

test("backslashes of a fragment stay what they are", () => {
	const { parse } = require("url");
	assertEquals(["http:\\\\a\\b#h\\s", "foo\\bar#\\", "http:\\\\a?b\\c"].map((text) => parse(text).href), ["http://a/b#h%5Cs", "foo/bar#%5C", "http://a/?b%5Cc"]);
});
