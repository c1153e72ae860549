(require, web) => {
	const { validateFunction } = require("internal/validators");

	class Timeout {
		#id;
		#start;
		#refed;

		constructor(callback, after = 1, args = [], isRepeat = false, isRefed = false) {
			const set = isRepeat ? web.setInterval : web.setTimeout;
			const delay = after * 1;
			this.#start = () => (this.#id = set(callback, delay, ...args));
			this.#refed = isRefed;
			this.#start();
		}
		refresh() {
			web.clearTimeout(this.#id);
			this.#start();
			return this;
		}
		// Nothing keeps a Worker alive, so that this is only remembered.
		unref() {
			this.#refed = false;
			return this;
		}
		ref() {
			this.#refed = true;
			return this;
		}
		hasRef() {
			return this.#refed;
		}
		close() {
			web.clearTimeout(this.#id);
			return this;
		}
		[Symbol.dispose]() {
			web.clearTimeout(this.#id);
		}
		[Symbol.toPrimitive]() {
			return this.#id;
		}
	}

	// clear takes what setTimeout gave, or the number of it.
	const clear = (timer) => {
		if (timer instanceof Timeout) timer.close();
		else if (typeof timer === "number") web.clearTimeout(timer);
	};
	const refuse = (method, type) => {
		throw new TypeError(`Failed to execute '${method}' on 'TimersUtil': parameter 1 is not of type '${type}'.`);
	};

	const exports = {
		get promises() {
			return require("timers/promises");
		},
		setTimeout(callback, delay, ...args) {
			validateFunction(callback, "callback");
			return new Timeout(callback, delay, args, false, true);
		},
		clearTimeout(timer) {
			clear(timer);
		},
		setImmediate(callback, ...args) {
			if (typeof callback !== "function") refuse("setImmediate", "function");
			return web.setImmediate(callback, ...args);
		},
		clearImmediate(immediate) {
			if (immediate !== undefined && !web.isImmediate(immediate)) refuse("clearImmediate", "Immediate");
			web.clearImmediate(immediate);
		},
		setInterval(callback, repeat, ...args) {
			validateFunction(callback, "callback");
			return new Timeout(callback, repeat, args, true, true);
		},
		clearInterval(timer) {
			clear(timer);
		},
		active(timer) {
			if (timer instanceof Timeout) timer.refresh();
		},
		unenroll(timer) {
			clear(timer);
		},
		enroll(item, delay) {
			throw new Error("Not implemented. Please use setTimeout() instead.");
		},
	};
	Object.defineProperty(exports, "Timeout", { value: Timeout });
	return exports;
}
