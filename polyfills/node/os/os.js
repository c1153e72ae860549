(require) => {
	const { ERR_INVALID_ARG_VALUE } = require("internal/errors");
	const { validateInt32, validateObject } = require("internal/validators");
	const always = (value) => () => value;

	const answers = {
		availableParallelism: always(1),
		arch: always("x64"),
		cpus: () => [],
		endianness: always("LE"),
		freemem: always(0),
		getPriority(pid = 0) {
			validateInt32(pid, "pid");
			return 0;
		},
		homedir: always("/tmp/"),
		hostname: always("localhost"),
		loadavg: () => [0, 0, 0],
		machine: always("x86_64"),
		networkInterfaces: () => ({}),
		platform: always("linux"),
		release: always(""),
		setPriority(pid, priority) {
			validateInt32(pid, "pid");
			if (priority === undefined) [pid, priority] = [0, pid];
			validateInt32(priority, "priority", -20, 19);
		},
		tmpdir: always("/tmp/"),
		totalmem: always(0),
		type: always("Linux"),
		uptime: always(0),
		userInfo(options) {
			if (options !== undefined) validateObject(options, "options");
			const encoding = options?.encoding ?? "utf8";
			if (encoding !== "buffer" && !require("buffer").Buffer.isEncoding(encoding)) throw new ERR_INVALID_ARG_VALUE("options.encoding", encoding);
			return {};
		},
		version: always(""),
	};
	for (const [name, answer] of Object.entries(answers)) Object.defineProperty(answer, "name", { value: name, configurable: true });
	return { EOL: "\n", devNull: "/dev/null", constants: require("internal/constants").os, ...answers };
}
