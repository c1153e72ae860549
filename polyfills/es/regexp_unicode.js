(expand) => {
  const Native = RegExp, prototype = Native.prototype;
  const isPattern = (v) => v !== null && typeof v === "object" && (v[Symbol.match] !== undefined ? !!v[Symbol.match] : v instanceof Native);
  // V8's words for what the engine says in others.
  const words = [
    [/missing argument to repetition|invalid nested repetition/, "Nothing to repeat"],
    [/invalid character class range/, "Range out of order in character class"],
    [/trailing backslash/, "\\ at end of pattern"],
    [/invalid repeat count/, "numbers out of order in {} quantifier"],
    [/(Unterminated group|Unterminated character class|Unmatched '\)')/],
  ];
  const translated = (e, pattern, flags) => {
    if (!(e instanceof SyntaxError) || e.message.startsWith("Invalid flags") || e.message.startsWith("Invalid regular expression: /")) return e;
    for (const [match, text] of words) {
      const found = match.exec(e.message);
      if (found) return new SyntaxError(`Invalid regular expression: /${pattern}/${flags}: ${text ?? found[1]}`);
    }
    return new SyntaxError(`Invalid regular expression: /${pattern}/${flags}: Invalid group`);
  };
  // Whether there may be something that only Go can rewrite: a property, a set, or surrogates.
  const expands = (pattern, flags) => typeof pattern === "string" && typeof flags === "string" && !/[^dgimsuvy]/.test(flags) &&
    (/[uv]/.test(flags) || (/\\u[dD][89a-fA-F]/.test(pattern) && pattern.isWellFormed()));
  const construct = (pattern, flags, target) => {
    const source = isPattern(pattern) ? pattern.source : pattern === undefined ? "" : String(pattern);
    if (typeof flags === "string" && /^[dgimsuvy]*d[dgimsuvy]*$/.test(flags)) throw new Error(`not emulated: the flag d of regular expressions (/${source}/${flags})`);
    if (/(^|[^\\])\(\?[ims]*-?[ims]*[ims]:/.test(source) || /(^|[^\\])\(\?[ims]*-[ims]+:/.test(source)) throw new Error(`not emulated: modifiers of regular expressions (/${source}/${flags ?? ""})`);
    const args = expands(pattern, flags ?? "") ? expand(pattern, flags ?? "") : [pattern, flags];
    try {
      return Reflect.construct(Native, args, target);
    } catch (e) {
      throw translated(e, source, flags ?? "");
    }
  };
  function RegExp2(pattern, flags) {
    if (new.target === undefined && isPattern(pattern) && flags === undefined && pattern.constructor === RegExp2) return pattern;
    return construct(pattern, flags, new.target ?? RegExp2);
  }
  Object.defineProperties(RegExp2, {
    ...Object.getOwnPropertyDescriptors(Native), // statics and Symbol.species
    prototype: { value: prototype, writable: false },
  });
  Object.defineProperty(globalThis, "RegExp", { value: RegExp2, writable: true, configurable: true, enumerable: false });
  Object.defineProperty(prototype, "constructor", { value: RegExp2, writable: true, configurable: true, enumerable: false });
}
