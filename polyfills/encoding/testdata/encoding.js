test("encodes UTF-8", () => {
  assertEquals(new TextEncoder().encode("aé日😀"), new Uint8Array([97, 195, 169, 230, 151, 165, 240, 159, 152, 128]));
  assertEquals(new TextEncoder().encode("\ud800"), new Uint8Array([239, 191, 189]));
  assertEquals(new TextEncoder().encode().length, 0);
});
test("encodeInto writes whole characters", () => {
  const b = new Uint8Array(5), r = new TextEncoder().encodeInto("a😀é", b);
  assertEquals([r.read, r.written, b[4]], [3, 5, 128]);
});
test("decodes UTF-8", () => {
  const d = new TextDecoder();
  assertEquals([d.encoding, d.fatal, d.ignoreBOM], ["utf-8", false, false]);
  assertEquals(d.decode(new Uint8Array([0xef, 0xbb, 0xbf, 97])), "a");
  assertEquals(new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 97])), "\ufeffa");
  assertEquals(d.decode(new Uint8Array([97, 0xf0, 0x9f, 97, 0xff, 0xed, 0xa0, 0x80])), "a\ufffda\ufffd\ufffd\ufffd\ufffd");
  assertEquals(d.decode(new DataView(new Uint8Array([1, 97, 98]).buffer, 1, 1)), "a");
});
test("streams", () => {
  const d = new TextDecoder(), b = new TextEncoder().encode("\ufeffé😀");
  let out = "";
  for (const x of b) out += d.decode(new Uint8Array([x]), { stream: true });
  assertEquals(out + d.decode(), "é😀");
  assertEquals(d.decode(new Uint8Array([0xf0]), { stream: true }) + d.decode(), "\ufffd");
  const s = new TextDecoder("shift_jis");
  assertEquals(s.decode(new Uint8Array([0x93]), { stream: true }) + s.decode(new Uint8Array([0xfa])), "日");
});
test("fatal", () => {
  const d = new TextDecoder("utf-8", { fatal: true });
  assertThrows(() => d.decode(new Uint8Array([0xff])), TypeError, "Failed to decode input.");
  assertEquals(d.decode(new Uint8Array([97])), "a");
  assertThrows(() => new TextDecoder("euc-jp", { fatal: true }).decode(new Uint8Array([0xff])), TypeError);
});
test("knows the labels", () => {
  assertEquals(["ascii", " UTF8 ", "latin1", "utf-16", "gb2312", "koi8-r"].map((l) => new TextDecoder(l).encoding),
    ["windows-1252", "utf-8", "windows-1252", "utf-16le", "gbk", "koi8-r"]);
  assertEquals(new TextDecoder("utf-16le").decode(new Uint8Array([0xff, 0xfe, 97, 0])), "a");
  assertThrows(() => new TextDecoder("nope"), RangeError, "nope");
  assertEquals(new TextDecoder("windows-1252").decode(new Uint8Array([0x80])), "€");
});
test("base64", () => {
  assertEquals([btoa("hé"), atob("aOk="), atob(" aO\nk "), atob("")], ["aOk=", "hé", "hé", ""]);
  assertThrows(() => btoa("日"), "InvalidCharacterError");
  for (const bad of ["a", "a===", "ab=", "a-b_"]) assertThrows(() => atob(bad), "InvalidCharacterError");
});
