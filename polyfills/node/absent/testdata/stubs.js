test("a cluster's workers are never connected but by hand", () => {
	const cluster = require("cluster");
	for (const name of ["setupPrimary", "setupMaster", "fork", "disconnect"]) assertThrows(() => cluster[name](), Error, `The cluster.${name} method is not implemented`);
	const worker = new cluster.Worker();
	assertEquals([worker.isConnected(), worker.isDead(), worker.exitedAfterDisconnect], [false, true, false]);
	worker._connected = true;
	assertEquals([worker.isConnected(), worker.isDead(), worker.disconnect() === worker, worker.isConnected()], [true, false, true, false]);
	assert(new cluster.constructor().isPrimary && cluster.Cluster === cluster.constructor);
});

test("questions are answered with nothing", () => {
	const readline = require("readline");
	const answers = [];
	readline.createInterface().question("a?", (answer) => answers.push(answer));
	readline.createInterface().question("b?", {}, (answer) => answers.push(answer));
	assertEquals(answers, ["", ""]);
});

test("what is opened can be disposed of", async () => {
	assertEquals(await require("inspector").open()[Symbol.dispose](), undefined);
	assert(typeof require("child_process").ChildProcess.prototype[Symbol.dispose] === "function");
});
