// What works here and fails on the platform, and its limits.
const fs = require("fs");
const p = fs.promises;

test("a directory that is renamed keeps what is in it", () => {
  fs.mkdirSync("/tmp/r/y", { recursive: true });
  fs.writeFileSync("/tmp/r/y/f", "deep");
  fs.renameSync("/tmp/r", "/tmp/s");
  assertEquals(fs.readFileSync("/tmp/s/y/f", "utf8"), "deep");
  assertEquals(fs.existsSync("/tmp/r"), false);
});

test("a symbolic link to a directory is not listed, as on the platform, and what is behind it is", () => {
  fs.mkdirSync("/tmp/dir/sub", { recursive: true });
  fs.writeFileSync("/tmp/dir/sub/f", "");
  fs.symlinkSync("/tmp/dir", "/tmp/link");
  assertEquals(fs.readdirSync("/tmp/link/sub"), ["f"]);
  assertThrows(() => fs.readdirSync("/tmp/link"), Error, "invalid argument");
});

test("a stream appends", async () => {
  fs.writeFileSync("/tmp/log", "one ");
  const stream = fs.createWriteStream("/tmp/log", { flags: "a" });
  stream.end("two");
  await new Promise((done) => stream.on("close", done));
  assertEquals(fs.readFileSync("/tmp/log", "utf8"), "one two");
});

test("files and paths have limits", () => {
  const big = new Uint8Array(64 * 1024 * 1024);
  fs.writeFileSync("/tmp/big", big);
  fs.appendFileSync("/tmp/big", big);
  const error = assertThrows(() => fs.appendFileSync("/tmp/big", "x"), Error, "File size limit exceeded");
  assertEquals([error.code, error.syscall], ["EPERM", "writeAll"]);
  fs.rmSync("/tmp/big");
  assertThrows(() => fs.writeFileSync("/tmp/" + "a/".repeat(60) + "x", ""), Error, "File path has too many segments");
  assertThrows(() => fs.writeFileSync("/tmp/" + "a".repeat(5000), ""), Error, "File path is too long");
});

test("a write far past the end is refused and makes nothing", () => {
  const fd = fs.openSync("/tmp/far", "w");
  assertThrows(() => fs.writeSync(fd, "x", 2 ** 40), RangeError, 'The value of "position" is out of range. It must be >= 0 && < 4294967296. Received 1_099_511_627_776');
  assertThrows(() => fs.writeSync(fd, "x", 2n ** 40n), Error, "position out of range");
  assertThrows(() => fs.writeSync(fd, "x", 2 ** 30), Error, "File size limit exceeded");
  assertThrows(() => fs.truncateSync("/tmp/far", 4294967295), Error, "File size limit exceeded");
  assertEquals(fs.fstatSync(fd).size, 0);
});

test("glob as a promise is an iterator", async () => {
  fs.mkdirSync("/tmp/g");
  fs.writeFileSync("/tmp/g/a.js", "");
  const seen = [];
  const iterator = p.glob("*.js", { cwd: "/tmp/g" })[Symbol.asyncIterator]();
  for (let r; !(r = await iterator.next()).done; ) seen.push(r.value);
  assertEquals(seen, ["a.js"]);
  assertEquals(fs.globSync("**/*", { cwd: "/tmp/g", exclude: ["a.*"] }), []);
});

test("numbers that name no descriptor throw", () => {
  for (const fd of [2 ** 31, NaN, -1, 1.5]) assertEquals(assertThrows(() => fs.readSync(fd, new Uint8Array(1)), RangeError).code, "ERR_OUT_OF_RANGE");
});

test("a handle reads and writes by streams", async () => {
  fs.writeFileSync("/tmp/h", "one\ntwo\n");
  const handle = await p.open("/tmp/h");
  assertEquals(await new Response(handle.readableWebStream()).text(), "one\ntwo\n");
  assertThrows(() => handle.readLines(), Error, "not implemented");
  await handle.close();
  const out = await p.open("/tmp/h2", "w");
  const stream = out.createWriteStream();
  stream.end("xyz");
  await new Promise((done) => stream.on("close", done));
  assertEquals([fs.readFileSync("/tmp/h2", "utf8"), out.fd], ["xyz", undefined]);
});

test("classes that only the module makes cannot be constructed", () => {
  assertThrows(() => new fs.Stats(), TypeError, "Illegal constructor");
  assertThrows(() => new p.FileHandle(), TypeError, "Illegal constructor");
  assertEquals(new fs.Dirent("a", 1, "/p").isFile(), true);
});

test("cp refuses what would change the kind of its destination", async () => {
  fs.mkdirSync("/tmp/c/d", { recursive: true });
  fs.writeFileSync("/tmp/c/f", "file");
  fs.symlinkSync("/tmp/c/d", "/tmp/c/link");
  assertThrows(() => fs.cpSync("/tmp/c/f", "/tmp/c/d"), Error, "Cannot copy non-directory to directory");
  assertThrows(() => fs.cpSync("/tmp/c/d", "/tmp/c/f", { recursive: true }), Error, "Cannot copy directory to non-directory");
  assertThrows(() => fs.cpSync("/tmp/c/f", "/tmp/c/link", { dereference: true }), Error, "Cannot copy non-directory to directory");
  assertThrows(() => fs.cpSync("/tmp/c", "/tmp/c/d/e", { recursive: true }), Error, "Cannot copy '/tmp/c' to a subdirectory of itself, '/tmp/c/d/e'");
  const told = await new Promise((done) => fs.cp("/tmp/c/f", "/tmp/c/d", done));
  assertEquals(told.code, "ERR_FS_CP_NON_DIR_TO_DIR");
});

test("cp makes the directories of its destination", () => {
  fs.writeFileSync("/tmp/from", "text");
  fs.cpSync("/tmp/from", "/tmp/new/er/file");
  assertEquals(fs.readFileSync("/tmp/new/er/file", "utf8"), "text");
});

test("temporary directories end with digits", () => {
  assert(/^\/tmp\/x-\d+$/.test(fs.mkdtempSync("/tmp/x-")));
});

test("what is written has an encoding that there is", () => {
	const fs_ = require("fs");
	for (const write of ["writeFileSync", "appendFileSync"]) {
		let code;
		try { fs_[write]("/tmp/encoded.txt", "data", "no-encoding"); } catch (error) { code = error.code; }
		assertEquals(code, "ERR_INVALID_ARG_VALUE");
	}
});

test("without a callback the arguments are checked first, and nothing is done", () => {
  fs.writeFileSync("/tmp/kept", "x");
  assertThrows(() => fs.chmod("/tmp/kept", -1), RangeError, 'The value of "mode" is out of range. It must be >= 0 && < 4294967296. Received -1');
  assertThrows(() => fs.unlink("/tmp/kept"), TypeError, 'The "callback" argument must be of type function. Received undefined');
  assert(fs.existsSync("/tmp/kept"));
});

test("the case of percent-encoded characters does not matter", () => {
  fs.writeFileSync("/tmp/a%fFb", "x");
  assert(fs.existsSync("/tmp/a%FFb"));
  assertEquals(fs.readdirSync("/tmp").includes("a%FFb"), true);
});

test("the standard streams are open, and write to the console", async () => {
  const seen = [];
  const { log } = console;
  console.log = (text) => seen.push(text);
  try {
    assertEquals([fs.fstatSync(1).isFile(), fs.fstatSync(1).size, fs.readSync(0, new Uint8Array(3), 0)], [true, 0, 0]);
    fs.closeSync(1);
    assertEquals([fs.writeSync(1, "a\nb"), fs.writeSync(1, new Uint8Array([99, 10])), fs.writeSync(2, "d", 1000), fs.writeSync(0, "lost")], [3, 2, 1, 4]);
    await null;
    assertEquals(seen, ["stdout: a", "stdout: bc", "stderr: d"]);
    assertEquals(fs.writeSync(1, "x".repeat(20000) + "\n"), 16384);
  } finally {
    console.log = log;
  }
});

test("a stream uses the functions that it is given", async () => {
  const calls = [];
  const own = Object.fromEntries(["open", "write", "close"].map((name) => [name, (...args) => (calls.push(name), fs[name](...args))]));
  const stream = fs.createWriteStream("/tmp/own", { fs: own });
  stream.end("text");
  await new Promise((resolve) => stream.on("close", resolve));
  assertEquals([calls, fs.readFileSync("/tmp/own", "utf8"), stream.bytesWritten], [["open", "write", "close"], "text", 4]);
  assertThrows(() => fs.createWriteStream("/tmp/own", { fs: { open: 1 } }), TypeError, 'The "options.fs.open" property must be of type function. Received type number (1)');
  assertThrows(() => fs.ReadStream.prototype.autoClose, TypeError, 'Value of "this" must be of type ReadStream');
});

test("a file handle is read as a web stream, and closed at its end", async () => {
  fs.writeFileSync("/tmp/web", "abc".repeat(10000));
  const handle = await fs.promises.open("/tmp/web");
  const text = await new Response(handle.readableWebStream()).text();
  assertEquals([text.length, handle.fd], [30000, undefined]);
});

test("glob knows alternatives, folders above and names with dots", () => {
  fs.mkdirSync("/tmp/g/a/.b/c", { recursive: true });
  fs.writeFileSync("/tmp/g/a/x", "");
  const found = (pattern) => fs.globSync(pattern, { cwd: "/tmp/g" }).sort();
  assertEquals([found("a/**"), found("**/c"), found("a/!(x)"), found("a/+(x|y)"), found("a/.b/../x"), found("a/{.b/*,x}")], [["a", "a/.b", "a/.b/c", "a/x"], ["a/.b/c"], ["a/.b"], ["a/x"], ["a/x"], ["a/.b/c", "a/x"]]);
});
