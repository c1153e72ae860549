const errors = require("internal/errors");
const validators = require("internal/validators");

const thrown = (fn) => {
	try {
		fn();
	} catch (e) {
		return [e.name, e.code, e.message].join("|");
	}
	return "nothing";
};

test("an error has its class, its code and tells both", () => {
	const e = new errors.ERR_INVALID_ARG_TYPE("path", "string", 1);
	assert(e instanceof TypeError);
	assertEquals(e.constructor, TypeError);
	assertEquals(String(e), 'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string. Received type number (1)');
	assertEquals(e.code, "ERR_INVALID_ARG_TYPE");
	assert(!e.stack.includes("NodeError"));
});

test("expected types are put into words", () => {
	const text = (expected, actual) => new errors.ERR_INVALID_ARG_TYPE("a", expected, actual).message;
	assertEquals(text(["string", "number"], null), 'The "a" argument must be one of type string or number. Received null');
	assertEquals(text(["string", "Buffer", "TypedArray"], {}), 'The "a" argument must be of type string or an instance of Buffer or TypedArray. Received an instance of Object');
	assertEquals(text(["object", "Date"], () => 1), 'The "a" argument must be an instance of Date or Object. Received type function ([Function (anonymous)])');
	assertEquals(text(["string", "a list"], function f() {}), 'The "a" argument must be of type string or a list. Received function f');
	assertEquals(text("(Buffer|Uint8Array)[]", "a"), `The "a" argument must be an (Buffer|Uint8Array)[]. Received type string ('a')`);
	assertEquals(new errors.ERR_INVALID_ARG_TYPE("first argument", "string", undefined).message, "The first argument must be of type string. Received undefined");
	assertEquals(new errors.ERR_INVALID_ARG_TYPE("o.a", "string", "x".repeat(40)).message, `The "o.a" property must be of type string. Received type string ('xxxxxxxxxxxxxxxxxxxxxxxx...)`);
});

test("numbers out of range are grouped by thousands", () => {
	assertEquals(new errors.ERR_OUT_OF_RANGE("n", "small", 100000000000).message, 'The value of "n" is out of range. It must be small. Received 100_000_000_000');
	assertEquals(new errors.ERR_OUT_OF_RANGE("n", "small", -(2n ** 40n)).message, 'The value of "n" is out of range. It must be small. Received -1_099_511_627_776n');
	assertEquals(new errors.ERR_OUT_OF_RANGE("n", "small", 5n).message, 'The value of "n" is out of range. It must be small. Received 5n');
});

test("missing arguments are listed", () => {
	assertEquals(new errors.ERR_MISSING_ARGS("a").message, 'The "a" argument must be specified');
	assertEquals(new errors.ERR_MISSING_ARGS("a", "b").message, 'The "a" and "b" arguments must be specified');
	assertEquals(new errors.ERR_MISSING_ARGS("a", ["b", "c"], "d").message, 'The "a", "b" or "c", and "d" arguments must be specified');
});

test("an AbortError has a cause", () => {
	const e = new errors.AbortError(undefined, { cause: 1 });
	assertEquals([e.name, e.code, e.message, e.cause].join(), "AbortError,ABORT_ERR,The operation was aborted,1");
});

test("two errors become one", () => {
	const [a, b] = [new Error("a"), new Error("b")];
	assertEquals(errors.aggregateTwoErrors(a, null), a);
	const both = errors.aggregateTwoErrors(a, b);
	assertEquals(both.errors[0], b);
	assertEquals(both.errors[1], a);
	assertEquals(both.message, "b");
});

test("validators throw what is wrong", () => {
	assertEquals(thrown(() => validators.validateInteger(1.5, "n")), 'RangeError|ERR_OUT_OF_RANGE|The value of "n" is out of range. It must be an integer. Received 1.5');
	assertEquals(thrown(() => validators.validateInteger("1", "n")), `TypeError|ERR_INVALID_ARG_TYPE|The "n" argument must be of type number. Received type string ('1')`);
	assertEquals(thrown(() => validators.validateInt32(2 ** 31, "n")), 'RangeError|ERR_OUT_OF_RANGE|The value of "n" is out of range. It must be >= -2147483648 && <= 2147483647. Received 2147483648');
	assertEquals(thrown(() => validators.validateUint32(-1, "n")), 'RangeError|ERR_OUT_OF_RANGE|The value of "n" is out of range. It must be >= 0 && < 4294967296. Received -1');
	assertEquals(thrown(() => validators.validateOneOf(3, "n", [1, "a"])), "TypeError|ERR_INVALID_ARG_VALUE|The argument 'n' must be one of: 1, 'a'. Received 3");
	assertEquals(thrown(() => validators.validateObject([], "o")), 'TypeError|ERR_INVALID_ARG_TYPE|The "o" argument must be of type object. Received an instance of Array');
	assertEquals(thrown(() => validators.validateObject([], "o", validators.kValidateObjectAllowArray)), "nothing");
	assertEquals(thrown(() => validators.validateStringArray(["a", 1], "o")), 'TypeError|ERR_INVALID_ARG_TYPE|The "o[1]" argument must be of type string. Received type number (1)');
	assertEquals(thrown(() => validators.validateAbortSignal({}, "s")), 'TypeError|ERR_INVALID_ARG_TYPE|The "s" argument must be an instance of AbortSignal. Received an instance of Object');
	assertEquals(thrown(() => validators.validatePort(70000)), "Error|ERR_SOCKET_BAD_PORT|Port should be >= 0 and < 65536. Received number.");
	assertEquals(validators.validatePort("80"), 80);
	assertEquals(validators.parseFileMode("755", "mode"), 493);
});

test("no Worker can import what is internal", () => {
	assertThrows(() => require("node:internal/errors"), Error, 'No such module "node:node:internal/errors".');
});

test("errors have the platform's members, in its order", () => {
	const shape = (e) => [e.constructor.name, Object.keys(e).join(), JSON.stringify(e), String(e), e.stack.split("\n")[0]].join("|");
	assertEquals(
		[new errors.ERR_SERVER_NOT_RUNNING(), new errors.ERR_INVALID_URI(), new errors.ERR_UNKNOWN_ENCODING("x"), new errors.ERR_OUT_OF_RANGE("n", "> 1", 0), new errors.EADDRINUSE("a", 1)].map(shape),
		[
			'ERR_SERVER_NOT_RUNNING|code,name|{"code":"ERR_SERVER_NOT_RUNNING","name":"Error"}|Error [ERR_SERVER_NOT_RUNNING]: Server is not running.|Error: Server is not running.',
			'ERR_INVALID_URI|code,name|{"code":"ERR_INVALID_URI","name":"URIError"}|URIError [ERR_INVALID_URI]: URI malformed|URIError: URI malformed',
			'TypeError|code,name,toString|{"code":"ERR_UNKNOWN_ENCODING","name":"TypeError"}|TypeError [ERR_UNKNOWN_ENCODING]: Unknown encoding: x|TypeError: Unknown encoding: x',
			'ERR_OUT_OF_RANGE|code,name|{"code":"ERR_OUT_OF_RANGE","name":"RangeError"}|RangeError: The value of "n" is out of range. It must be > 1. Received 0|RangeError [ERR_OUT_OF_RANGE]: The value of "n" is out of range. It must be > 1. Received 0',
			'EADDRINUSE|code,name,syscall,address,port|{"code":"EADDRINUSE","name":"Error","syscall":"bind","address":"a","port":1}|Error [EADDRINUSE]: bind EADDRINUSE a:1|Error: bind EADDRINUSE a:1',
		],
	);
	assert(new errors.ERR_OUT_OF_RANGE("n", "> 1", 0) instanceof RangeError);
	assert(new errors.ERR_INVALID_ARG_TYPE("n", "string", 0) instanceof TypeError);
});
