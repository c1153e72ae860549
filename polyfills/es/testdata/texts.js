// What eval and the constructors of functions are given is read as modules are.
test("a text has the syntax of modules", () => {
  assertEquals(new Function("a", "return /^\\p{L}(?i:b)$/u.test(a)")("éB"), true);
  assertEquals(new Function("a", "return /(?<y>\\d)/v.exec(a).groups.y")("5"), "5");
  assertEquals(eval("class A { get = 1; set; static async = 5 } Object.keys(new A).join() + A.async"), "get,set5");
  assertEquals((0, eval)("class B { #x = 1; static has(o) { return #x in o; } } B.has(new B)"), true);
});
test("eval sees what is around it, and nothing else does", () => {
  const near = 4;
  class A {
    #own = 6;
    read(text) { return eval(text); }
  }
  assertEquals([eval("near + 1"), eval("'x' + near"), new A().read("this.#own"), (() => eval("near"))()], [5, "x4", 6, 4]);
  assertThrows(() => (0, eval)("near"), ReferenceError);
  assertEquals([eval(5), eval("var inner = 1; eval('inner + 1')"), eval("")], [5, 2, undefined]);
  assertEquals(eval(new String("near")) instanceof String, true);
});
test("what a text throws can be caught, and eval be called again", () => {
  const names = ["throw new RangeError", "a b", "missing", "null.x"].map((text) => {
    try { return eval(text); } catch (e) { return e.name; }
  });
  assertEquals([...names, eval("1 + 1")], ["RangeError", "SyntaxError", "ReferenceError", "TypeError", 2]);
});
test("functions are made of their texts alone", () => {
  const f = new Function("a, b", "c", "return a + b + c");
  assertEquals([f(1, 2, 3), f.length, f.name, String(f)], [6, 3, "anonymous", "function anonymous(a, b,c\n) {\nreturn a + b + c\n}"]);
  const said = (...texts) => { try { new Function(...texts); } catch (e) { return e.message; } };
  assertEquals(said("a", "}), (function () {"), "Single function literal required");
  assertEquals(said("a) {", "}"), "Arg string terminates parameters early");
  assertEquals(said("/*", "*/) {"), "Unexpected end of arg string");
  let asked = 0;
  assertEquals([new Function(undefined)(), new Function("a", null).length, new Function({ toString() { asked++; return "b"; } }, "return b")(7), asked], [undefined, 1, 7, 1]);
  assertThrows(() => new Function(Symbol()), TypeError);
  class Sub extends Function {}
  assertEquals([new Sub("return 5")(), new Sub() instanceof Sub, Reflect.construct(Function, [], Sub) instanceof Sub], [5, true, true]);
  assertEquals([...(function* () {}).constructor("a", "yield a; yield 2")(1)], [1, 2]);
});
// The arguments of the function around a text, which the engine keeps from a strict one.
test("texts see the arguments of the function that calls eval", () => {
  const texts = ["arguments.length", "(() => arguments.length)()", "(() => () => arguments.length)()()", "eval('arguments.length')",
    "(() => eval('arguments.length'))()", "((a = arguments) => a.length)()", "({ arguments }).arguments.length", "'use strict'; arguments.length"];
  function plain(text) { return eval(text); }
  function arrow(text) { return (() => eval(text))(); }
  function initial(text, unused, value = eval(text)) { return value; }
  function* generator(text) { yield eval(text); }
  class A {
    constructor(text) { this.value = eval(text); }
    method(text) { return eval(text); }
  }
  class B extends A {
    constructor(text) { super("0"); this.value = eval(text); }
  }
  for (const text of texts) {
    const given = [plain, arrow, initial, (...all) => generator(...all).next().value, (...all) => new A(...all).value,
      (...all) => new B(...all).value, new A("0").method, new Function("text", "'use strict'; return eval(text)")].map((f) => f(text, 5));
    assertEquals(given, given.map(() => 2), text);
  }
  assertEquals(plain("(function () { return arguments.length })(1)"), 1);
  class Field { x = eval("typeof (() => 1)"); y = (text) => eval(text); }
  assertEquals(new Field().x, "function");
  assertThrows(() => new Field().y("arguments"), SyntaxError, "'arguments' is not allowed in class field initializer or static initialization block");
  for (const text of ["arguments = 1", "var arguments", "try {} catch (arguments) {}"])
    assertThrows(() => plain(text), SyntaxError, "Unexpected eval or arguments in strict mode");
  assertThrows(() => plain("delete arguments"), SyntaxError, "Delete of an unqualified identifier in strict mode.");
});
test("texts see what the cases of a switch declare", () => {
  function choose(value, text) {
    switch (value) {
      case 1:
        let one = 1;
        return eval(text);
      case "2":
        const two = 2;
        class Two {}
        return eval(text);
      default:
        return eval(text);
        function late() { return 3; }
    }
  }
  assertEquals([choose(1, "one"), choose("2", "two + typeof Two"), choose(2, "late()")], [1, "2function", 3]);
  assertThrows(() => choose("2", "one"), ReferenceError);
});

test('objects that are no texts are not shown in the engine\'s words', () => {
  assertThrows(() => ''.isWellFormed.call(Object.create(null)), TypeError, 'Cannot convert object to primitive value');
});
test("what repeats and pads is bounded, whatever the number is written as", () => {
  for (const f of [() => "abc".repeat([1073741823]), () => "abc".repeat("1e9"), () => "a".padStart([1e9]), () => String.prototype.repeat.call({ toString: () => "ab" }, 1e9)]) assertThrows(f, RangeError, "Invalid string length");
  assertEquals(["abc".repeat({ valueOf: () => 2 }), "a".padEnd({ valueOf: () => 3 }, "x"), String.prototype.repeat.call([1, 2], "2"), "ab".repeat(), "ab".padStart(undefined), "x".repeat(null)], ["abcabc", "axx", "1,21,2", "", "ab", ""]);
});
test("toWellFormed gives a string of what is none", () => {
  assertEquals(["".toWellFormed.call(1), "".toWellFormed.call(true), "".toWellFormed.call({ toString: () => "\ud800" })], ["1", "true", "\ufffd"]);
  assertThrows(() => "".toWellFormed.call(Symbol()), TypeError);
});
