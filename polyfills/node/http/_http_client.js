(require) => {
	const { ClientRequest } = require("internal/http/client");
	return { ClientRequest };
}
