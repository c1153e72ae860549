// What makes chains of prototypes that the engine could not go through.

const million = 1e6; // more would end the process

const tooLong = {
  "Object.create": (o) => Object.create(o),
  "a literal": (o) => ({ __proto__: o }),
  "new": (o) => {
    function F() {}
    F.prototype = o;
    return new F();
  },
  "Reflect.construct": (o) => {
    function F() {}
    F.prototype = o;
    return Reflect.construct(Map, [], F);
  },
  "extends": (o) => class extends (typeof o === "function" ? o : Object.setPrototypeOf(function () {}, o)) {},
};

for (const [name, longer] of Object.entries(tooLong)) {
  test(`${name} throws where there are too many prototypes`, () => {
    let o = {};
    for (let i = 0; i < 99_000; i++) o = Object.create(o);
    const error = assertThrows(() => {
      for (let i = 0; i < million; i++) o = longer(o);
    }, RangeError);
    assertEquals(error.message, "Maximum call stack size exceeded");
    o.x = 1;
    assertEquals([o.x, o[5], o[Symbol("s")]], [1, undefined, undefined]);
  });
}

for (const [name, set] of Object.entries({
  "Object.setPrototypeOf": Object.setPrototypeOf,
  "Reflect.setPrototypeOf": Reflect.setPrototypeOf,
  "__proto__": (o, p) => { o.__proto__ = p; },
})) {
  test(`${name} throws where the end of a chain is given ever more prototypes`, () => {
    const begin = {};
    assertThrows(() => {
      for (let i = 0, end = begin; i < million; i++) {
        const next = {};
        set(end, next);
        end = next;
      }
    }, RangeError);
    begin.x = 1;
    assertEquals(begin.x, 1);
  });
}
