const decode = (label, bytes, options) => new TextDecoder(label, options).decode(new Uint8Array(bytes));
const refused = (label, bytes) => assertThrows(() => decode(label, bytes, { fatal: true }), TypeError, "Failed to decode input.");

test("labels are the standard's, with its white space and no other", () => {
  for (const [label, name] of [
    ["ascii", "windows-1252"], ["latin1", "windows-1252"], [" UTF-8\t", "utf-8"], ["unicode-1-1-utf-8", "utf-8"], ["UTF-16", "utf-16le"], ["sjis", "shift_jis"], ["ks_c_5601-1987", "euc-kr"],
    ["gb2312", "gbk"], ["big5-hkscs", "big5"], ["x-euc-jp", "euc-jp"], ["csiso2022jp", "iso-2022-jp"], ["logical", "iso-8859-8-i"], ["cp866", "ibm866"], ["x-user-defined", "x-user-defined"],
  ]) assertEquals(new TextDecoder(label).encoding, name);
  for (const label of ["nope", "utf-7", "utf-32", "replacement", "iso-2022-kr", "hz-gb-2312", "\vutf-8", "utf-8\u00a0", "\u212aoi8", "", "utf 8"])
    assertThrows(() => new TextDecoder(label), RangeError, `"${label}" is not a valid encoding.`);
});
test("one byte is one character", () => {
  assertEquals(decode("iso-8859-2", [0x41, 0x80, 0x9f, 0xe4]), "A\x80\x9fä");
  assertEquals(decode("windows-1252", [0x80, 0x81, 0x9d]), "€\x81\x9d");
  assertEquals(decode("windows-1253", [0xaa, 0xc1]), "\ufffdΑ");
  assertEquals(decode("x-user-defined", [0x80, 0xff]), "\uf780\uf7ff");
  assertEquals(decode("iso-8859-2", [0x80], { fatal: true }), "\x80");
  refused("windows-1253", [0xaa]);
});
test("UTF-16 replaces surrogates without their other half", () => {
  assertEquals(decode("utf-16le", [0x3d, 0xd8, 0x00, 0xde]), "😀");
  assertEquals(decode("utf-16be", [0xd8, 0x3d, 0xde, 0x00]), "😀");
  assertEquals(decode("utf-16le", [0x00, 0xd8, 0x41, 0x00, 0x00, 0xdc]), "\ufffdA\ufffd");
  for (const bytes of [[0x41], [0x00, 0xd8], [0x00, 0xd8, 0x41], [0x00, 0xdc], [0x00, 0xd8, 0x41, 0x00]]) refused("utf-16le", bytes);
  const d = new TextDecoder("utf-16le");
  assertEquals([0xff, 0xfe, 0x3d, 0xd8, 0x00, 0xde].map((b) => d.decode(new Uint8Array([b]), { stream: true })).join("|") + d.decode(), "|||||😀");
});
test("ISO-2022-JP is read as the standard has it", () => {
  assertEquals(decode("iso-2022-jp", [0x1b, 0x28, 0x4a, 0x5c, 0x7e]), "¥‾");
  assertEquals(decode("iso-2022-jp", [0x1b, 0x24, 0x42, 0x30, 0x21, 0x1b, 0x28, 0x42, 0x41]), "亜A");
  assertEquals(decode("iso-2022-jp", [0x1b, 0x28, 0x49, 0x21, 0x5f]), "｡ﾟ");
  assertEquals(decode("iso-2022-jp", [0x0e, 0x1b, 0x41, 0x1b, 0x24]), "\ufffd\ufffdA\ufffd$");
  assertEquals(decode("iso-2022-jp", [0x1b, 0x28, 0x42, 0x1b, 0x28, 0x42, 0x41]), "\ufffdA");
  assertEquals(decode("iso-2022-jp", [0x1b, 0x24, 0x42, 0x30]), "\ufffd");
  refused("iso-2022-jp", [0xff]);
  const d = new TextDecoder("iso-2022-jp");
  assertEquals([0x1b, 0x24, 0x42, 0x30, 0x21].map((b) => d.decode(new Uint8Array([b]), { stream: true })).join(""), "亜");
});
test("the encodings of East Asia", () => {
  assertEquals(decode("shift_jis", [0x88, 0x9f, 0xb1]), "亜ｱ");
  assertEquals(decode("euc-jp", [0xb0, 0xa1]), "亜");
  assertEquals(decode("gbk", [0xc4, 0xe3, 0x80]), "你€");
  assertEquals(decode("gb18030", [0x81, 0x30, 0x81, 0x30]), "\x80");
  assertEquals(decode("gb18030", [0x81, 0x35, 0xf4, 0x37]), "\ue7c7");
  assertEquals(decode("big5", [0xa7, 0x41]), "你");
  assertEquals(decode("euc-kr", [0xb0, 0xa1]), "가");
  for (const label of ["shift_jis", "euc-jp", "gbk", "gb18030", "big5", "euc-kr"]) {
    assertEquals(decode(label, [0x41, 0xff]), "A\ufffd", label);
    refused(label, [0xff]);
    const d = new TextDecoder(label);
    assertEquals(d.decode(new Uint8Array([0xb0]), { stream: true }) + d.decode(new Uint8Array([0xa1])), decode(label, [0xb0, 0xa1]), label);
  }
});
test("wrong arguments are refused in the platform's words", () => {
  assertThrows(() => new TextDecoder().decode("x"), TypeError, "Failed to execute 'decode' on 'TextDecoder': parameter 1 is not of type 'Array'.");
  assertThrows(() => new TextDecoder().decode(undefined, 5), TypeError, "parameter 2 is not of type 'DecodeOptions'.");
  assertThrows(() => new TextDecoder("utf-8", 5), TypeError, "constructor parameter 2 is not of type 'ConstructorOptions'.");
  assertThrows(() => new TextEncoder().encodeInto("a", new Uint16Array(1)), TypeError, "parameter 2 is not of type 'Uint8Array'.");
  assertEquals(Object.entries(new TextEncoder().encodeInto("a\ud800b€😀", new Uint8Array(9))), [["read", 4], ["written", 8]]);
});
test("gb18030 and gbk, as workerd of April 2026 decodes them", () => {
  const cases = { "81308130": "\x80", "90308130": "\u{10000}", e3329a35: "\u{10ffff}", e3329a36: "\ufffd", "8130": "\ufffd", "8130fe": "\ufffd", "8431a530": "\ufffd", "8130fe28": "\ufffd0\ufffd(", "813028": "\ufffd0(",
    a6d9: "\ufe10", fe59: "\u9fb4", a3a0: "\u3000", a8bc: "\u1e3f", "8336c830": "\ue7c8", "82359037": "\u9fb4", "80": "€", ff: "\ufffd", "817f": "\ufffd\x7f", "81ff": "\ufffd", "8431a437": "\ufffd", fefe: "\ue4c5", "813f": "\ufffd?" };
  for (const label of ["gb18030", "gbk"]) {
    for (const [hex, want] of Object.entries(cases)) {
      const bytes = Uint8Array.fromHex(hex);
      assertEquals([hex, new TextDecoder(label).decode(bytes)], [hex, want]);
      const d = new TextDecoder(label); // a byte at a time
      assertEquals([...bytes].map((b) => d.decode(Uint8Array.of(b), { stream: true })).join("") + d.decode(), want);
    }
  }
  assertEquals(new TextDecoder("gb18030", { fatal: true }).decode(Uint8Array.fromHex("8431a437")), "\ufffd");
  assertThrows(() => new TextDecoder("gbk", { fatal: true }).decode(Uint8Array.fromHex("8431a530")), TypeError);
});
