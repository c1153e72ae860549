const process = require("process");

test("the standard streams are streams, made when first used", async () => {
	const { Writable, Readable } = require("stream");
	assert(process.stdout instanceof Writable && process.stderr instanceof Writable && process.stdin instanceof Readable);
	assertEquals([process.stdout.fd, process.stderr.fd, process.stdin.fd, process.stdout === process.stdout, process.stdout.constructor.name], [1, 2, 0, true, "SyncWriteStream"]);
	const seen = [];
	const { log } = console;
	console.log = (text) => seen.push(text);
	try {
		process.stdout.write("hi\n");
		process.stderr.write(Buffer.from("er"));
		process.stdout.write("6869", "hex");
		await null;
	} finally {
		console.log = log;
	}
	assertEquals(seen, ["stdout: hi", "stderr: er", "stdout: hi"]);
});

test("standard input is at its end", async () => {
	const chunks = [];
	process.stdin.on("data", (chunk) => chunks.push(chunk));
	await new Promise((resolve) => process.stdin.on("end", resolve));
	assertEquals(chunks.length, 0);
});
