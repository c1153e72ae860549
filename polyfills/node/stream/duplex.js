(require) => {
	const { Readable, setUpReadable } = require("internal/stream/readable");
	const { Writable, constructed, setUpWritable, written } = require("internal/stream/writable");
	const ReadableState = require("internal/stream/readable_state");
	const WritableState = require("internal/stream/writable_state");

	// Duplex has two halves that know nothing of each other, but for their end.
	function Duplex(options) {
		if (!(this instanceof Duplex)) return new Duplex(options);
		this._events ??= {};
		const r = (this._readableState = new ReadableState(options ?? undefined, true));
		const w = (this._writableState = new WritableState(options ?? undefined, (error) => written(this, error), true));
		this.allowHalfOpen = options?.allowHalfOpen !== false;
		if (options?.readable === false) {
			r.readable = false;
			r.ended = true;
			r.endEmitted = true;
		}
		if (options?.writable === false) {
			w.writable = false;
			w.ending = true;
			w.ended = true;
			w.finished = true;
		}
		setUpWritable(this, options);
		setUpReadable(this, options);
		constructed(this);
	}
	Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
	Object.setPrototypeOf(Duplex, Readable);

	for (const name of ["write", "cork", "uncork", "setDefaultEncoding", "_write", "_writev", "end", "destroy"]) {
		Duplex.prototype[name] = Writable.prototype[name];
	}
	const own = Object.getOwnPropertyDescriptors(Writable.prototype);
	for (const name of Object.getOwnPropertyNames(own)) {
		if (name.startsWith("writable") && name !== "writableAborted") Object.defineProperty(Duplex.prototype, name, own[name]);
	}
	Object.defineProperty(Duplex.prototype, "destroyed", {
		get() {
			return !!this._readableState?.destroyed && !!this._writableState?.destroyed;
		},
		set(value) {
			if (!this._readableState || !this._writableState) return;
			this._readableState.destroyed = value;
			this._writableState.destroyed = value;
		},
		configurable: true,
	});

	Duplex.fromWeb = (pair, options) => require("internal/stream/web").duplexFromWeb(pair, options);
	Duplex.toWeb = (duplex) => require("internal/stream/web").duplexToWeb(duplex);
	Duplex.from = (body) => require("internal/stream/duplexify")(body, "body");
	return Duplex;
}
