const { NonRetryableError } = workflows;

test("a NonRetryableError is an Error with a name of its own", () => {
  const e = new NonRetryableError("text");
  assertEquals([e.name, e.message, String(e), e instanceof Error], ["NonRetryableError", "text", "NonRetryableError: text", true]);
  assertEquals(new NonRetryableError("text", "Mine").name, "Mine");
  assertEquals([new NonRetryableError().message, NonRetryableError.length], ["", 1]);
});
