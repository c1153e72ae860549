test("flag d gives the places of groups", () => {
  const m = new RegExp("a(?<x>b)?(c)?", "d").exec("zab");
  assertEquals([m.index, [...m.indices], { ...m.indices.groups }], [1, [[1, 3], [2, 3], undefined], { x: [2, 3] }]);
  assertEquals(Object.getPrototypeOf(m.indices.groups), null);
  assertEquals(new RegExp("b", "d").exec("ab").indices.groups, undefined);
  assertEquals("groups" in new RegExp("b", "d").exec("ab").indices, true);
  assertEquals([new RegExp("b", "d").exec("a"), "indices" in new RegExp("b").exec("b")], [null, false]);
});
test("flag d with others", () => {
  const places = (re, s) => [...s.matchAll(re)].map((m) => m.indices.map(String).join(" "));
  assertEquals(places(new RegExp("(.)b", "dg"), "abcb"), ["0,2 0,1", "2,4 2,3"]);
  assertEquals(places(new RegExp("(.)b", "dgu"), "😀b b"), ["0,3 0,2", "3,5 3,4"]);
  assertEquals(places(new RegExp("(.)b", "dg"), "😀b"), ["1,3 1,2"]);
  assertEquals(places(new RegExp("(?<=(a))(B)|(?<n>c)(?!d)", "dgi"), "abCdc"), ["1,2 0,1 1,2 undefined", "4,5 undefined undefined 4,5"]);
  const sticky = new RegExp("(b)", "dy");
  sticky.lastIndex = 1;
  assertEquals([sticky.exec("ab").indices[1], sticky.lastIndex, sticky.exec("ab")], [[1, 2], 2, null]);
  assertEquals(["ab".match(new RegExp("(b)", "d")).indices[1], "ab".replace(new RegExp("(b)", "d"), "[$1]"), "ab".split(new RegExp("b", "d")), new RegExp("b", "d").test("ab"), "ab".search(new RegExp("b", "d"))],
    [[1, 2], "a[b]", ["a", ""], true, 1]);
  assertEquals("aab".replace(new RegExp("a", "dg"), "x"), "xxb");
});
test("source, flags and what tells them", () => {
  const r = new RegExp("[\\p{L}--b]/", "vgd");
  assertEquals([r.source, r.flags, String(r), r.hasIndices, r.unicodeSets, r.global], ["[\\p{L}--b]\\/", "dgv", "/[\\p{L}--b]\\//dgv", true, true, true]);
  const u = new RegExp("(?i:\\p{Lu})", "u");
  assertEquals([u.source, u.flags, u.hasIndices, u.unicodeSets, u.unicode], ["(?i:\\p{Lu})", "u", false, false, true]);
  assertEquals([RegExp("\n/[/]").source, RegExp("").source, RegExp.prototype.hasIndices, RegExp.prototype.flags, RegExp.prototype.source], ["\\n\\/[/]", "(?:)", undefined, "", "(?:)"]);
  const copy = new RegExp(r);
  assertEquals([copy.source, copy.flags, new RegExp(r, "v").flags, new RegExp(u).test("a"), RegExp(r) === r, new RegExp(r) === r], ["[\\p{L}--b]\\/", "dgv", "v", true, true, false]);
  assertThrows(() => Object.getOwnPropertyDescriptor(RegExp.prototype, "hasIndices").get.call({}), TypeError);
  assertEquals(Object.getOwnPropertyDescriptor(RegExp.prototype, "flags").get.call({ global: 1, hasIndices: 1, unicode: 1, unicodeSets: 1 }), "dguv");
  assertEquals([Object.getOwnPropertySymbols(r), Reflect.ownKeys(u)], [[], ["lastIndex"]]);
});
test("modifiers", () => {
  assertEquals(["ab", "Ab", "aB"].map((s) => new RegExp("(?i:a)b").test(s)), [true, true, false]);
  assertEquals(["ab", "aB", "Ab"].map((s) => new RegExp("(?-i:a)b", "i").test(s)), [true, true, false]);
  assertEquals(["ab AB aB", "abAB", "abab"].map((t) => new RegExp("(ab)(?i:\\1)").test(t)), [false, true, true]);
  assertEquals(["aA", "aa", "AA"].map((t) => /^(a)\1$/.test(t)), [false, true, false]);
  assertEquals(["aAA", "aaa", "aaA", "aAa"].map((t) => /^(?<x>a)(?i:\k<x>)\k<x>$/.test(t)), [false, true, false, true]);
  assertEquals(["aA", "AA", "aa"].map((t) => /^(?-i:(a))\1$/i.test(t)), [true, false, true]);
  assertEquals("xaA".replace(/(a)(?i:\1)/g, "[$1]"), "x[a]");
  assertThrows(() => new RegExp("(?ii:a)"), SyntaxError, "Invalid regular expression: /(?ii:a)/: Repeated flag in flag group");
  assertEquals([new RegExp("(?:a)").test("a"), new RegExp("(?=a)").test("a"), new RegExp("\\(?i:").test("(i:")], [true, true, true]);
});
test("split", () => {
  assertEquals(["a1b2c".split(new RegExp("\\d")), "a1b".split(new RegExp("(\\d)")), "abc".split(new RegExp("")), "a,b,c".split(new RegExp(","), 2)], [["a", "b", "c"], ["a", "1", "b"], ["a", "b", "c"], ["a", "b"]]);
  class Own extends RegExp { exec(s) { return null; } }
  assertEquals(["a,b".split(new Own(",")), RegExp.prototype.constructor === RegExp], [["a,b"], true]);
  assertThrows(() => RegExp.prototype[Symbol.split].call(1, ""), TypeError);
});
test("subclasses", () => {
  class Own extends RegExp { twice() { return 2; } }
  const o = new Own("(?<a>b)", "d");
  assertEquals([o.twice(), o instanceof Own, o.exec("b").indices.groups.a], [2, true, [0, 1]]);
  class Exec extends RegExp { exec(s) { const m = super.exec(s); return m && Object.assign(m, { own: m.indices[0] }); } }
  const e = new Exec("(b)", "dg");
  assertEquals([e.exec("ab").own, e.exec("ab"), [..."abb".matchAll(e)].map((m) => m.own), e.test("b")], [[1, 2], null, [[1, 2], [2, 3]], true]);
  assertEquals([Reflect.ownKeys(new RegExp("a", "d")), new RegExp("1", "d").exec(21).indices[0]], [["lastIndex"], [1, 2]]);
});
test("matchAll steps over empty matches by code points with the flag v", () => {
  assertEquals([..."\u{20BB7}a".matchAll(/(?:)/gv)].map((m) => m.index), [0, 2, 3]);
});
test("the statics of RegExp tell of the last match", () => {
  const tell = () => [RegExp.$1, RegExp.$2, RegExp.$9, RegExp.lastMatch, RegExp["$&"], RegExp.input, RegExp.$_, RegExp.lastParen, RegExp["$+"], RegExp.leftContext, RegExp["$`"], RegExp.rightContext, RegExp["$'"]];
  const match = ["b", "c", "", "bc", "bc", "abcd", "abcd", "c", "c", "a", "a", "d", "d"];
  for (const way of [() => /(b)(c)?/.test("abcd"), () => /(b)(c)?/.exec("abcd"), () => "abcd".match(/(b)(c)?/), () => "abcd".search(/(b)(c)?/), () => "abcd".replace(/(b)(c)?/, "x")]) {
    /x/.test("x");
    way();
    assertEquals(tell(), match, String(way));
  }
  /nothing/.test("abcd");
  "abcd".replace(/nothing/g, "");
  assertEquals(tell(), match);
  "xaya".replace(/a/g, "b");
  assertEquals([RegExp.lastMatch, RegExp.leftContext, RegExp.rightContext, RegExp.lastParen], ["a", "xay", "", ""]);
  "1a2b".match(/(\d)(?:a|b)/g);
  assertEquals([RegExp.$1, RegExp.leftContext], ["2", "1a"]);
  const every = /(.)/gy;
  every.test("ab") && every.test("ab");
  assertEquals([RegExp.$1, RegExp.leftContext], ["b", "a"]);
  RegExp.$1 = "x";
  RegExp.input = 5;
  assertEquals([RegExp.$1, RegExp.$_, Object.keys(RegExp)], ["b", "5", []]);
  /(c)/.test("abc");
  assertEquals([class extends RegExp {}.$1, RegExp.input], ["c", "abc"]);
});
test("properties of strings are there with the flag v", () => {
  assertEquals("a👩‍👩‍👧‍👦b".replace(new RegExp("\\p{RGI_Emoji}", "v"), "."), "a.b");
  assertEquals("x🇩🇪".replace(new RegExp("[\\p{RGI_Emoji}x]", "gv"), "."), "..");
  assertThrows(() => new RegExp("\\p{RGI_Emoji}", "u"), SyntaxError, "Invalid property name");
  assert(/\p{Script=Thai}/u.test("ก") || new RegExp("\\p{Script=Thai}", "u").test("ก"));
});
test("RegExp is called in constructors", () => {
  class Holder { constructor() { this.re = (() => RegExp("a"))(); this.same = RegExp(this.re); } }
  function Old() { this.re = RegExp("b", "g"); }
  const { re, same } = new Holder();
  assertEquals([re instanceof RegExp, re.source, re === same, new Old().re.flags], [true, "a", true, "g"]);
  class Own extends RegExp {}
  assertEquals([new Own("x") instanceof Own, Reflect.construct(RegExp, ["y"], Own) instanceof Own], [true, true]);
});
test("groups of one name stand in different alternatives", () => {
  const date = /(?<y>\d{4})-(?<m>\d\d)|(?<m>\d\d)\/(?<y>\d{4})/;
  assertEquals({ ...date.exec("2024-05").groups }, { y: "2024", m: "05" });
  assertEquals({ ..."06/2023".match(date).groups }, { y: "2023", m: "06" });
  assertEquals("06/2023 2024-05".replaceAll(new RegExp(date, "g"), "$<m>.$<y>"), "06.2023 05.2024");
  assertEquals([..."bab".matchAll(/(?<x>a)|(?<x>b)/g)].map((m) => m.groups.x), ["b", "a", "b"]);
  assertEquals(/(?:(?<x>a)|(?<x>b))\k<x>/.exec("abb")[0], "bb");
  assertEquals(/(?<x>a)|(?<x>b)/d.exec("cb").indices.groups.x, [1, 2]);
  assertEquals(/(?<𝒜>a)/.exec("a").groups["𝒜"], "a");
  assertThrows(() => new RegExp("(?<x>a)(?<x>b)"), SyntaxError, "Duplicate capture group name");
});
test("each round of a repeated group forgets the captures of the one before", () => {
  assertEquals([...RegExp("(?:(a)|b)*").exec("ab")], ["ab", undefined]);
  assertEquals([...RegExp("(z)((a+)?(b+)?(c))*").exec("zaacbbbcac")], ["zaacbbbcac", "z", "ac", "a", undefined, "c"]);
  assertEquals([...new RegExp("(?:(?<x>a)|b)+").exec("ab")], ["ab", undefined]);
  assertEquals([...RegExp("(?:([a-z])(\\d)?)+").exec("a1b")], ["a1b", "b", undefined]);
  assertEquals("k=v;w".replace(RegExp("(?:(\\w)(=\\w)?;?)+"), "[$1|$2]"), "[w|]");
});
test("sticky expressions match at lastIndex only, wherever that is", () => {
  const re = RegExp("\\d+|x", "y"), text = "1 22 x".padEnd(200, "-");
  const found = [];
  for (let i = 0; i <= 6; i++) {
    re.lastIndex = i;
    found.push(re.exec(text)?.[0], re.lastIndex);
  }
  assertEquals(found, ["1", 1, undefined, 0, "22", 4, "2", 4, undefined, 0, "x", 6, undefined, 0]);
  assertEquals(["1 22".replace(/\d/y, "-"), "112a3".replace(/\d/gy, "-"), "aab".match(/a/gy), "a1b".split(/\d/y), "ba".search(/a/y)], ["- 22", "---a3", ["a", "a"], ["a", "b"], -1]);
  assertEquals([.../^a|(?<=\n)b/my.exec("a\nb")], ["a"]);
  const late = new RegExp("(?:)^b", "my");
  late.lastIndex = 2;
  assertEquals([late.test("a\nb"), late.lastIndex, String(late), late.source], [true, 3, "/(?:)^b/my", "(?:)^b"]);
  const wide = /./uy, narrow = /./y, faces = "😀é☃".repeat(100);
  for (const at of [2, 3, 6, 0, 4]) {
    wide.lastIndex = narrow.lastIndex = at;
    assertEquals([wide.exec(faces)[0], narrow.exec(faces)[0]], [String.fromCodePoint(faces.codePointAt(at)), faces[at]]);
  }
  const fails = /x/uy;
  fails.lastIndex = 5;
  assertEquals([fails.test(faces), fails.lastIndex], [false, 0]);
  const again = /(a)\1|B/iy, text2 = "aAb".repeat(100);
  again.lastIndex = 1;
  assertEquals([again.exec(text2), again.lastIndex], [null, 0]);
  again.lastIndex = 2;
  assertEquals([...again.exec(text2), again.lastIndex], ["b", undefined, 3]);
  assertEquals(again[Symbol.split](text2).length, 401);
});
test("a lexer of sticky expressions does not look through the text for each", () => {
  const rules = ["\\d+", '"[^"]*"', "[a-z]+", "\\s+"].map((rule) => new RegExp(rule, "y")), text = "word ".repeat(5000);
  let at = 0, tokens = 0;
  while (at < text.length) {
    for (const re of rules) {
      re.lastIndex = at;
      if (re.test(text)) { at = re.lastIndex; tokens++; break; }
    }
  }
  assertEquals(tokens, 10000);
});
test("matches backtrack as deep as a long text needs", () => {
  const text = "ab".repeat(100000);
  assertEquals([RegExp("^(?:(a)|b)*$").exec(text)?.[0].length, RegExp("^(?=.)(?:a|b)*$").test(text), RegExp("^(?=.)(?:a|b)*c").test(text)], [200000, true, false]);
});
test("RegExp tells of the last match that split, matchAll and replace with a function met", () => {
  const tell = () => [RegExp.lastMatch, RegExp.leftContext, RegExp.rightContext, RegExp.input];
  const after = (act) => { /x/.exec("x"); act(); return tell(); };
  assertEquals(after(() => "a-b-c".split(/-/)), ["-", "a-b", "c", "a-b-c"]);
  assertEquals(after(() => "a-b-c".split(/-/, 1)), ["-", "a", "b-c", "a-b-c"]);
  assertEquals(after(() => "a-b-c".split(/q/)), ["x", "", "", "x"]);
  assertEquals(after(() => "abc".split(/(?:)/)), ["", "ab", "c", "abc"]);
  assertEquals(after(() => "a1b2c3".split(/\d/)), ["3", "a1b2c", "", "a1b2c3"]);
  assertEquals(after(() => { for (const _ of "a-b-c".matchAll(/[bc]/g)); }), ["c", "a-b-", "", "a-b-c"]);
  assertEquals(after(() => "a-b-c".matchAll(/[abc]/g).next()), ["a", "", "-b-c", "a-b-c"]);
  "a-b-c".split(/(-)/);
  assertEquals([RegExp.$1, tell()], ["-", ["-", "a-b", "c", "a-b-c"]]);
  assertEquals("abc".replace(/(b)/, () => RegExp.$1 + RegExp.lastMatch), "abbc");
  assertEquals("abc".replace(/([abc])/g, () => RegExp.$1 + RegExp.lastMatch), "cccccc");
  assertEquals(after(() => "abc".replace(/q/, () => "")), ["x", "", "", "x"]);
});
test("texts that strings are searched with are expressions like any other", () => {
  const said = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
  assertEquals(said(() => "a".match("(")), "SyntaxError: Invalid regular expression: /(/: Unterminated group");
  assertEquals(said(() => "a".search("[")), "SyntaxError: Invalid regular expression: /[/: Unterminated character class");
  assertEquals(said(() => "a".matchAll("*")), "SyntaxError: Invalid regular expression: /*/g: Nothing to repeat");
  assertEquals(["xay".match("a").index, "xay".search("y"), [..."aba".matchAll("a")].length, "é".match("[^\\x00-\\x7f]")[0]], [1, 2, 2, "é"]);
  assertEquals("".match.call({ toString: () => "xyz" }, "y").index, 1);
});
test("groups have their names in texts beyond ASCII, with the flags u and v", () => {
  for (const flags of ["u", "v", "gu", "du", "uy"]) {
    assertEquals(new RegExp("(?<a>.)(?<b>x)?", flags).exec("éx").groups.b, "x", flags);
    assertEquals("€x".replace(new RegExp("(?<a>€)", flags), "[$<a>]"), "[€]x", flags);
  }
  assertEquals([..."€x".matchAll(/(?<a>.)/gu)].map((m) => m.groups.a), ["€", "x"]);
  assertEquals("€x".replace(/(?<a>.)/gu, (...args) => args.at(-1).a + "!"), "€!x!");
  assertEquals(/(?<y>\d{4})|é(?<z>x)/u.exec("éx 2020").groups.z, "x");
  assertEquals(/(?<𝒜>.)/du.exec("\u{1F438}").indices.groups.𝒜, [0, 2]);
  assertEquals([/(?<a>é)/u.source, String(/(?<a>é)/giu)], ["(?<a>é)", "/(?<a>é)/giu"]);
});
test("a match lists index before input", () => {
  for (const found of [/b/.exec("abc"), "abc".match(/b/), [..."abc".matchAll(/b/g)][0], "abc".match(/(?<x>b)/u)]) assertEquals(Object.keys(found).slice(-3), ["index", "input", "groups"]);
  assertEquals(Object.keys("abc".match(/b/d)), ["0", "index", "input", "groups", "indices"]);
});
test("escapes of annex B mean what they mean in V8", () => {
  for (const [re, text, want] of [
    [/\c/, "\\c", "\\c"], [/\c\u0410/, "c\u0410", undefined], [/[\c]/, "\\", "\\"], [/[\c*]/, "*", "*"], [/[\c_]/, "\x1f", "\x1f"], [/[\c7]/, "\x17", "\x17"],
    [/\ca/, "\x01", "\x01"], [/[\cA]/, "\x01", "\x01"], [/\400/, "\x200", "\x200"], [/[\400]/, "0", "0"], [/\377/, "\xff", "\xff"], [/\\c/, "\\c", "\\c"],
  ]) assertEquals(re.exec(text)?.[0], want, String(re));
  assertEquals(new RegExp("\\\r").source, "\\r");
});
test("counts may be larger than any text", () => {
  assertEquals([/b{9007199254740991}/.test("b"), /(?:){0,9007199254740993}/u.test("b"), /^[{99999999999}]+$/.test("{9}"), /\{99999999999}/.test("{99999999999}")], [false, true, true, true]);
});
test("a modifier that takes the flag i back leaves it to ask for", () => {
  const re = /(?-i:a)b/i;
  assertEquals([re.ignoreCase, re.flags, re.test("aB"), re.test("AB")], [true, "i", true, false]);
});
test("compile takes what the constructor takes", () => {
  const re = /a/;
  assertEquals([re.compile("(?<a>\\p{L})", "u").exec("é").groups.a, re.source, re.flags], ["é", "(?<a>\\p{L})", "u"]);
  assertEquals([re.compile("b").test("b"), re.source, re.flags], [true, "b", ""]);
  assertEquals([re.compile(/[a--b]/v).test("a"), re.unicodeSets, re.compile(/x/g).unicodeSets, re.flags], [true, true, false, "g"]);
  for (const [pattern, flags] of [["{", "u"], ["(?<a>x)(?<a>y)"], ["a", "gg"], [/a/, "g"]]) assertThrows(() => re.compile(pattern, flags));
  assertEquals(re.source, "x");
});
test("expressions stay on the engine's short way", () => {
  assertEquals(["abc".split(/./, -1).length, "abc".split(/./, 2 ** 32 + 2).length], [4, 2]); // on the long one -1 is 0
});
test("what is empty behind a match is found by g, and no place for split to cut", () => {
  assertEquals(["abc".replace(/b*/g, "-"), "abc def".replace(/\w*/g, "x"), "aé def".replace(/\w*/gu, "x"), "ab".replaceAll(/(?:)/g, "-")], ["-a--c-", "xx xx", "xxéx xx", "-a-b-"]);
  assertEquals(["abc def".match(/\w*/g), "aé def".match(/[^ ]*/gu), "a,b".match(/(?<x>[^,]*)/g)], [["abc", "", "def", ""], ["aé", "", "def", ""], ["a", "", "b", ""]]);
  assertEquals(["é b  c".split(/\s*/), "éxa".split(/x|é|/), "aéb".split(/(é)?/), "é,,b".split(/,/), "é  b".split(/(?:( )|,)*/)], [["é", "b", "c"], ["", "", "a"], ["a", "é", "b"], ["é", "", "b"], ["é", " ", "b"]]);
  assertEquals(["é b c".split(/\s*/, 2), "é b c".split(/\s*/, -1).length, "".split(/\s*/), "é".split(/\s*/, 0)], [["é", "b"], 3, [], []]);
});
test("replace takes one match, and with y the one there, in texts beyond ASCII", () => {
  assertEquals(["éxx".replace(/(?<!é)x/u, "-"), "éé".replace(/[\s\S]/u, "-"), "éab".replace(/(?<n>\w)/u, (m) => m + "!"), "éé".replace(/(.)/v, "[$1]")], ["éx-", "-é", "éa!b", "[é]é"]);
  assertEquals(["aé1".replace(/\d/y, "-"), "1é".replace(/\d/y, "-"), "ééx".replace(/é/y, "-")], ["aé1", "-é", "-éx"]);
});

test("what an expression carries is in no list of its properties", () => {
  for (const r of [/(?:)/g, /a/d, new RegExp("\\p{L}", "v")]) {
    assertEquals(Reflect.ownKeys(Object.getOwnPropertyDescriptors(r)), ["lastIndex"]);
    assertEquals([Reflect.ownKeys(r), Object.getOwnPropertySymbols(r)], [["lastIndex"], []]);
  }
});
test("a pattern with thousands of groups takes no gigabytes", () => {
  const m = new RegExp("(a)|".repeat(10_000) + "b").exec("ba");
  assertEquals([m.index, m[0], m.length], [0, "b", 10_001]);
});

test("global and sticky, a match that is empty lets the next begin one further on", () => {
  assertEquals(["ab".replace(/(?:)/gy, "-"), "aab".replace(/a?/gy, "-"), "ab".match(/b?/gy), "😀b".match(/(?:)/gyu)], ["-a-b-", "---b-", ["", "b", ""], ["", "", ""]]);
});
test("what is empty behind a match counts, whatever the pattern is written with", () => {
  assertEquals(["bééc".replace(/é*/gu, "x"), "ab".match(/Σ??.?/gu), "éb".match(/.?/gu)], ["xbxxcx", ["a", "b", ""], ["é", "b", ""]]);
});
test("without u a class has the halves of what it is written with, and a quantifier repeats the second", () => {
  assertEquals(["😀".split(/[😀]/), "a😀b".split(/[😀]+/), /^😀+$/.test("😀\ude00"), /^[^😀]$/.test("\ud83d"), /[a😀]/u.exec("😀")[0]], [["", "", ""], ["a", "b"], true, false, "😀"]);
});
test("with v and i sets are of characters whatever their case", () => {
  const tested = [/[^a]/iv, /[^A]/iv, /\P{Lu}/iv, /[\w--a]/iv, /[\p{L}--\p{Lu}]/iv, /[[a-z]&&[A]]/iv].map((re) => re.test("a") + "," + re.test("A") + "," + re.test("b"));
  assertEquals(tested, ["false,false,true", "false,false,true", "false,false,false", "false,false,true", "false,false,false", "true,true,false"]);
  assertEquals([/[\W_]/iv.test("ſ"), /\P{Lu}/v.test("a"), /[^\P{Lu}]/iv.test("a")], [false, true, true]);
});
test("ranges take no part in operations, and messages have flags in their order", () => {
  const said = (...args) => { try { new RegExp(...args); } catch (e) { return e.message; } };
  assertEquals(said("[a-z&&b-c]", "v"), "Invalid regular expression: /[a-z&&b-c]/v: Invalid set operation in character class");
  assertEquals(said("[a--b-c]", "v"), "Invalid regular expression: /[a--b-c]/v: Invalid set operation in character class");
  assertEquals(said("a**", "yug"), "Invalid regular expression: /a**/guy: Nothing to repeat");
  assertEquals([/[[a-z]&&[b-c]]/v.test("b"), /[a-z0-9]/v.test("5")], [true, true]);
});

test("what is no expression is asked for everything else before its exec", () => {
  const thrown = (f) => { try { f(); } catch (e) { return e; } };
  for (const name of ["match", "replace"]) assertEquals(thrown(() => RegExp.prototype[Symbol[name]].call({ get flags() { throw 5; } }, "a")), 5);
  assertEquals(thrown(() => RegExp.prototype[Symbol.search].call({ get lastIndex() { throw 5; } }, "a")), 5);
  const global = { flags: "g", get exec() { throw 5; } };
  assertEquals([thrown(() => RegExp.prototype[Symbol.match].call(global, "a")), global.lastIndex], [5, 0]);
  let places = "", at = 0;
  const splitter = { set lastIndex(v) { places += (at = v); }, get lastIndex() { return at; }, exec() { at++; return ["a"]; } };
  RegExp.prototype[Symbol.split].call({ constructor: { [Symbol.species]: function () { return splitter; } } }, "abcd");
  assertEquals(places, "0123");
  assertEquals(thrown(() => "".replaceAll.call({ toString() { throw 6; } }, { get [Symbol.match]() { throw 5; } })), 5);
});

test("what has no method exec is refused, unless it is an expression", () => {
  for (const name of ["match", "replace", "search", "split"]) {
    assertThrows(() => RegExp.prototype[Symbol[name]].call([1], "a"), TypeError, "Method RegExp.prototype.exec called on incompatible receiver [object Array]");
    assertThrows(() => RegExp.prototype[Symbol[name]].call(1, "a"), TypeError, `Method RegExp.prototype.@@${name} called on incompatible receiver 1`);
    assertThrows(() => RegExp.prototype[Symbol[name]].call(new Proxy([1, 2], {}), ""), TypeError);
  }
  const with_ = (exec, flags) => Object.assign(new RegExp("a", flags), { exec });
  assertEquals([with_(null).test("a"), "a".replace(with_(null), "b"), "aa".replace(with_(5, "g"), "b"), "a".match(with_(5, "g")), "xa".search(with_(undefined))], [true, "b", "bb", ["a"], 1]);
  for (const f of [() => with_(() => 5).test("a"), () => "a".replace(with_(() => 5), ""), () => "a".match(with_(() => 5, "g")), () => RegExp.prototype.test.call({ exec: () => 5 }, "a")])
    assertThrows(f, TypeError, "RegExp exec method returned something other than an Object or null");
  assertEquals([with_(() => ({})).test("b"), with_(() => null).test("a"), RegExp.prototype.test.call({ exec: (text) => (text === "5" ? {} : null) }, 5)], [true, false, true]);
});

test("the places of matches are found for characters of two units, with and without the flag u", () => {
  const places = (re, s) => [...re.exec(s).indices];
  assertEquals(places(new RegExp("(😀)(b)", "d"), "a😀b"), [[1, 4], [1, 3], [3, 4]]);
  assertEquals([places(new RegExp("[😀]", "d"), "😀"), places(new RegExp("(?<𝒜>b)😀|c", "d"), "b😀")], [[[0, 1]], [[0, 3], [0, 1]]]);
  assertEquals([places(new RegExp("(😀)", "du"), "a😀"), places(new RegExp("\\\\😀", "d"), "\\😀")], [[[1, 3], [1, 3]], [[0, 3]]]);
});
test("lines end before and begin behind each of their four terminators with the flag m", () => {
  const lines = "a\r\nb\rc\nd\u2028e\u2029f";
  assertEquals(lines.match(/^.+$/gm), ["a", "b", "c", "d", "e", "f"]);
  assertEquals(["a\r\nb".match(/a$/m)[0], "a\r\n".replace(/$/gm, "|"), "x\ry".search(/^y/m), "a\r\nb".split(/$/m)], ["a", "a|\r|\n|", 2, ["a", "\r", "\nb"]]);
  assertEquals([/[$^]\$\^$/m.test("$$^\r"), /a$/.test("a\r"), /(?m:a$)/.test("a\r"), /(?-m:a$)/m.test("a\r"), /^b(?m:)/.test("a\rb")], [true, false, true, false, false]);
  const m = /^x$/m;
  assertEquals([m.source, m.flags, String(m)], ["^x$", "m", "/^x$/m"]);
});
test("the limit of split is a number of 32 bits, whatever the expression is", () => {
  class Own extends RegExp {}
  for (const re of [/ /, new Own(" "), Object.assign(/ /, { exec(text) { return RegExp.prototype.exec.call(this, text); } })]) {
    for (const [limit, want] of [[-1, "a,b,c"], [2, "a,b"], [2 ** 32, ""], [2 ** 32 + 1, "a"], [-(2 ** 32) + 2, "a,b"], [Infinity, ""], [NaN, ""], [1.9, "a"], [undefined, "a,b,c"]]) assertEquals(String("a b c".split(re, limit)), want, String(limit));
  }
});
test("groups that are repeated forget their captures, and no round of them is empty", () => {
  assertEquals([.../(a*)*/.exec("b")], ["", undefined]);
  assertEquals([.../(?:|a)*/.exec("aab")], ["aa"]);
  assertEquals([.../(a*)?(a)+/.exec("aa")], ["aa", "a", "a"]);
  assertEquals("abcab".split(/(?:(a)|b)+/), ["", undefined, "c", undefined, ""]);
  assertEquals("aab".replace(/(?:(a)|(b))+?/g, "<$1|$2>"), "<a|><a|><|b>");
  const r = /(?:(a)|b)*/g;
  assertEquals([r.source, r.flags, r.test("aab"), r.lastIndex, r.test("aab")], ["(?:(a)|b)*", "g", true, 3, true]);
  assertEquals([..."😀b".matchAll(/()*/gv)].map((m) => m.index), [0, 2, 3]);
  assertEquals("😀b".replace({ [Symbol.replace]: (s, by) => /()*/gv[Symbol.replace](new String(s), by) }, "-"), "-😀-b-");
});
test("captures of assertions stand although they are behind one another", () => {
  assertEquals([.../(?=aa(b))(a)/.exec("aab")], ["a", "b", "a"]);
  assertEquals(/(?<=(?<n>\d)(\d+))x/d.exec("105x").indices.groups.n, [0, 1]);
});
test("case is ignored as the standard has it", () => {
  assertEquals([/k/i.test("\u212a"), /s/i.test("\u017f"), /ß/i.test("ẞ"), /ω/i.test("\u2126"), /i/i.test("İ"), /å/i.test("\u212b")], [false, false, false, false, false, false]);
  assertEquals([/k/iu.test("\u212a"), /\w/iu.test("\u017f"), /é/i.test("É"), /a\b/iu.test("a\u017f")], [true, true, true, false]);
  assertEquals(["Kk\u212a".replace(/k/gi, "-"), "\u212aK".search(/k/i), "\u212ak".split(/k/i), "\u212a".match(/k/i)], ["--\u212a", 1, ["\u212a", ""], null]);
});
test("a match begins with the character whose second half lastIndex is at", () => {
  const r = /./uy;
  r.lastIndex = 1;
  assertEquals([r.exec("😀").index, r.lastIndex], [0, 2]);
});
