const bookmark = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/;

test("a session has a bookmark once it was used, and bookmarks grow", async () => {
  for (const constraint of [undefined, null, "", "first-primary", " first-unconstrained "]) {
    const s = DB.withSession(constraint);
    assertEquals(s.getBookmark(), null);
    assertEquals(await s.prepare("SELECT 1 a").first("a"), 1);
    const first = s.getBookmark();
    assert(bookmark.test(first), first);
    await s.batch([s.prepare("SELECT 1"), DB.prepare("SELECT 2")]);
    assert(s.getBookmark() > first);
    assert(bookmark.test(s.getBookmark()));
  }
});
test("a session goes on from a bookmark and keeps the greatest", async () => {
  const s = DB.withSession(" 0 ");
  assertEquals(s.getBookmark(), "0");
  await s.prepare("SELECT 1").all();
  const next = DB.withSession(s.getBookmark());
  await next.prepare("SELECT 1").all();
  assert(next.getBookmark() > s.getBookmark());
  const bad = DB.withSession("bad");
  await bad.prepare("SELECT 1").all();
  assertEquals(bad.getBookmark(), "bad");
});
test("a refused query leaves the bookmark", async () => {
  const s = DB.withSession();
  await assertRejects(s.prepare("SELEC").all(), Error, "D1_ERROR: near");
  assertEquals(s.getBookmark(), null);
});
test("a session has no exec, and a bookmark is a string", () => {
  assertEquals(typeof DB.withSession().exec, "undefined");
  assertThrows(() => DB.withSession(5), TypeError, "constraintOrBookmark?.trim is not a function");
});
