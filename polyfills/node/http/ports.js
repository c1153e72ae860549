() => {
	// servers are those that listen, by port: what takes (request, env, ctx) and gives a Response.
	const servers = new Map();
	return { servers };
}
