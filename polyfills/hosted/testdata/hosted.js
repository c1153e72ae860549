test("errors of services can be caught by their classes", () => {
  const e = new ai.InferenceUpstreamError("text", "Mine");
  assertEquals([e.name, e.message, e instanceof Error, ai.InferenceUpstreamError.name], ["Mine", "text", true, "InferenceUpstreamError"]);
  assertEquals(String(new ai.AutoRAGNotFoundError("text")), "AutoRAGNotFoundError: text");
  assertEquals(String(new ai.AiGatewayInternalError("text", "Mine")), "AiGatewayInternalError: text");
});

test("Vectorize has its constants", () => {
  assertEquals(vectorize.DistanceMetric.DOT_PRODUCT, "dot-product");
  assertEquals(vectorize.KnownModel["@cf/baai/bge-small-en-v1.5"], "@cf/baai/bge-small-en-v1.5");
  assertEquals(Object.keys(vectorize.MetadataRetrievalLevel), ["ALL", "INDEXED", "NONE"]);
});

test("classes of services may be extended, and throw when they are constructed", () => {
  class Mine extends pipelines.PipelineTransformationEntrypoint {}
  assertThrows(() => new Mine(), Error, "not emulated: PipelineTransformationEntrypoint of cloudflare:pipelines");
  assertThrows(() => new ai.Ai({}), Error, "not emulated: Ai of cloudflare:ai");
  assertThrows(() => new br.BrowserRendering({}), Error, "not emulated: BrowserRendering of cloudflare:br");
});

test("methods cannot be marked as retryable, and what is no function is refused first", () => {
  assertThrows(() => objects.retryable(() => {}), Error, "not emulated: retryable() of cloudflare:durable-objects");
  assertThrows(() => objects.retryable(() => {}, 1), TypeError, "retryable() accepts only functions.");
  assertEquals(objects.onHibernate, undefined);
});
