(require) => {
	const { EventEmitter } = require("events");
	const { table, missing, rejects, gives, type } = require("internal/absent");

	const environment = new Map();
	const of = (name) => rejects(`Worker.${name}`);
	return table({
		BroadcastChannel: type("BroadcastChannel", undefined, missing("BroadcastChannel")),
		MessageChannel: globalThis.MessageChannel,
		MessagePort: globalThis.MessagePort,
		Worker: type("Worker", EventEmitter, missing("Worker"), {
			cpuUsage: of("cpuUsage"),
			postMessage: gives(),
			postMessageToThread: async () => {},
			ref: gives(),
			unref: gives(),
			terminate: of("terminate"),
			getHeapSnapshot: of("getHeapSnapshot"),
			getHeapStatistics: of("getHeapStatistics"),
			startCpuProfile: of("startCpuProfile"),
			startHeapProfile: of("startHeapProfile"),
			async [Symbol.asyncDispose]() {},
		}),
		SHARE_ENV: Symbol.for("nodejs.worker_threads.SHARE_ENV"),
		getEnvironmentData: (key) => environment.get(key),
		isMainThread: true,
		isMarkedAsUntransferable: (value) => false,
		markAsUntransferable(value) {},
		markAsUncloneable(value) {},
		moveMessagePortToContext: (port, context) => new globalThis.MessagePort(),
		parentPort: null,
		receiveMessageOnPort(port) {},
		resourceLimits: {},
		setEnvironmentData(key, value) {
			environment.set(key, value);
		},
		postMessageToThread: missing("postMessageToThread"),
		threadId: 0,
		workerData: null,
		isInternalThread: false,
	});
}
