test("toLocaleString of arrays refuses what is none", () => {
  assertThrows(() => Array.prototype.toLocaleString.call(undefined), TypeError);
  assertThrows(() => Uint8Array.prototype.toLocaleString.call([]), TypeError);
  assertEquals([1234.5, new Float64Array([1000, 2])].toLocaleString("de"), "1.234,5,1.000,2");
});
