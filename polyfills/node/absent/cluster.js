(require) => {
	const { EventEmitter } = require("events");
	const { missing, gives, type } = require("internal/absent");

	const Worker = type(
		"Worker",
		EventEmitter,
		function () {
			this._connected = false;
			this.id = 0;
		},
		{
			get process() {
				return require("process");
			},
			get exitedAfterDisconnect() {
				return this._exitedAfterDisconnect ?? false;
			},
			isConnected() {
				return this._connected;
			},
			isDead() {
				return !this._connected;
			},
			send: gives(false),
			kill() {
				this._connected = false;
			},
			destroy() {
				this._connected = false;
			},
			disconnect() {
				this._connected = false;
				return this;
			},
		},
	);
	class Cluster extends EventEmitter {
		constructor() {
			super();
			Object.assign(this, {
				Worker,
				isMaster: true,
				isPrimary: true,
				isWorker: false,
				SCHED_NONE: 1,
				SCHED_RR: 2,
				schedulingPolicy: 2,
				settings: {},
				workers: {},
			});
		}
	}
	for (const name of ["setupPrimary", "setupMaster", "disconnect", "fork"]) {
		const value = missing(`cluster.${name}`);
		Object.defineProperty(value, "name", { value: name, configurable: true });
		Object.defineProperty(Cluster.prototype, name, { value, writable: true, configurable: true });
	}
	// The module exports the class by name, but the cluster has no such member.
	return Object.defineProperty(new Cluster(), "Cluster", { value: Cluster });
}
