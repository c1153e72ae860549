(require) => {
	const { AbortError, aggregateTwoErrors, ERR_MULTIPLE_CALLBACK } = require("internal/errors");
	const { isDestroyed, isFinished, isRequest, isServerRequest, kIsDestroyed, tick } = require("internal/stream/state");

	// Events between a stream that is still being constructed and its end.
	const kDestroy = Symbol("destroy");
	const kConstruct = Symbol("construct");

	// states gives the halves that a stream has.
	const states = (stream) => [stream._writableState, stream._readableState].filter(Boolean);
	const note = (halves, error) => {
		if (!error) return;
		for (const half of halves) half.errored ||= error;
	};

	// destroy is the method: it marks the stream and has _destroy close what is behind it.
	function destroy(error, callback) {
		const halves = states(this);
		if (halves.some((half) => half.destroyed)) {
			if (typeof callback === "function") callback();
			return this;
		}
		note(halves, error);
		for (const half of halves) half.destroyed = true;
		if (halves[0].constructed) close(this, error, callback);
		else this.once(kDestroy, (failed) => close(this, aggregateTwoErrors(failed, error), callback));
		return this;
	}
	const close = (stream, error, callback) => {
		const halves = states(stream);
		let called = false;
		const closed = (failure) => {
			if (called) return;
			called = true;
			note(halves, failure);
			for (const half of halves) half.closed = true;
			if (typeof callback === "function") callback(failure);
			tick(failure ? emitErrorAndClose : emitClose, stream, failure);
		};
		try {
			stream._destroy(error || null, closed);
		} catch (thrown) {
			closed(thrown);
		}
	};
	const emitErrorAndClose = (stream, error) => {
		emitError(stream, error);
		emitClose(stream);
	};
	const emitClose = (stream) => {
		const halves = states(stream);
		for (const half of halves) half.closeEmitted = true;
		if (halves.some((half) => half.emitClose)) stream.emit("close");
	};
	const emitError = (stream, error) => {
		const halves = states(stream);
		if (halves.some((half) => half.errorEmitted)) return;
		for (const half of halves) half.errorEmitted = true;
		stream.emit("error", error);
	};

	function undestroy() {
		const r = this._readableState;
		const w = this._writableState;
		const fresh = { constructed: true, closed: false, closeEmitted: false, destroyed: false, errored: null, errorEmitted: false };
		if (r) Object.assign(r, fresh, { reading: false, ended: r.readable === false, endEmitted: r.readable === false });
		if (w) {
			const done = w.writable === false;
			Object.assign(w, fresh, { finalCalled: false, prefinished: false, ended: done, ending: done, finished: done });
		}
	}

	// errorOrDestroy is what a stream does of an error of its own.
	const errorOrDestroy = (stream, error, sync) => {
		const halves = states(stream);
		if (halves.some((half) => half.destroyed)) return;
		if (halves.some((half) => half.autoDestroy)) {
			stream.destroy(error);
		} else if (error) {
			note(halves, error);
			if (sync) tick(emitError, stream, error);
			else emitError(stream, error);
		}
	};

	// construct has _construct make the stream ready; then ready is called.
	const construct = (stream, ready) => {
		if (typeof stream._construct !== "function") return;
		for (const half of states(stream)) half.constructed = false;
		stream.once(kConstruct, ready);
		if (stream.listenerCount(kConstruct) === 1) tick(constructNow, stream);
	};
	const constructNow = (stream) => {
		let called = false;
		const constructed = (error) => {
			if (called) return errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
			called = true;
			const halves = states(stream);
			for (const half of halves) half.constructed = true;
			if (halves[0].destroyed) stream.emit(kDestroy, error);
			else if (error) errorOrDestroy(stream, error, true);
			else stream.emit(kConstruct);
		};
		try {
			stream._construct((error) => tick(constructed, error));
		} catch (error) {
			tick(constructed, error);
		}
	};

	// destroyer ends a stream of any kind.
	const destroyer = (stream, error) => {
		if (!stream || isDestroyed(stream)) return;
		if (!error && !isFinished(stream)) error = new AbortError();
		if (isServerRequest(stream)) {
			stream.socket = null;
			stream.destroy(error);
		} else if (isRequest(stream)) {
			stream.abort();
		} else if (isRequest(stream.req)) {
			stream.req.abort();
		} else if (typeof stream.destroy === "function") {
			stream.destroy(error);
		} else if (typeof stream.close === "function") {
			stream.close();
		} else {
			tick(() => {
				if (error) stream.emit("error", error);
				stream.emit("close");
			});
		}
		if (!stream.destroyed) stream[kIsDestroyed] = true;
	};

	return { construct, destroy, destroyer, errorOrDestroy, undestroy };
}
