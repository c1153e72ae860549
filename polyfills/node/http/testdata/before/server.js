test("servers are not there before their date", () => {
	const http = require("http");
	assertThrows(() => http.createServer(), Error, "The Server method is not implemented");
	assertThrows(() => new http.ServerResponse({}), Error, "The ServerResponse method is not implemented");
	assert(new http.Agent());
});
