(require) => {
	const { os, fs, crypto } = require("internal/constants");
	return Object.freeze({ ...os.dlopen, ...os.errno, ...os.priority, ...os.signals, SIGINFO: 29, ...fs, ...crypto });
}
