const { mock, MockTracker } = require("test");

test("a mock function counts its calls", () => {
	const add = mock.fn((a, b) => a + b);
	assertEquals([add(1, 2), add(3, 4)], [3, 7]);
	assertEquals(add.mock.callCount(), 2);
	const [call] = add.mock.calls;
	assertEquals([call.arguments, call.result, call.error, call.target], [[1, 2], 3, undefined, undefined]);
	add.mock.resetCalls();
	assertEquals(add.mock.callCount(), 0);
});

test("what a mock does can be changed, for one call too", () => {
	const f = mock.fn(() => "original", () => "mocked");
	assertEquals(f(), "mocked");
	f.mock.mockImplementationOnce(() => "once");
	assertEquals([f(), f()], ["once", "mocked"]);
	f.mock.mockImplementation(() => "changed");
	assertEquals(f(), "changed");
	f.mock.restore();
	assertEquals(f(), "original");
	const twice = mock.fn(() => "o", () => "m", { times: 2 });
	assertEquals([twice(), twice(), twice()], ["m", "m", "o"]);
	assertThrows(() => f.mock.mockImplementation(), TypeError, 'The "implementation" argument must be of type function. Received undefined');
});

test("methods and accessors are mocked and restored", () => {
	const tracker = new MockTracker();
	const object = { n: 5, f(x) { return this.n + x; }, get g() { return 1; } };
	const f = tracker.method(object, "f", function (x) { return this.n - x; });
	tracker.getter(object, "g", () => 2);
	assertEquals([object.f(1), object.g, f.mock.calls[0].this === object], [4, 2, true]);
	tracker.restoreAll();
	assertEquals([object.f(1), object.g], [6, 1]);
	assertThrows(() => tracker.method(object), TypeError, 'The "methodName" argument must be one of type string or symbol. Received undefined');
	assertThrows(() => tracker.method(object, "n"), TypeError, "must be a method");
});

test("what a mock throws is kept", () => {
	const f = mock.fn(() => { throw new RangeError("no"); });
	assertThrows(() => f(), RangeError, "no");
	assertEquals(f.mock.calls[0].error.message, "no");
	class A {}
	const Mocked = mock.fn(A);
	assert(new Mocked() instanceof A);
	assertEquals(Mocked.mock.calls[0].target === Mocked || Mocked.mock.calls[0].target === A, true);
});

test("a property is mocked, and counts how it is used", () => {
	const { mock } = require("test");
	const object = { a: 1 };
	const tracked = mock.property(object, "a", 2);
	assertEquals([object.a, tracked.mock.accessCount()], [2, 1]);
	object.a = 5;
	tracked.mock.mockImplementationOnce(9);
	assertEquals([object.a, object.a, tracked.mock.accesses.map(({ type }) => type)], [9, 5, ["get", "set", "get", "get"]]);
	mock.restoreAll();
	assertEquals(object.a, 1);
});
