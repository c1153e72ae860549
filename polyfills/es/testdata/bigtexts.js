test("a text beside a BigInt is read as BigInt reads it", () => {
  const seven = "7".repeat(30), n = BigInt(seven);
  assertEquals([n == `0${seven}`, n == `00${seven}`, `0${seven}` == n, n != `0${seven}`], [true, true, true, false]);
  assertEquals([1n < `0${seven}`, `0${seven}` > 1n, n <= `0${seven}`, n >= `0${seven}`, n > seven, seven < n], [true, true, true, true, false, false]);
  assertEquals([1n == "", 0n == "", 0n == " \n", 64n == "0x40", -1n == "-1", 1n == "+1", 1n == " 1 "], [false, true, true, true, true, true, true]);
  for (const text of ["abc", "1.5", "1n", "-", "0x", "0x-1", "1_0", "\u200b1"]) {
    assertEquals([0n == text, 0n != text, 0n < text, 0n <= text, 0n > text, text >= 0n], [false, true, false, false, false, false]);
  }
});
test("objects beside texts and BigInts are converted once, the left one first", () => {
  const said = [], object = (value) => ({ [Symbol.toPrimitive](hint) { said.push(`${typeof value} ${hint}`); return value; } });
  assertEquals([object(1n) == "0x1", "01" == object(1n), object(1n) < "2", "2" > object(1n), object("2") > object(1n), object(0n) != "abc"], Array(6).fill(true));
  assertEquals(said, ["bigint default", "bigint default", "bigint number", "bigint number", "string number", "bigint number", "bigint default"]);
  const o = {};
  assertEquals([o == o, o == null, Object(1n) == 1n, Object(1n) == "1", o == "[object Object]", new Date(5) < new Date(6)], [true, false, true, true, true, true]);
  assertThrows(() => Symbol() < 1n, TypeError, "Cannot convert a Symbol value to a number");
});
test("numbers compare as they did", () => {
  assertEquals([0 == -0, NaN == NaN, NaN != NaN, 1 < NaN, 1 >= NaN, 1.5 > 1, 2 ** 53 <= 2 ** 53, 1 == 1n, 1.5 > 1n, "10" < "9", "10" < 9], [true, false, true, false, false, true, true, true, true, true, false]);
});
test("long texts of BigInts are right", () => {
  const text = "8" + "0".repeat(9999) + "123456789".repeat(2500), n = BigInt(text);
  assertEquals([n.toString() === text, String(n) === text, `${n}` === text, n + "" === text, "x" + n === "x" + text, n == text, n.toString(16) === BigInt("0x" + n.toString(16)).toString(16)], Array(7).fill(true));
  assertThrows(() => n.toString(1), RangeError, "toString() radix argument must be between 2 and 36");
  assertEquals([BigInt.asUintN(8, "0" + "7".repeat(30)), new BigInt64Array(1).fill(5n)[0]], [BigInt.asUintN(8, BigInt("7".repeat(30))), 5n]);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, "0000000000000000000000012");
  assertEquals(view.getBigInt64(0), 12n);
  assertThrows(() => BigInt.asIntN(-1, "abc"), RangeError);
  assertThrows(() => view.setBigUint64(-1, "abc"), RangeError);
  assertThrows(() => view.setBigUint64(0, "abc"), SyntaxError, "Cannot convert abc to a BigInt");
});
