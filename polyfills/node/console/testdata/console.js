const node = require("console");

test("the module is the global console, with Node's members", () => {
	assert(node === console);
	assertEquals([typeof node.Console, node.Console.name, node.Console.length, node._times instanceof Map], ["function", "Console", 1, true]);
	assertEquals(
		Object.getOwnPropertyNames(node.Console.prototype).join(),
		"constructor,log,info,debug,warn,error,dir,time,timeEnd,timeLog,trace,assert,clear,count,countReset,group,groupEnd,table,dirxml,groupCollapsed",
	);
});

test("what the platform lacks says so", () => {
	assertThrows(() => new node.Console({}), Error, "The Console method is not implemented");
	assertThrows(() => node.context("x"), Error, "The Console.context method is not implemented");
	assertThrows(() => node.createTask("x"), Error, "The Console.createTask method is not implemented");
});
