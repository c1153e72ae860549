
test("what was read before an error is given out before it", async () => {
	const { Readable } = require("stream");
	const told = [];
	const stream = new Readable({ read() {} });
	stream.on("data", (chunk) => told.push(String(chunk)));
	stream.on("error", (e) => told.push(e.message));
	stream.on("end", () => told.push("end"));
	stream.push("a");
	stream.push(null);
	stream.destroy(new Error("broken"));
	await new Promise((done) => stream.on("close", done));
	assertEquals(told, ["a", "broken"]);
});
