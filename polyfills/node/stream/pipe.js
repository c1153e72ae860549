(require) => {
	const { Readable } = require("internal/stream/readable");
	const { errorOrDestroy } = require("internal/stream/destroy");
	const { tick } = require("internal/stream/state");

	Readable.prototype.pipe = function (dest, options) {
		const source = this;
		const state = this._readableState;
		if (state.pipes.length === 1 && !state.multiAwaitDrain) {
			state.multiAwaitDrain = true;
			state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
		}
		state.pipes.push(dest);

		const stdio = globalThis.process && (dest === process.stdout || dest === process.stderr);
		const atEnd = (options && options.end === false) || stdio ? () => unpipe() : () => dest.end();
		if (state.endEmitted) tick(atEnd);
		else source.once("end", atEnd);

		let ondrain;
		let cleaned = false;
		const onunpipe = (readable, info) => {
			if (readable !== source || info?.hasUnpiped !== false) return;
			info.hasUnpiped = true;
			cleanup();
		};
		const cleanup = () => {
			dest.removeListener("close", onclose);
			dest.removeListener("finish", onfinish);
			if (ondrain) dest.removeListener("drain", ondrain);
			dest.removeListener("error", onerror);
			dest.removeListener("unpipe", onunpipe);
			source.removeListener("end", atEnd);
			source.removeListener("data", ondata);
			cleaned = true;
			// Others may wait for this one to drain, which nobody hears any more.
			if (ondrain && state.awaitDrainWriters && (!dest._writableState || dest._writableState.needDrain)) ondrain();
		};
		const pause = () => {
			if (!cleaned) {
				if (state.pipes.length === 1 && state.pipes[0] === dest) {
					state.awaitDrainWriters = dest;
					state.multiAwaitDrain = false;
				} else if (state.pipes.length > 1 && state.pipes.includes(dest)) {
					state.awaitDrainWriters.add(dest);
				}
				source.pause();
			}
			if (!ondrain) {
				ondrain = () => drained(source, dest);
				dest.on("drain", ondrain);
			}
		};
		const ondata = (chunk) => {
			if (dest.write(chunk) === false) pause();
		};
		const onerror = (error) => {
			unpipe();
			dest.removeListener("error", onerror);
			if (dest.listenerCount("error") > 0) return;
			const half = dest._writableState || dest._readableState;
			if (half && !half.errorEmitted) errorOrDestroy(dest, error);
			else dest.emit("error", error);
		};
		const onclose = () => {
			dest.removeListener("finish", onfinish);
			unpipe();
		};
		const onfinish = () => {
			dest.removeListener("close", onclose);
			unpipe();
		};
		const unpipe = () => source.unpipe(dest);

		dest.on("unpipe", onunpipe);
		source.on("data", ondata);
		dest.prependListener("error", onerror);
		dest.once("close", onclose);
		dest.once("finish", onfinish);
		dest.emit("pipe", source);
		if (dest.writableNeedDrain === true) pause();
		else if (!state.flowing) source.resume();
		return dest;
	};

	const drained = (source, dest) => {
		const state = source._readableState;
		if (state.awaitDrainWriters === dest) state.awaitDrainWriters = null;
		else if (state.multiAwaitDrain) state.awaitDrainWriters.delete(dest);
		const nobody = !state.awaitDrainWriters || state.awaitDrainWriters.size === 0;
		if (nobody && source.listenerCount("data")) source.resume();
	};

	Readable.prototype.unpipe = function (dest) {
		const state = this._readableState;
		if (state.pipes.length === 0) return this;
		if (!dest) {
			const all = state.pipes;
			state.pipes = [];
			this.pause();
			for (const one of all) one.emit("unpipe", this, { hasUnpiped: false });
			return this;
		}
		const index = state.pipes.indexOf(dest);
		if (index === -1) return this;
		state.pipes.splice(index, 1);
		if (state.pipes.length === 0) this.pause();
		dest.emit("unpipe", this, { hasUnpiped: false });
		return this;
	};
}
