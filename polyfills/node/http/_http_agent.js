(require) => {
	const { Agent, globalAgent } = require("internal/http/agents");
	return { Agent, globalAgent };
}
