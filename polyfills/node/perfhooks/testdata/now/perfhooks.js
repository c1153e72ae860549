const hooks = require("perf_hooks");

test("the classes and performance are the global ones", () => {
  assert(hooks.performance === performance);
  for (const name of ["Performance", "PerformanceEntry", "PerformanceMark", "PerformanceMeasure", "PerformanceObserver", "PerformanceObserverEntryList", "PerformanceResourceTiming"]) {
    assert(typeof hooks[name] === "function" && hooks[name] === globalThis[name], name);
  }
});

test("what is not measured is zero", () => {
  const zero = { idle: 0, active: 0, utilization: 0 };
  assertEquals([hooks.eventLoopUtilization(), performance.eventLoopUtilization()], [zero, zero]);
  const timing = performance.nodeTiming;
  assert(timing instanceof PerformanceEntry);
  assertEquals(timing.constructor.name, "PerformanceNodeTiming");
  assertEquals(JSON.parse(JSON.stringify(timing)), {
    name: "node", entryType: "node", startTime: 0, duration: 0, nodeStart: 0, v8Start: 0, bootstrapComplete: 0, environment: 0,
    loopStart: 0, loopExit: 0, idleTime: 0, uvMetricsInfo: { loopCount: 0, events: 0, eventsWaiting: 0 },
  });
  assertEquals(performance.markResourceTiming(), undefined);
});

test("timerify gives the function itself", () => {
  const fn = (a) => a;
  assert(hooks.timerify(fn) === fn && performance.timerify(fn) === fn);
  assertThrows(() => performance.timerify(5), TypeError, "Failed to execute 'timerify' on 'Performance': parameter 1 is not of type 'function'.");
});

test("histograms throw", () => {
  assertEquals(assertThrows(() => hooks.createHistogram(), Error, "The createHistogram method is not implemented").code, "ERR_METHOD_NOT_IMPLEMENTED");
  assertThrows(() => hooks.monitorEventLoopDelay(), Error, "The monitorEventLoopDelay method is not implemented");
  assert(Object.isFrozen(hooks.constants) && hooks.constants.NODE_PERFORMANCE_GC_MAJOR === 4);
});

test("performance counts no events, and entries tell their detail if they have one", () => {
	const { performance } = require("perf_hooks");
	const { eventCounts } = performance;
	assertEquals([eventCounts.size, eventCounts.get("click"), eventCounts.has("click"), [...eventCounts], [...eventCounts.keys()]], [0, undefined, false, [], []]);
	assertEquals(performance.setResourceTimingBufferSize(1), undefined);
	assertEquals("detail" in performance.mark("plain").toJSON(), false);
	assertEquals(performance.measure("long", { start: 1, end: 2, detail: { a: 1 } }).toJSON(), { name: "long", entryType: "measure", startTime: 1, duration: 1, detail: { a: 1 } });
});
