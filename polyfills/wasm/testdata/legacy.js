// The legacy instructions for exceptions: programs that are made at random, and what V8 says that they compute.

const I32 = 0x7f, I64 = 0x7e;
const types = [[[], []], [[I32], []], [[I32, I64], []], [[I32], [I32]], [[I64, I32], [I32, I64]], [[], [I32, I64]]];
const tags = [[], [I32], [I32, I64]];
const GET = 0x20, SET = 0x21, CONST = 0x41, BLOCK = 0x02, IF = 0x04, ELSE = 0x05, TRY = 0x06, CATCH = 0x07, THROW = 0x08, RETHROW = 0x09;
const END = 0x0b, BR = 0x0c, BR_IF = 0x0d, BR_TABLE = 0x0e, CALL = 0x10, DELEGATE = 0x18, CATCH_ALL = 0x19, WRAP = 0xa7, NONE = 0x40;

const random = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  const t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  const u = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return (u ^ (u >>> 14)) >>> 0;
};
const number = (v) => {
  const low = v & 127;
  return (v >> 7 === 0 && !(low & 64)) || (v >> 7 === -1 && low & 64) ? [low] : [low | 128, ...number(v >> 7)];
};
const push = (type) => [type === I32 ? CONST : 0x42, 5];
// A program tells where it has been in global 0, which it multiplies with 31 each time.
const reached = (n) => [0x23, 0, CONST, 31, 0x6c, CONST, ...number(n), 0x6a, 0x24, 0];
const told = [SET, 1, 0x23, 0, CONST, 31, 0x6c, GET, 1, 0x6a, 0x24, 0]; // of the number on the stack
const tell = (values) => [...values].reverse().flatMap((type) => (type === I32 ? told : [WRAP, ...told]));

function program(seed) {
  const next = random(seed), pick = (n) => next() % n;
  let budget = 40;
  const maybe = () => [GET, 0, CONST, pick(6), 0x76, CONST, 1, 0x71]; // a bit of the argument
  const when = (...code) => [...maybe(), IF, NONE, ...code, END];
  const several = (frames) => {
    const code = [];
    for (let i = 1 + pick(3); i-- > 0 && budget > 0;) code.push(...statement(frames));
    return code;
  };
  // frames has for each block, innermost last, what a branch to it takes, and whether it is a clause.
  const statement = (frames) => {
    budget--;
    const label = pick(frames.length), { takes } = frames[frames.length - 1 - label];
    const plain = [...frames, { takes: [] }];
    switch (pick(frames.length > 6 ? 4 : 12)) {
      case 0: return reached(pick(1000));
      case 1: { const tag = pick(3); return when(...tags[tag].flatMap(push), THROW, tag); }
      case 2: return takes.length ? when(...takes.flatMap(push), BR, label + 1) : [...maybe(), BR_IF, label];
      case 3: {
        const at = frames.findLastIndex((f) => f.clause);
        return at < 0 ? reached(1) : when(RETHROW, frames.length - at);
      }
      case 4: return [BLOCK, NONE, ...several(plain), END];
      case 5: return [...maybe(), IF, NONE, ...several(plain), ELSE, ...several(plain), END];
      case 6: return takes.length ? reached(2) : [BLOCK, NONE, GET, 0, CONST, 3, 0x71, BR_TABLE, 1, label + 1, 0, END];
      case 7: return [...maybe(), CALL, 1];
      default: return trying(frames, pick(5));
    }
  };
  const trying = (frames, kind) => {
    const [type, [params, results]] = [[NONE, [[], []]], [I32, [[], [I32]]], [3, types[3]], [4, types[4]], [5, types[5]]][kind];
    const code = [...params.flatMap(push), TRY, type, ...tell(params), ...several([...frames, { takes: results }]), ...results.flatMap(push)];
    if (pick(4) === 0) return [...code, DELEGATE, pick(frames.length), ...tell(results)];
    const clause = () => [...several([...frames, { takes: results, clause: true }]), ...results.flatMap(push)];
    for (let i = pick(3); i-- > 0;) {
      const tag = pick(3);
      code.push(CATCH, tag, ...tell(tags[tag]), ...clause());
    }
    if (pick(2)) code.push(CATCH_ALL, ...clause());
    return [...code, END, ...tell(results)];
  };
  const run = [
    TRY, I32, GET, 0, CALL, 2, CONST, 0, CATCH, 0, CONST, 1, CATCH, 1, CONST, 10, 0x6a, CATCH, 2, WRAP, 0x6a, CONST, 30, 0x6a, CATCH_ALL, CONST, 3, END,
  ];
  const throws = [GET, 0, IF, NONE, CONST, 5, THROW, 1, END];
  const main = [...several([{ takes: [] }]), ...several([{ takes: [] }])];
  return wasm({
    types, functions: [[3, run], [1, throws], [1, main, [I32]]], tags: tags.map((_, i) => [0, i]),
    globals: [[I32, 1, CONST, 0, END]], exports: [["run", "function", 0], ["g", "global", 0]],
  });
}

const ran = (seed, instance) => {
  const { run, g } = instance.exports;
  return Array.from({ length: 64 }, (_, argument) => {
    g.value = 0;
    return run(argument) + g.value;
  }).reduce((sum, n) => (Math.imul(sum, 31) + n) | 0, 0);
};

// What V8 computes, by seed.
const expected = [
  -621278720, -951749120, -722236992, -1713410614, -1365038080, -645267118, 1279641632, 1045090944, 257174382,
  -254961920, 1297329912, -773945400, -1712458192, -160517504, 1048666952, -1713792064, 1997758976, 1345611514,
  1497012224, 1863789888, 1964015616, 1165631744, -1613128064, -1877667712, 2034509312, 1589681106, -1451078656,
  -705970176, 141961472, -112877248, 833393664, -518098944, -1043785728, 816652472, 1676984624, 1535773248,
  -1551578696, 1054982400, 618035968, -1479697384, -831637316, -402907136, -1206452064, -112201472, -1509055544,
  -1577193432, -2031802112, -1044496384, 0, 1451173888, -307390950, 1012673536, 1487585088, -424187212, 375474688,
  1598486268, -1224841096, -2006906624, -1524555252, -493690880,
];

test("try, catch, catch_all, rethrow and delegate do what V8 has them do", () => {
  expected.forEach((want, seed) => assertEquals([seed, ran(seed, new WebAssembly.Instance(load(program(seed))))], [seed, want]));
});

test("a try_table that is left by a branch to its own label catches nothing afterwards", () => {
  const TRY_TABLE = 0x1f, leaves = [BLOCK, NONE, TRY_TABLE, NONE, 1, 2, 0, BR, 0, END, THROW, 0, END, CONST, 1];
  const { run } = new WebAssembly.Instance(load(wasm({
    types: [[[], []], [[], [I32]]], tags: [[0, 0]], exports: [["run", "function", 0]],
    functions: [[1, [TRY, I32, CALL, 1, CATCH_ALL, CONST, 2, END]], [1, leaves]],
  }))).exports;
  assertEquals(run(), 2);
});

test("a clause of a try_table that leads out of another takes its handlers along", () => {
  const TRY_TABLE = 0x1f;
  const leads = [BLOCK, NONE, BLOCK, NONE, TRY_TABLE, NONE, 1, 2, 0, TRY_TABLE, NONE, 1, 2, 2, THROW, 0, END, END, END, CONST, 1, 0x0f, END, THROW, 0];
  const { run } = new WebAssembly.Instance(load(wasm({
    types: [[[], []], [[], [I32]]], tags: [[0, 0]], exports: [["run", "function", 0]],
    functions: [[1, [TRY, I32, CALL, 1, CATCH_ALL, CONST, 2, END]], [1, leads]],
  }))).exports;
  assertEquals(run(), 2);
});

test("a module takes WebAssembly.JSTag", () => {
  const module = load(wasm({
    types: [[[0x6f], []], [[], [I32]]], imports: [["m", "t", "tag", 0, 0]], exports: [["run", "function", 0], ["tag", "tag", 0]],
    functions: [[1, [TRY, I32, CONST, 7, CATCH, 0, 0x1a, CONST, 8, END]]],
  }));
  const { run, tag } = new WebAssembly.Instance(module, { m: { t: WebAssembly.JSTag } }).exports;
  assertEquals(run(), 7);
  assert(tag === WebAssembly.JSTag);
  assertThrows(() => new WebAssembly.Exception(tag, [1]), "TypeError", "WebAssembly.Exception(): Argument 0 cannot be WebAssembly.JSTag");
});
