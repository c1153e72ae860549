(_define) => {
  const { getPrototypeOf, setPrototypeOf, defineProperty } = Object;
  const { prototype } = getPrototypeOf(async () => {}).constructor;
  defineProperty(prototype, "constructor", { writable: false });
  for (const f of [async () => {}, function* () {}]) setPrototypeOf(getPrototypeOf(f).constructor, Function);
}
