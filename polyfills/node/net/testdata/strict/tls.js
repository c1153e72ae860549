test("an option without effect is refused since its date", () => {
	const tls = require("tls");
	assertThrows(() => tls.connect({ port: 1, host: "x", checkServerIdentity() {} }), Error, "The options.checkServerIdentity option is not implemented");
});
