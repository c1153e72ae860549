() => {
	// normalizeArgs gives [options, callback] of the arguments of connect and listen.
	const normalizeArgs = (args) => {
		const [first] = args;
		const callback = typeof args.at(-1) === "function" ? args.at(-1) : null;
		let options = {};
		if (first !== null && typeof first === "object") {
			options = first;
		} else if (typeof first === "string" && !(Number(first) >= 0 && first.trim() !== "")) {
			options.path = first;
		} else if (first !== undefined && typeof first !== "function") {
			options.port = first;
			if (typeof args[1] === "string") options.host = args[1];
		}
		return [options, callback];
	};
	return { normalizeArgs };
}
