// The expected values are those of the platform.
test("dates are read as V8 reads them", () => {
  const of = {
    "2024-01-01T00:00+02": NaN, "2024-01-01T00:00:00,123Z": NaN, "2024-01-01t00:00z": 1704067200000, "2024-001": 1704067200000,
    "2024-01-01T24:00:00": 1704153600000, "2024-01-01T24:00:01": NaN, "2024-01-01 00:00 +0200": 1704060000000, "-000000-01-01": 978307200000,
    "1/2/2024 12:00am": NaN, "1/2/2024 12:00 am": 1704153600000, "1/2/2024 12:00 CET": NaN, "1/2/2024 12:00 PDT": 1704222000000,
    "Jan 32 2024": NaN, "Feb 31 2024": 1709337600000, "Jan 2024": 1704067200000, "5 1999": NaN, "1;2;2003": 1041465600000,
    "2003-5-6 7:8:9:5": 1052204889005, "Jan 1 2024 10:00+": NaN, "Jan 1 2024 10": 1704067200000, "1/1/0000": 946684800000,
    "-1": 978307200000, "1/2/49": 2493158400000, "1/2/50": -631065600000, "(foo) 1/2/2024": 1704153600000, "2024 foo": NaN, foo: NaN, "": NaN,
    "\t2024-01-01\n": 1704067200000, "2024-01-01+01:00": NaN, "Thu, 01 Jan 1970 00:00:00 GMT+0200 (CEST)": -7200000,
    "+275760-09-13": 8640000000000000, "+275760-09-14": NaN,
  };
  const got = Object.fromEntries(Object.keys(of).map((text) => [text, new Date(text).getTime()]));
  assertEquals(got, of);
  assertEquals([Date.parse("1;2;2003"), Date.parse(), new Date(new Date(5)).getTime(), new Date(5).getTime()], [1041465600000, NaN, 5, 5]);
});
test("numbers in other bases have V8's digits", () => {
  assertEquals([(1.5).toString(3), (1e21).toString(36), (1e-7).toString(36), (0.1).toString(2), (-255.255).toString(16), (2 ** 53).toString(2).length],
    ["1.111111111111111111111111111111112", "5v1j4f4ds7c000", "0.000061oezo085tl",
      "0.0001100110011001100110011001100110011001100110011001101", "-ff.4147ae147ae", 54]);
  assertEquals([(1e21).toString(), NaN.toString(2), (25).toString(36), (0.5).toString(10)], ["1e+21", "NaN", "p", "0.5"]);
  assertThrows(() => (0.5).toString(37), RangeError);
});
