// How files are opened, renamed and copied; the values are the newest runtime's.
const fs = require("fs");

// told gives what a call gives, or what its error says.
const told = (call) => {
  try {
    return call();
  } catch (e) {
    return [e.code, e.syscall, e.path, e.message, Object.keys(e).join()].map(String);
  }
};
const at = (code, syscall, path, text) => [code, syscall, path, `${text}, ${syscall} '${path}'`, "syscall,code,path"];
const bare = (code, syscall, text) => [code, syscall, "undefined", text, "syscall,code"];

test("the flags say whether a file is made, emptied or kept", () => {
  const { O_RDONLY, O_CREAT, O_TRUNC } = fs.constants;
  const after = (flags, path = "/tmp/f") => {
    fs.writeFileSync("/tmp/f", "long");
    const fd = fs.openSync(path, flags);
    const size = fs.fstatSync(fd).size;
    fs.closeSync(fd);
    return size;
  };
  assertEquals(["r", "r+", "a", "w", "w+", O_RDONLY | O_TRUNC].map((flags) => after(flags)), [4, 4, 4, 0, 0, 4]);
  assertEquals([after(O_CREAT, "/tmp/made"), after("a", "/tmp/appended"), after("wx", "/tmp/only")], [0, 0, 0]);
  assertEquals(told(() => fs.openSync("/tmp/none", "r+")), at("ENOENT", "open", "/tmp/none", "no such file or directory"));
  assertEquals(told(() => fs.openSync("/tmp/no/parent", "w")), at("ENOENT", "open", "/tmp/no/parent", "no such file or directory"));
  assertEquals(told(() => fs.openSync("/tmp/f/below", "w")), at("ENOTDIR", "open", "/tmp/f/below", "not a directory"));
  assertEquals(told(() => fs.openSync("/tmp/f", "ax")), at("EEXIST", "open", "/tmp/f", "file already exists"));
  assertEquals(told(() => fs.openSync("/tmp", "w")), at("EISDIR", "open", "/tmp", "illegal operation on a directory"));
  assertEquals(told(() => fs.openSync("/x", "w")), at("EPERM", "open", "/x", "operation not permitted"));
});

test("a link that leads nowhere cannot be opened for writing, nor one that leads to itself", () => {
  fs.symlinkSync("/tmp/nowhere", "/tmp/dangling");
  fs.symlinkSync("/tmp/loop", "/tmp/loop");
  assertEquals(told(() => fs.openSync("/tmp/dangling", "w")), at("EIO", "open", "/tmp/dangling", "input/output error"));
  assertEquals(told(() => fs.openSync("/tmp/loop", "r")), ["ELOOP", "open", "/tmp/loop", "symlink depth exceeded", "syscall,code,path"]);
});

test("renaming replaces files and empty directories", () => {
  for (const name of ["d", "e", "full"]) fs.mkdirSync(`/tmp/${name}`);
  for (const name of ["a", "b", "full/x"]) fs.writeFileSync(`/tmp/${name}`, name);
  assertEquals(told(() => fs.renameSync("/tmp/none", "/tmp/b")), at("ENOENT", "rename", "/tmp/none", "no such file or directory"));
  assertEquals(told(() => fs.renameSync("/tmp/a", "/tmp/no/a")), at("ENOENT", "rename", "a", "no such file or directory"));
  assertEquals(told(() => fs.renameSync("/tmp/a", "/tmp/d")), bare("EISDIR", "rename", "illegal operation on a directory"));
  assertEquals(told(() => fs.renameSync("/tmp/d", "/tmp/a")), bare("ENOTDIR", "rename", "not a directory"));
  assertEquals(told(() => fs.renameSync("/tmp/d", "/tmp/full")), bare("ENOTEMPTY", "rename", "directory not empty"));
  assertEquals(told(() => fs.renameSync("/tmp/d", "/tmp/d/below")), bare("EINVAL", "rename", "invalid argument"));
  assertEquals(told(() => fs.renameSync("/tmp/a", "/tmp/new/")), bare("ENOENT", "rename", "no such file or directory"));
  fs.renameSync("/tmp/a", "/tmp/b");
  fs.renameSync("/tmp/full", "/tmp/e");
  fs.renameSync("/tmp/b", "/tmp/b");
  assertEquals([fs.readFileSync("/tmp/b", "utf8"), fs.readdirSync("/tmp/e"), fs.existsSync("/tmp/a")], ["a", ["x"], false]);
});

test("copying replaces files and links", () => {
  fs.writeFileSync("/tmp/one", "1");
  fs.writeFileSync("/tmp/two", "2");
  fs.symlinkSync("/tmp/two", "/tmp/to-two");
  fs.mkdirSync("/tmp/dir");
  fs.copyFileSync("/tmp/one", "/tmp/to-two");
  assertEquals([fs.lstatSync("/tmp/to-two").isSymbolicLink(), fs.readFileSync("/tmp/to-two", "utf8"), fs.readFileSync("/tmp/two", "utf8")], [false, "1", "2"]);
  assertEquals(told(() => fs.copyFileSync("/tmp/none", "/tmp/one")), at("ENOENT", "copy", "/tmp/none", "no such file or directory"));
  assertEquals(told(() => fs.copyFileSync("/tmp/one", "/tmp/dir")), bare("EISDIR", "copy", "illegal operation on a directory"));
  assertEquals(told(() => fs.copyFileSync("/tmp/dir", "/tmp/one")), bare("EISDIR", "copy", "illegal operation on a directory"));
  assertEquals(told(() => fs.copyFileSync("/tmp/one", "/dev/null")), bare("EPERM", "copy", "operation not permitted"));
});

test("temporary directories are numbered", () => {
  const first = fs.mkdtempSync("/tmp/pre-");
  const second = fs.mkdtempSync("/tmp/pre-");
  assertEquals([/^\/tmp\/pre-\d+$/.test(first), first !== second, fs.statSync(second).isDirectory()], [true, true, true]);
  assertEquals(told(() => fs.mkdtempSync("/tmp/")), ["EINVAL", "mkdtemp", "undefined", "invalid argument", "code,name,syscall,errno,path"]);
  assertEquals(told(() => fs.mkdtempSync("/tmp/no/x")), at("ENOENT", "mkdir", "x", "no such file or directory"));
});

test("stat takes descriptors, and has nanoseconds only as big integers", () => {
  const fd = fs.openSync("/tmp/s", "w");
  assertEquals([fs.statSync(fd).isFile(), fs.lstatSync(fd).isFile(), fs.statSync(fd).atimeNs, typeof fs.statSync(fd, { bigint: true }).atimeNs], [true, true, undefined, "bigint"]);
  JSON.stringify(fs.statSync(fd));
});

test("what is read must fit, unless nothing is", () => {
  const fd = fs.openSync("/tmp/r", "w+");
  assertEquals([fs.readSync(fd, Buffer.alloc(4), 5, 0), fs.readSync(fd, Buffer.alloc(0))], [0, 0]);
  assertThrows(() => fs.readSync(fd, Buffer.alloc(4), 3, 2), RangeError, 'The value of "length" is out of range. It must be <= 1. Received 2');
});

test("text is written as its bytes where a length is given", async () => {
  const handle = await fs.promises.open("/tmp/h", "w+");
  assertEquals((await handle.write("hello", 1, 3)).bytesWritten, 3);
  assertEquals(await fs.promises.readFile("/tmp/h", "utf8"), "ell");
});

test("read with a callback takes its buffer among the options, or has one of its own", async () => {
  fs.writeFileSync("/tmp/read", "hello");
  const fd = fs.openSync("/tmp/read", "r");
  const read = (...args) => new Promise((done, failed) => fs.read(fd, ...args, (e, n, buffer) => (e ? failed(e) : done([n, buffer.length]))));
  assertEquals(await read(), [5, 16384]);
  assertEquals(await read({ buffer: Buffer.alloc(4), position: 2 }), [3, 4]);
  assertEquals(await read({ position: 1 }), [4, 16384]);
  assertEquals(await read(Buffer.alloc(3), { position: 0, length: 2 }), [2, 3]);
  assertEquals(await read(Buffer.alloc(3), 0, 2, 0), [2, 3]);
});
