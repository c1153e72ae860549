// What runs the functions of a Pages project. Its file begins with their imports and with the constant
// routes: { method, whole, begin, mount, names, middlewares, modules } for each, the most specific first.

function* matching(request) {
	const { pathname } = new URL(request.url);
	const mine = routes.filter((route) => !route.method || route.method === request.method);
	for (const route of mine.toReversed()) {
		const found = route.begin.exec(pathname), mount = route.mount.exec(pathname);
		if (!found || !mount) continue;
		for (const handler of route.middlewares.flat()) yield { handler, params: parameters(route, found), path: mount[0] };
	}
	for (const route of mine) {
		const found = route.modules.length > 0 && route.mount.test(pathname) && route.whole.exec(pathname);
		if (!found) continue;
		for (const handler of route.modules.flat()) yield { handler, params: parameters(route, found), path: found[0] };
		return;
	}
}

function parameters(route, found) {
	const params = {};
	route.names.forEach(([name, many], i) => {
		if (found[i + 1] !== undefined) params[name] = many ? found[i + 1].split("/") : found[i + 1];
	});
	return params;
}

// A response whose headers can be changed.
const copy = (response) => new Response([101, 204, 205, 304].includes(response.status) ? null : response.body, response);

export default {
	async fetch(incoming, env, ctx) {
		let request = incoming, data = {}, failsOpen = false;
		const steps = matching(incoming);
		const next = async (input, init) => {
			if (input !== undefined) request = new Request(typeof input === "string" ? new URL(input, request.url).href : input, init);
			const { done, value: step } = steps.next();
			if (done) return copy(await env.ASSETS.fetch(request));
			const response = await step.handler({
				request: new Request(request.clone()),
				functionPath: step.path,
				next,
				params: step.params,
				get data() {
					return data;
				},
				set data(value) {
					if (typeof value !== "object" || value === null) throw new Error("context.data must be an object");
					data = value;
				},
				env,
				waitUntil: ctx.waitUntil.bind(ctx),
				passThroughOnException() {
					failsOpen = true;
				},
			});
			if (!(response instanceof Response)) throw new Error("Your Pages function should return a Response");
			return copy(response);
		};
		try {
			return await next();
		} catch (error) {
			if (!failsOpen) throw error;
			return copy(await env.ASSETS.fetch(request));
		}
	},
};
