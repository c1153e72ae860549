const E = "5d41402abc4b2a76b9719d911017c592", past = new Date(0), future = new Date(Date.now() + 1e7);
const uploaded = (await BUCKET.put("k", "hello")).uploaded;
const get = async (onlyIf) => (await BUCKET.get("k", { onlyIf })).constructor.name === "GetResult";
const header = (name, text) => get(new Headers({ [name]: text }));
const refused = async (onlyIf, cls, text) => assertEquals((await assertRejects(BUCKET.get("k", { onlyIf }), cls)).message, text);

test("an object in the right state is given, another without its body", async () => {
  for (const [holds, onlyIf] of [
    [true, {}], [true, null], [true, undefined], [true, new Headers()],
    [true, { etagMatches: E }], [false, { etagMatches: "x" }], [true, { etagMatches: "*" }], [false, { etagMatches: "" }],
    [false, { etagDoesNotMatch: E }], [true, { etagDoesNotMatch: "x" }], [false, { etagDoesNotMatch: "*" }], [true, { etagDoesNotMatch: "" }],
    [false, { uploadedBefore: past }], [true, { uploadedBefore: future }], [true, { uploadedAfter: past }], [false, { uploadedAfter: future }],
    [true, { etagMatches: E, uploadedBefore: past }], [false, { etagMatches: "x", uploadedBefore: future }],
    [true, { etagDoesNotMatch: "x", uploadedAfter: future }], [false, { etagDoesNotMatch: E, uploadedAfter: past }],
    [false, { etagMatches: E, etagDoesNotMatch: E }], [false, { etagMatches: E + ",x" }], [false, { etagMatches: `W/"${E}"` }],
    [false, { uploadedBefore: 5 }], [false, { uploadedBefore: uploaded }], [false, { uploadedAfter: uploaded }],
    [false, { uploadedBefore: uploaded, secondsGranularity: true }], [false, { uploadedAfter: uploaded, secondsGranularity: true }],
    [false, { uploadedAfter: new Date(Math.floor(uploaded / 1000) * 1000), secondsGranularity: true }],
    [true, { uploadedBefore: new Date(Math.floor(uploaded / 1000) * 1000 + 1000), secondsGranularity: true }],
  ]) assertEquals(await get(onlyIf), holds, JSON.stringify(onlyIf));
});
test("what is given without its body says so", async () => {
  const o = await BUCKET.get("k", { onlyIf: { etagMatches: "x" }, range: { offset: 1 } });
  assertEquals([o.constructor.name, "body" in o, o.size, JSON.stringify(o.range)], ["HeadResult", false, 5, '{"offset":0,"length":5}']);
  assertEquals(await BUCKET.get("missing", { onlyIf: { etagDoesNotMatch: "*" } }), null);
});
test("headers are conditions in whole seconds", async () => {
  for (const [holds, name, text] of [
    [false, "If-Match", '"x"'], [true, "If-Match", "*"], [true, "If-Match", `"a", "${E}"`], [false, "If-Match", `W/"${E}"`],
    [false, "If-None-Match", `"${E}"`], [false, "If-None-Match", `W/"${E}"`], [true, "If-None-Match", '"x"'], [false, "If-None-Match", "*"],
    [true, "If-Match", '"a", *'], [true, "If-Match", '*, "a"'], [false, "If-Match", '"a",'], [false, "If-Match", '""'], [false, "If-Match", '"a"b'],
    [true, "If-Modified-Since", "Wed, 21 Oct 2015 07:28:00 GMT"], [false, "If-Modified-Since", "Wed, 21 Oct 2099 07:28:00 GMT"],
    [false, "If-Unmodified-Since", "Wed, 21 Oct 2015 07:28:00 GMT"], [true, "If-Unmodified-Since", "Wed, 21 Oct 2099 07:28:00 GMT"],
    [false, "If-Unmodified-Since", "nonsense"], [true, "If-Modified-Since", "nonsense"],
    [false, "If-Modified-Since", uploaded.toUTCString()], [false, "If-Unmodified-Since", uploaded.toUTCString()],
  ]) assertEquals(await header(name, text), holds, `${name}: ${text}`);
});
test("headers that are no conditions are refused", async () => {
  for (const [name, text, want] of [
    ["If-None-Match", "x", "Invalid ETag in if-none-match header"], ["If-Match", "x", "Invalid ETag in if-match header"],
    ["If-Match", "", "Invalid ETag in if-match header"], ["If-Match", ",", "Invalid ETag in if-match header"],
    ["If-Match", '"a" *', "Comma was expected to separate etags. Encountered a wildcard character '*' instead."],
    ["If-Match", '"a" "b"', `Comma was expected to separate etags. Encountered a double quote character '"' instead. This would otherwise indicate the start of a new strong etag.`],
    ["If-Match", '"a', "Unclosed double quote for Etag"],
    ["If-Match", "W/a", "Weak etags must start with W/ and their value must be quoted"],
    ["If-Match", 'W"a"', "Weak etags must start with W/ and their value must be quoted"],
  ]) await refused(new Headers({ [name]: text }), Error, want);
});
test("members of another kind are refused", async () => {
  for (const v of [null, 5, ["x"]]) await refused({ etagMatches: v }, TypeError, "Incorrect type for the 'etagMatches' field on 'Conditional': the provided value is not of type 'string'.");
  await refused({ uploadedBefore: "2020-01-01" }, TypeError, "Incorrect type for the 'uploadedBefore' field on 'Conditional': the provided value is not of type 'date'.");
  await refused({ uploadedAfter: new Date(NaN) }, TypeError, "The value cannot be converted because it is not a valid Date.");
  for (const v of ['"abc"', '"']) {
    await refused({ etagMatches: v }, TypeError, `Conditional ETag should not be wrapped in quotes (${v}).`);
    await refused({ etagDoesNotMatch: v }, TypeError, `Conditional ETag should not be wrapped in quotes (${v}).`);
  }
  await refused(5, TypeError, "Incorrect type for the 'onlyIf' field on 'GetOptions': the provided value is not of type 'Conditional or Headers'.");
  const e = await assertRejects(BUCKET.put("k", "x", { onlyIf: "x" }), TypeError);
  assertEquals(e.message, "Incorrect type for the 'onlyIf' field on 'PutOptions': the provided value is not of type 'Conditional or Headers'.");
});
test("put stores when its condition holds", async () => {
  await BUCKET.put("p", "one");
  assertEquals(await BUCKET.put("p", "two", { onlyIf: { etagMatches: "x" } }), null);
  assertEquals(await BUCKET.put("p", "two", { onlyIf: new Headers({ "If-None-Match": "*" }) }), null);
  assertEquals(await (await BUCKET.get("p")).text(), "one");
  const { etag } = await BUCKET.head("p");
  assertEquals((await BUCKET.put("p", "two", { onlyIf: { etagMatches: etag } })).size, 3);
  assertEquals(await (await BUCKET.get("p")).text(), "two");
});
test("put of what is missing", async () => {
  for (const [holds, onlyIf] of [
    [false, { etagMatches: "*" }], [false, { etagMatches: "x" }], [true, { uploadedBefore: new Date() }], [false, { uploadedAfter: past }],
    [true, { etagDoesNotMatch: "x" }], [true, { etagDoesNotMatch: "*" }], [false, { etagMatches: "x", uploadedBefore: past }], [true, {}], [true, null],
  ]) {
    assertEquals(await BUCKET.put("new", "x", { onlyIf }) !== null, holds, JSON.stringify(onlyIf));
    assertEquals(await BUCKET.head("new") !== null, holds);
    await BUCKET.delete("new");
  }
});
test("of many that create only one does", async () => {
  const all = await Promise.all(Array.from({ length: 8 }, (_, i) => BUCKET.put("race", "v" + i, { onlyIf: { etagDoesNotMatch: "*" } })));
  assertEquals(all.filter((o) => o !== null).length, 1);
});
