const path = require("path");

// What Node 20 gives: path, normalize, dirname, basename, extname, isAbsolute, parse.
const posix = [
	["", ".", ".", "", "", false, "||||"],
	[".", ".", ".", ".", "", false, "||.||."],
	["..", "..", ".", "..", "", false, "||..||.."],
	["/", "/", "/", "", "", true, "/|/|||"],
	["//", "/", "/", "", "", true, "/|/|||"],
	["a", "a", ".", "a", "", false, "||a||a"],
	["/a", "/a", "/", "a", "", true, "/|/|a||a"],
	["a/", "a/", ".", "a", "", false, "||a||a"],
	["/a/", "/a/", "/", "a", "", true, "/|/|a||a"],
	["/a/b", "/a/b", "/a", "b", "", true, "/|/a|b||b"],
	["a/b", "a/b", "a", "b", "", false, "|a|b||b"],
	["//a", "/a", "//", "a", "", true, "/|/|a||a"],
	["//a//b//", "/a/b/", "//a/", "b", "", true, "/|//a/|b||b"],
	["./a", "a", ".", "a", "", false, "|.|a||a"],
	["../a", "../a", "..", "a", "", false, "|..|a||a"],
	["/../a", "/a", "/..", "a", "", true, "/|/..|a||a"],
	["a/../..", "..", "a/..", "..", "", false, "|a/..|..||.."],
	["a/./b/", "a/b/", "a/.", "b", "", false, "|a/.|b||b"],
	[".a", ".a", ".", ".a", "", false, "||.a||.a"],
	["a.b", "a.b", ".", "a.b", ".b", false, "||a.b|.b|a"],
	[".a.b", ".a.b", ".", ".a.b", ".b", false, "||.a.b|.b|.a"],
	["a.", "a.", ".", "a.", ".", false, "||a.|.|a"],
	["..a", "..a", ".", "..a", ".a", false, "||..a|.a|."],
	["...", "...", ".", "...", ".", false, "||...|.|.."],
	["/a/..b", "/a/..b", "/a", "..b", ".b", true, "/|/a|..b|.b|."],
	["a/.b", "a/.b", "a", ".b", "", false, "|a|.b||.b"],
	["a/b.c.d", "a/b.c.d", "a", "b.c.d", ".d", false, "|a|b.c.d|.d|b.c"],
	["/a/b.html/", "/a/b.html/", "/a", "b.html", ".html", true, "/|/a|b.html|.html|b"],
	["a//b", "a/b", "a/", "b", "", false, "|a/|b||b"],
	["a/...", "a/...", "a", "...", ".", false, "|a|...|.|.."],
	["file.ext ", "file.ext ", ".", "file.ext ", ".ext ", false, "||file.ext |.ext |file"],
	["a\\b", "a\\b", ".", "a\\b", "", false, "||a\\b||a\\b"],
];
const win32 = [
	["", ".", ".", "", "", false, "||||"],
	[".", ".", ".", ".", "", false, "||.||."],
	["/", "\\", "/", "", "", true, "/|/|||"],
	["\\", "\\", "\\", "", "", true, "\\|\\|||"],
	["C:", "C:.", "C:", "", "", false, "C:|C:|||"],
	["C:\\", "C:\\", "C:\\", "", "", true, "C:\\|C:\\|||"],
	["C:/", "C:\\", "C:/", "", "", true, "C:/|C:/|||"],
	["c:a", "c:a", "c:", "a", "", false, "c:|c:|a||a"],
	["C:\\a", "C:\\a", "C:\\", "a", "", true, "C:\\|C:\\|a||a"],
	["C:/a/b.txt", "C:\\a\\b.txt", "C:/a", "b.txt", ".txt", true, "C:/|C:/a|b.txt|.txt|b"],
	["C:a\\..\\..\\b", "C:..\\b", "C:a\\..\\..", "b", "", false, "C:|C:a\\..\\..|b||b"],
	["\\\\srv\\sh", "\\\\srv\\sh\\", "\\\\srv\\sh", "sh", "", true, "\\\\srv\\sh|\\\\srv\\sh|||"],
	["\\\\srv\\sh\\", "\\\\srv\\sh\\", "\\\\srv\\sh\\", "sh", "", true, "\\\\srv\\sh\\|\\\\srv\\sh\\|||"],
	["//srv/sh/f.txt", "\\\\srv\\sh\\f.txt", "//srv/sh/", "f.txt", ".txt", true, "//srv/sh/|//srv/sh/|f.txt|.txt|f"],
	["\\a", "\\a", "\\", "a", "", true, "\\|\\|a||a"],
	["a\\b/c", "a\\b\\c", "a\\b", "c", "", false, "|a\\b|c||c"],
	["..\\a", "..\\a", "..", "a", "", false, "|..|a||a"],
	["C:..", "C:..", "C:", "..", "", false, "C:|C:|..||.."],
	["./con", "con", ".", "con", "", false, "|.|con||con"],
	["a.", "a.", ".", "a.", ".", false, "||a.|.|a"],
	["C:a.txt", "C:a.txt", "C:", "a.txt", ".txt", false, "C:|C:|a.txt|.txt|a"],
	["\\\\srv", "\\srv", "\\", "srv", "", true, "\\|\\|srv||srv"],
	["\\\\\\\\x", "\\x", "\\\\\\", "x", "", true, "\\|\\\\\\|x||x"],
	["C:\\a\\", "C:\\a\\", "C:\\", "a", "", true, "C:\\|C:\\|a||a"],
	["D:a", "D:a", "D:", "a", "", false, "D:|D:|a||a"],
	["//srv//sh//x", "\\\\srv\\sh\\x", "//srv//sh/", "x", "", true, "//srv//sh/|//srv//sh/|x||x"],
	["\\a\\..\\..\\b", "\\b", "\\a\\..\\..", "b", "", true, "\\|\\a\\..\\..|b||b"],
	["C:\\..", "C:\\", "C:\\", "..", "", true, "C:\\|C:\\|..||.."],
];

for (const [kind, table] of Object.entries({ posix, win32 })) {
	const m = path[kind];
	for (const [p, ...want] of table) {
		test(`${kind} takes ${JSON.stringify(p)} apart as Node does`, () => {
			assertEquals([m.normalize(p), m.dirname(p), m.basename(p), m.extname(p), m.isAbsolute(p), Object.values(m.parse(p)).join("|")], want);
		});
	}
}

const join = [
	[["a", "b"], "a/b", "a\\b"],
	[["a", "", "b"], "a/b", "a\\b"],
	[[""], ".", "."],
	[[], ".", "."],
	[["/a", "../..", "b"], "/b", "\\b"],
	[["a/", "/b"], "a/b", "a\\b"],
	[[".", "a"], "a", "a"],
	[["..", "a"], "../a", "..\\a"],
];
const wjoin = [
	[["//srv", "sh", "x"], "\\\\srv\\sh\\x"],
	[["//", "srv", "sh"], "\\srv\\sh"],
	[["c:", "a"], "c:\\a"],
	[["c:.", "a"], "c:a"],
	[["", "//srv"], "\\srv"],
	[["\\", "\\a"], "\\a"],
	[["/", "//a"], "\\a"],
];
const resolve = [
	[["/a", "../b"], "/b"],
	[["/a", "/b", "c"], "/b/c"],
	[["/a/b/", "..", "..", ".."], "/"],
	[["/a", "", "."], "/a"],
];
const wresolve = [
	[["C:\\a", "../b"], "C:\\b"],
	[["C:\\a", "D:b"], "D:\\b"],
	[["C:\\a", "\\b"], "C:\\b"],
	[["C:\\a", "C:b"], "C:\\a\\b"],
	[["\\\\srv\\sh", "a"], "\\\\srv\\sh\\a"],
	[["C:\\a", "\\\\srv\\sh\\x"], "\\\\srv\\sh\\x"],
	[["C:/a", "d:/b", "c:e"], "c:\\a\\e"],
];
const relative = [
	[["/a/b", "/a/c"], "../c"],
	[["/a", "/a/b"], "b"],
	[["/a/b", "/a"], ".."],
	[["/a", "/a"], ""],
	[["/", "/a"], "a"],
	[["/a/bc", "/a/b"], "../b"],
	[["/a", "/"], ".."],
];
const wrelative = [
	[["C:\\a\\b", "C:\\A\\c"], "..\\c"],
	[["C:\\a", "D:\\b"], "D:\\b"],
	[["\\\\foo\\bar", "\\\\foo\\bar\\baz"], "baz"],
	[["\\\\foo\\bar\\baz", "\\\\foo\\baz"], "..\\..\\baz"],
	[["C:\\", "C:\\foo"], "foo"],
	[["C:\\a\\bc", "C:\\a\\b"], "..\\b"],
	[["\\\\foo\\baz-quux", "\\\\foo\\baz"], "..\\baz"],
];
const namespaced = [
	["C:\\a", "\\\\?\\C:\\a"],
	["C:", "\\\\?\\C:\\"],
	["\\\\srv\\sh\\x", "\\\\?\\UNC\\srv\\sh\\x"],
	["x", "x"],
	["//srv/sh/x", "\\\\?\\UNC\\srv\\sh\\x"],
	["\\\\?\\C:\\a", "\\\\?\\C:\\a"],
	["\\\\.\\pipe\\x", "\\\\.\\pipe\\x"],
];

test("paths are joined", () => {
	for (const [parts, onUnix, onWindows] of join) assertEquals([path.join(...parts), path.win32.join(...parts)], [onUnix, onWindows], JSON.stringify(parts));
	for (const [parts, want] of wjoin) assertEquals(path.win32.join(...parts), want, JSON.stringify(parts));
});

test("paths are resolved", () => {
	for (const [parts, want] of resolve) assertEquals(path.resolve(...parts), want, JSON.stringify(parts));
	for (const [parts, want] of wresolve) assertEquals(path.win32.resolve(...parts), want, JSON.stringify(parts));
	assertEquals(path.resolve("a"), "/a", "the platform's directory is the root");
	assertEquals(path.win32.resolve("x"), "\\x");
});

test("a path is found from another", () => {
	for (const [[from, to], want] of relative) assertEquals(path.relative(from, to), want, `${from} to ${to}`);
	for (const [[from, to], want] of wrelative) assertEquals(path.win32.relative(from, to), want, `${from} to ${to}`);
});

test("paths get into Windows' namespaces", () => {
	for (const [p, want] of namespaced) assertEquals(path.win32.toNamespacedPath(p), want, p);
	assertEquals(path.toNamespacedPath("/a"), "/a");
});

test("paths are formatted", () => {
	assertEquals([path.format({ dir: "a", base: "b" }), path.format({ root: "/", name: "n", ext: "txt" }), path.format({ root: "/", dir: "/", base: "b" }), path.win32.format({ dir: "a", base: "b" })], ["a/b", "/n.txt", "/b", "a\\b"]);
});

test("the module has the platform's members and words", () => {
	assertEquals(Object.keys(path).join(" "), "resolve normalize isAbsolute join relative toNamespacedPath dirname basename extname format parse matchesGlob sep delimiter win32 posix");
	assert(path.posix === path && require("path/win32") === path.win32 && require("path/posix") === path);
	assertThrows(() => path.join(1), TypeError, 'The "path" argument must be of type string. Received type number (1)');
	assertThrows(() => path.resolve("a", "", 1), TypeError, 'The "paths[2]" argument must be of type string. Received type number (1)');
});

test("paths match globs", () => {
	const yes = [["a/b/c.js", "a/**/*.js"], ["a.js", "*.{js,ts}"], ["a/b", "a/?"], ["c", "[!ab]"], ["a//b", "a/b"], ["ab", "a+(b|c)"], ["a/", "a"], ["a2", "a{1..3}"], ["a/b", "**"], ["/a", "/*"]];
	const no = [[".a", "*"], ["a/b", "*"], ["x/.b/c", "**"], ["./a", "a"], ["ab", "a(b|c)"], ["A", "a"], ["", "*"], ["a", "!b"], ["a4", "a{1..3}"]];
	assertEquals([yes.filter((p) => !path.matchesGlob(...p)), no.filter((p) => path.matchesGlob(...p))], [[], []]);
	assertEquals([path.win32.matchesGlob("a\\b", "a\\*"), path.win32.matchesGlob("A", "a")], [true, false]);
	assertThrows(() => path.matchesGlob("a", 5), TypeError, 'The "pattern" argument must be of type string. Received type number (5)');
});

test("a namespaced path of win32 is normal", () => {
	const { toNamespacedPath } = require("path").win32;
	assertEquals(
		["\\\\?\\foo", "\\\\.\\foo", "//?/foo", "\\\\?\\c:\\aaa/bbb", "C:\\x", "\\\\foo\\bar", "\\\\.\\pipe\\x"].map(toNamespacedPath),
		["\\\\?\\foo\\", "\\\\.\\foo\\", "\\\\?\\foo\\", "\\\\?\\c:\\aaa\\bbb", "\\\\?\\C:\\x", "\\\\?\\UNC\\foo\\bar\\", "\\\\.\\pipe\\x"],
	);
});
