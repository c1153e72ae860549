// Assembles modules for the tests: wasm({ types, imports, functions, … }) gives bytes.
(() => {
  const leb = (n) => {
    const out = [];
    do {
      const low = n & 127;
      n >>>= 7;
      out.push(n ? low | 128 : low);
    } while (n);
    return out;
  };
  const text = (s) => [...leb(s.length), ...s.split("").map((c) => c.charCodeAt(0))];
  const list = (items) => [...leb(items.length), ...items.flat()];
  const section = (id, items) => (items ? [id, ...((body) => [...leb(body.length), ...body])(list(items))] : []);
  const code = (body, locals = []) => ((b) => [...leb(b.length), ...b])([...list(locals.map((type) => [1, type])), ...body, 0x0b]);
  const kinds = { function: 0, table: 1, memory: 2, global: 3, tag: 4 };
  return (m) => new Uint8Array([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, m.types?.map(([params, results]) => [0x60, ...list(params.map((t) => [t])), ...list(results.map((t) => [t]))])),
    ...section(2, m.imports?.map(([module, name, kind, ...rest]) => [...text(module), ...text(name), kinds[kind], ...rest])),
    ...section(3, m.functions?.map(([type]) => leb(type))),
    ...section(4, m.tables), ...section(5, m.memories), ...section(13, m.tags), ...section(6, m.globals),
    ...section(7, m.exports?.map(([name, kind, index]) => [...text(name), kinds[kind], ...leb(index)])),
    ...(m.start === undefined ? [] : [8, 1, m.start]),
    ...section(9, m.elements), ...section(10, m.functions?.map(([, body, locals]) => code(body, locals))),
    ...section(11, m.data),
    ...(m.custom ?? []).flatMap(([name, bytes]) => ((b) => [0, ...leb(b.length), ...b])([...text(name), ...bytes])),
  ]);
})()
