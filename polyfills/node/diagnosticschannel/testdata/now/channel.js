const dc = require("diagnostics_channel");
const { AsyncLocalStorage } = require("async_hooks");

test("a channel of a name is one and the same", () => {
  assert(dc.channel("one") === dc.channel("one"));
  assert(dc.channel("one") instanceof dc.Channel);
  const symbol = Symbol("s");
  assert(dc.channel(symbol) === dc.channel(symbol));
  assertThrows(() => new dc.Channel("x"), TypeError, "Illegal constructor");
});

test("subscribers get the message and the name, until they leave", () => {
  const seen = [];
  const subscriber = (message, name) => seen.push([message, name]);
  dc.subscribe("two", subscriber);
  dc.channel("two").subscribe(subscriber);
  assertEquals([dc.hasSubscribers("two"), dc.channel("two").hasSubscribers, dc.hasSubscribers("none")], [true, true, false]);
  dc.channel("two").publish("m");
  dc.unsubscribe("two", subscriber);
  dc.channel("two").publish("n");
  assertEquals([seen, dc.hasSubscribers("two")], [[["m", "two"]], false]);
});

test("what a subscriber throws reaches who publishes", () => {
  dc.subscribe("three", () => { throw new RangeError("sub"); });
  assertThrows(() => dc.channel("three").publish(1), RangeError, "sub");
});

test("a subscriber that leaves while a message is told is still told of it", () => {
  const channel = dc.channel("four");
  const seen = [];
  const second = () => seen.push(2);
  channel.subscribe(() => channel.unsubscribe(second));
  channel.subscribe(second);
  channel.publish(1);
  channel.publish(1);
  assertEquals(seen, [2]);
});

test("runStores runs a function within the stores that are bound", () => {
  const channel = dc.channel("five");
  const [a, b] = [new AsyncLocalStorage(), new AsyncLocalStorage()];
  const seen = [];
  channel.bindStore(a);
  channel.bindStore(b, (message) => message + "!");
  channel.subscribe((message) => seen.push(message, a.getStore()));
  const got = channel.runStores("m", function (x, y) { return [this.z, x, y, a.getStore(), b.getStore()]; }, { z: 0 }, 1, 2);
  assertEquals([got, seen], [[0, 1, 2, "m", "m!"], ["m", "m"]]);
  assertEquals(a.getStore(), undefined);
  channel.unbindStore(b);
  assertEquals(channel.runStores("m", () => b.getStore()), undefined);
});

test("wrong arguments throw", () => {
  assertThrows(() => dc.subscribe("a", 5), TypeError, "Failed to execute 'subscribe' on 'DiagnosticsChannelModule': parameter 2 is not of type 'function'.");
  assertThrows(() => dc.channel("a").subscribe(5), TypeError, "parameter 1 is not of type 'function'.");
  assertEquals(dc.unsubscribe("a", () => {}), undefined);
});

test("the members are the platform's", () => {
  assertEquals(Object.keys(dc), ["hasSubscribers", "channel", "subscribe", "unsubscribe", "tracingChannel", "Channel"]);
});
