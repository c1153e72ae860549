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
				return false;
			},
			isConnected: gives(false),
			isDead: gives(true),
			send: gives(false),
			kill: gives(),
			destroy: gives(),
			disconnect() {
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
	Cluster.prototype.setupPrimary = gives();
	Cluster.prototype.setupMaster = gives();
	Cluster.prototype.disconnect = missing("cluster.disconnect");
	Cluster.prototype.fork = missing("cluster.fork");
	return new Cluster();
}
