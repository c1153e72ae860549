// The steps of one run of a workflow: see doc.go. RpcTarget is the platform's class; host is what
// run.go lends:
//
//	get(key), put(key, value)      values of the journal
//	log(event, group, target, json)
//	await(kind, hash, due)         what is waited for, until a time in milliseconds
//	awaited(kind, hash)            removes it
//	due(kind, hash)                its time; undefined: it is not there
//	hash(text)                     SHA-1 in hex digits
//	timer(ms)                      {done, cancel()}; done is a promise
//	enter()                        a promise when steps must wait, else undefined
//	leave()                        the step is no longer under way
//	take(kind, group)              {event, cancel()}: a promise of the next event of a kind
//	fail(error)                    ends the run and the instance with an error
//	limit                          how many steps a run may take
//	replay                         nothing is to be done any more: the run finds again what undoes its steps
//	append(group, attempt, index, bytes)  a piece of a stream
//	drop(group, attempt)           the pieces of an attempt
//	pieces(group, attempt)         {chunkCount, totalBytes}
//	read(group, attempt)           a ReadableStream of them
//	full(bytes)                    whether the journal has no room for so many more
(RpcTarget, host) => {
	const HELP = "See https://developers.cloudflare.com/workflows/build/sleeping-and-retrying/";
	const RETRY = 0, SLEEP = 1, TIMEOUT = 2;
	const WAIT = { start: 14, complete: 15, timedOut: 16 };
	const SLEEPING = { start: 8, complete: 9 };
	const STEP = { start: 5, success: 6, failure: 7, attempt: 10, attemptSuccess: 11, attemptFailure: 12 };
	const UNDO = { start: 18, success: 22, failure: 23, attempt: 19, attemptSuccess: 20, attemptFailure: 21 };
	const ROLLBACK = { start: 17, stepFailure: 23, complete: 24, failed: 25 };
	const DEFAULTS = { retries: { limit: 5, delay: 1000, backoff: "exponential" }, timeout: "10 minutes" };
	const DYNAMIC = "[dynamic]"; // stands for a delay that a function decides

	const named = (name) => class extends Error {
		constructor(message) {
			super(message);
			this.name = name;
		}
	};
	const WorkflowFatalError = named("WorkflowFatalError");
	const WorkflowTimeoutError = named("WorkflowTimeoutError");
	const WorkflowInternalError = named("WorkflowInternalError");
	const NonRetryableDelayError = named("NonRetryableDelayError");
	const InvalidStepReadableStreamError = named("InvalidStepReadableStreamError");
	const StreamOutputStorageLimitError = named("StreamOutputStorageLimitError");
	const PIECE = 256 * 1024; // bytes of a stream that the journal keeps in one row
	const never = new Promise(() => {});

	const brief = (error) => ({ name: error.name, message: error.message });
	const binary = (key, value) => {
		if (value instanceof ArrayBuffer) return `[ArrayBuffer(${value.byteLength} bytes)]`;
		if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return `[${value.constructor.name}(${value.byteLength} bytes)]`;
		return value;
	};
	const json = (value) => JSON.stringify(value, binary) ?? "null";
	const log = (event, group, target, metadata) => host.log(event, group, target, json(metadata));

	const units = { year: 31557600000, month: 2592000000, week: 604800000, day: 86400000, hour: 3600000, minute: 60000, second: 1000, m: 1 };
	const milliseconds = (duration) => {
		if (!isNaN(+duration)) return +duration;
		const [, number, unit] = /^([^ ]+) +(\w\w*?)s?$/.exec(duration) ?? [, duration];
		return +number * (units[unit] ?? 1);
	};

	// present refuses a missing argument in the words of V8, by the member of it that is read.
	const present = (v, member) => {
		if (v === undefined || v === null) throw new TypeError(`Cannot read properties of ${v} (reading '${member}')`);
		return v;
	};

	const isNumber = (v) => typeof v === "number" && Number.isFinite(v) && v >= 0;
	const isDuration = (v) => (isNumber(v) || typeof v === "string") && !Number.isNaN(milliseconds(v));
	const onlyHas = (object, names) => typeof object === "object" && object !== null && !Array.isArray(object)
		&& Object.keys(object).every((name) => names.includes(name));
	const isConfig = (config) => {
		if (!onlyHas(config, ["retries", "timeout", "sensitive"])) return false;
		const { retries, timeout, sensitive } = config;
		if (timeout !== undefined && (!isDuration(timeout) || timeout == 0)) return false;
		if (sensitive !== undefined && sensitive !== "output") return false;
		if (retries === undefined) return true;
		return onlyHas(retries, ["delay", "limit", "backoff"]) && isNumber(retries.limit)
			&& (isDuration(retries.delay) || typeof retries.delay === "function")
			&& [undefined, "constant", "linear", "exponential"].includes(retries.backoff);
	};
	const isName = (name) => name.length <= 256 && !/[\0-\x1f]/.test(name);

	const parseUndo = (name, options) => {
		if (options === undefined) return {};
		if (typeof options !== "object" || options === null || Array.isArray(options)) {
			throw new WorkflowFatalError(`Rollback options for "${name}" must be an object`);
		}
		const { rollback, rollbackConfig } = options;
		if (typeof rollback !== "function") throw new WorkflowFatalError(`Rollback for "${name}" must be a function`);
		if (rollbackConfig !== undefined && !isConfig(rollbackConfig)) {
			throw new WorkflowFatalError(`Rollback config for "${name}" is in a invalid format. ${HELP}`);
		}
		return { rollback, rollbackConfig };
	};

	const isStream = (v) => v instanceof ReadableStream;
	const forbidsRetry = (error) => error instanceof Error && (error.name === "NonRetryableError" || error.message.startsWith("NonRetryableError"));
	// plain gives an error as scripts get it: what calls them is a Worker of the local platform with an
	// old compatibility date, by which only errors of the language keep their names.
	const languages = ["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"];
	const plain = (error) => {
		if (!(error instanceof Error) || error instanceof DOMException || languages.includes(error.name)) return error;
		return new Error(`${error.name}: ${error.message}`);
	};

	// race gives the outcome of a promise, or an error after some time.
	const race = async (promise, ms, error) => {
		const timer = host.timer(ms);
		try {
			return await Promise.race([promise, timer.done.then(() => { throw error; })]);
		} finally {
			timer.cancel();
		}
	};

	// delayOf asks a function of the user's for the delay before a retry.
	const delayOf = async (f, input) => {
		try {
			return await race(Promise.resolve(f(input)), 5000, new Error("did not return within 5 seconds"));
		} catch (error) {
			const { message = String(error) } = error ?? {};
			throw new Error(message.startsWith("did not return") ? message : `threw an error: ${message}`);
		}
	};
	const backOff = (base, { backoff }, attempt) => {
		if (!Number.isFinite(base) || base < 0) {
			throw new Error('returned an invalid delay value (expected a number of ms or a duration string like "30 seconds")');
		}
		if (backoff === "exponential") return base * 2 ** (attempt - 1);
		return backoff === "linear" ? base * attempt : base;
	};

	// What is to be done when the run fails, by the group of the step, in the order of the steps.
	const undos = new Map();

	// Attempts is one step that has no result yet.
	class Attempts {
		constructor(fields) {
			Object.assign(this, fields);
			this.state = host.get(`${this.group}-metadata`) ?? { attemptedCount: 0 };
		}

		get context() {
			return { step: { name: this.name, count: this.count }, attempt: this.state.attemptedCount, config: this.shown };
		}

		log(event, metadata) { log(event, this.group, this.target, metadata); }

		get marks() { return this.undo.rollback && this.events === STEP ? { hasRollback: true } : {}; }

		// remember notes how to undo the step.
		remember(output) {
			const { rollback, rollbackConfig } = this.undo;
			if (!rollback || this.events !== STEP) return;
			const fn = undos.get(this.group)?.fn ?? rollback.dup?.() ?? rollback;
			undos.set(this.group, Object.defineProperties({ fn, config: rollbackConfig, target: this.target, context: this.context }, Object.getOwnPropertyDescriptors(output)));
		}

		// run tries until there is a result or no try is left.
		async run() {
			for (;;) {
				await this.untilRetry();
				await host.enter();
				try {
					if (this.state.attemptedCount === 0) this.log(this.events.start, { config: this.shown, ...this.marks });
					const result = await this.attempt();
					if (!isStream(result)) this.remember({ output: result });
					return result;
				} catch (error) {
					const delay = await this.failed(error);
					host.await(RETRY, `${this.group}-${this.state.attemptedCount}`, Date.now() + delay);
				} finally {
					host.leave();
				}
			}
		}

		// untilRetry waits for what is left of the delay before the next try.
		async untilRetry() {
			const hash = `${this.group}-${this.state.attemptedCount}`;
			const due = host.due(RETRY, hash);
			if (due === undefined) return;
			await host.timer(Math.max(due - Date.now(), 0)).done;
			host.awaited(RETRY, hash);
		}

		async attempt() {
			this.log(this.events.attempt, { attempt: ++this.state.attemptedCount });
			this.remember({});
			host.put(`${this.group}-metadata`, this.state);
			const ms = milliseconds(this.config.timeout), begun = Date.now();
			const late = new WorkflowTimeoutError(`Execution timed out after ${ms}ms`);
			const result = await race(Promise.resolve(this.callback(this.context)), ms, late);
			if (isStream(result)) return this.keepStream(result, ms - (Date.now() - begun), late);
			await this.keep(result);
			this.log(this.events.attemptSuccess, { attempt: this.state.attemptedCount });
			this.log(this.events.success, { result: this.config.sensitive === "output" ? "[REDACTED]" : result, ...this.marks });
			return result;
		}

		// keepStream writes the pieces of a stream down, within some time, and gives a stream of them. One that cannot be
		// read to its end ends the instance.
		async keepStream(stream, ms, late) {
			const { attemptedCount: attempt } = this.state;
			const meta = { version: 1, state: "pending", attempt, startedAt: Date.now(), chunkCount: 0, totalBytes: 0, committedAt: null };
			const keep = () => host.put(`${this.group}-value-stream-meta`, meta);
			const append = (bytes) => {
				if (host.full(bytes.length)) throw new StreamOutputStorageLimitError("The instance has exceeded the 1GiB storage limit");
				host.append(this.group, attempt, meta.chunkCount++, bytes);
				meta.totalBytes += bytes.length;
			};
			keep();
			let over = false;
			const reader = stream.getReader();
			const copy = async () => {
				let piece = new Uint8Array(PIECE), used = 0;
				for (;;) {
					const { done, value } = await reader.read().catch((error) => {
						throw new InvalidStepReadableStreamError(`Failed to read from step ReadableStream output. ${error?.message ?? error}`);
					});
					if (over) return;
					if (done) break;
					for (let at = 0; at < value.length;) {
						const part = value.subarray(at, at + PIECE - used);
						piece.set(part, used);
						at += part.length;
						if ((used += part.length) === PIECE) append(piece), used = 0;
					}
				}
				if (used > 0) append(piece.subarray(0, used));
			};
			try {
				await race(copy(), Math.max(ms, 0), late);
				Object.assign(meta, { state: "complete", committedAt: Date.now() });
				keep();
			} catch (error) {
				over = true;
				reader.cancel(error).catch(() => {});
				host.drop(this.group, attempt);
				if (error === late) throw error;
				await this.giveUp(error.message, error instanceof StreamOutputStorageLimitError ? error.message
					: `The execution of the Workflow instance was terminated, as the step "${this.name}" returned an invalid ReadableStream output. ${error.message}`);
			}
			this.log(this.events.attemptSuccess, { attempt });
			this.log(this.events.success, {
				...(this.config.sensitive === "output" ? { result: "[REDACTED]" } : { streamOutput: { cacheKey: this.group, meta } }),
				...this.marks,
			});
			return this.replay(meta);
		}

		// replay gives a stream that was written down.
		replay({ attempt }) {
			const read = () => host.read(this.group, attempt);
			this.remember({ get output() { return read(); } });
			return read();
		}

		// giveUp ends the instance, as the step cannot be tried again.
		async giveUp(reason, failure) {
			this.log(this.events.attemptFailure, { attempt: this.state.attemptedCount, error: { name: "WorkflowFatalError", message: reason } });
			this.log(this.events.failure, {});
			host.fail(json({ name: "WorkflowFatalError", message: failure }));
			await never;
		}

		// keep writes a result down. One that cannot be written ends the instance.
		async keep(result) {
			try {
				host.put(`${this.group}-value`, { value: result });
			} catch (error) {
				if (error?.name !== "DataCloneError") {
					throw new WorkflowInternalError(/too big/.test(error?.message)
						? `Step ${this.target} output is too large. Maximum allowed size is 1MiB.`
						: `Storage failure for ${this.target} due to internal error.`);
				}
				await this.giveUp(`Value returned from step "${this.name}" is not serialisable`,
					`The execution of the Workflow instance was terminated, as the step "${this.name}" returned a value which is not serialisable`);
			}
		}

		// failed writes an error down and gives the delay before the next try, or throws where there is none.
		async failed(error) {
			const { attemptedCount: attempt } = this.state;
			if (forbidsRetry(error)) {
				const told = host.preserves
					? { name: "NonRetryableError", message: error.name === "NonRetryableError" ? error.message : error.message.replace(/^NonRetryableError:?\s*/, "") }
					: { name: "WorkflowFatalError", message: `Step threw a NonRetryableError with message "${error.message}"` };
				this.log(this.events.attemptFailure, { attempt, error: told });
				this.log(this.events.failure, this.marks);
				this.remember({});
				throw error;
			}
			host.put(`${this.group}-metadata`, this.state);
			const { delay, refusal } = await this.nextTry(error);
			this.log(this.events.attemptFailure, { attempt, error: error instanceof Error ? brief(error) : { name: undefined, message: undefined }, ...(delay === undefined ? {} : { retryDelayMs: delay }) });
			if (delay !== undefined) return delay;
			this.log(this.events.failure, this.marks);
			this.remember({});
			const last = refusal ?? error;
			host.put(`${this.group}-error`, last);
			throw last;
		}

		// nextTry gives the delay before the next try; neither a delay nor a refusal when none is left.
		async nextTry(error) {
			const { attemptedCount: attempt } = this.state;
			if (attempt > this.config.retries.limit) return {};
			try {
				const given = typeof this.delay === "function" ? await delayOf(this.delay, { ctx: this.context, error }) : this.delay;
				return { delay: backOff(milliseconds(given), this.config.retries, attempt) };
			} catch (reason) {
				return { refusal: new NonRetryableDelayError(`The delay function for step "${this.target}" ${reason.message}`) };
			}
		}
	}

	// shownConfig is a step's configuration as its callback and the journal have it.
	const shownConfig = (config) => {
		const { delay, ...retries } = config.retries;
		return { ...config, retries: delay === DYNAMIC ? retries : { ...retries, delay } };
	};

	// perform carries out a step, if the journal does not have its outcome already.
	const perform = async (fields, given) => {
		const { group } = fields;
		const delay = given.retries?.delay ?? DEFAULTS.retries.delay;
		const begun = host.get(`${group}-config`);
		if (host.replay && !begun && fields.events === STEP) return undefined;
		const config = begun ?? {
			...DEFAULTS, ...given,
			retries: { ...DEFAULTS.retries, ...given.retries, delay: typeof delay === "function" ? DYNAMIC : delay },
		};
		host.put(`${group}-config`, config);
		const step = new Attempts({ ...fields, config, shown: shownConfig(config), delay: typeof delay === "function" || config.retries.delay === DYNAMIC ? delay : config.retries.delay });
		const stream = host.get(`${group}-value-stream-meta`);
		if (stream?.state === "complete") {
			const { chunkCount, totalBytes } = host.pieces(group, stream.attempt);
			if (chunkCount !== stream.chunkCount || totalBytes !== stream.totalBytes) {
				throw new WorkflowInternalError(`Stored output for ${fields.target} is corrupt or incomplete.`);
			}
			return step.replay(stream);
		}
		if (stream) host.drop(group, stream.attempt); // the process ended in the middle
		const done = host.get(`${group}-value`);
		if (done) {
			step.remember({ output: done.value });
			return done.value;
		}
		const error = host.get(`${group}-error`);
		if (error) {
			step.remember({});
			throw error;
		}
		if (host.replay && fields.events === STEP) {
			step.remember({});
			return undefined;
		}
		return step.run();
	};

	// ending tells that the instance is being terminated, and its steps undone.
	let ending = false;
	const forbidWhileEnding = () => {
		if (ending) throw new WorkflowFatalError("Cannot execute steps during rollback phase");
	};

	class Context extends RpcTarget {
		#counts = new Map();
		#steps = 0;

		#count(key) {
			const count = (this.#counts.get(key) ?? 0) + 1;
			this.#counts.set(key, count);
			return count;
		}

		async do(name, ...rest) {
			const short = typeof rest[0] === "function";
			const [given, callback, options] = short ? [{}, rest[0], rest[1]] : [rest[0] ?? {}, rest[1], rest[2]];
			if (typeof callback !== "function") throw new WorkflowFatalError(`Step "${name}" requires a callback function`);
			const undo = parseUndo(name, options);
			forbidWhileEnding();
			if (++this.#steps > host.limit) {
				throw new WorkflowFatalError(`The limit of ${host.limit} steps has been reached. This limit can be changed in your worker configuration.`);
			}
			if (!isName(name)) throw new WorkflowFatalError(`Step name "${name}" exceeds max length (256 chars) or invalid characters found`);
			if (!isConfig(given)) throw new WorkflowFatalError(`Step config for "${name}" is in a invalid format. ${HELP}`);
			const count = this.#count(`run-${name}`);
			return perform({ name, count, group: `${host.hash(name)}-${count}`, target: `${name}-${count}`, callback, undo, events: STEP }, given);
		}

		// #rest sleeps until a time, which the journal has from the first time on.
		async #rest(name, key, until) {
			if (host.replay) return;
			const count = this.#count(`sleep-${name}${key}`);
			const group = `${host.hash(`${name}${key}`)}-${count}`;
			const target = `${name}-${count}`;
			if (host.get(`${group}-value`) === undefined) {
				const due = until();
				log(SLEEPING.start, group, target, { durationMs: due - Date.now() });
				host.put(`${group}-value`, true);
				host.await(SLEEP, group, due);
			}
			const due = host.due(SLEEP, group);
			if (due !== undefined) await host.timer(Math.max(due - Date.now(), 0)).done;
			if (host.get(`${group}-log-written`) === undefined) {
				log(SLEEPING.complete, group, target, {});
				host.put(`${group}-log-written`, true);
			}
			host.awaited(SLEEP, group);
		}

		async sleep(name, duration) {
			const ms = milliseconds(present(duration, "toString").toString());
			return this.#rest(name, ms, () => Date.now() + ms);
		}

		async sleepUntil(name, timestamp) {
			return this.#rest(name, ` until ${+timestamp}`, () => {
				if (Number.isNaN(+timestamp)) throw new Error("NOT NULL constraint failed: priority_queue.target_timestamp: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_NOTNULL)");
				if (timestamp < Date.now()) throw new Error("You can't sleep until a time in the past, time-traveler");
				return +timestamp;
			});
		}

		async waitForEvent(name, options) {
			forbidWhileEnding();
			const { type, timeout = "24 hours" } = present(options, "timeout");
			const count = this.#count(`waitForEvent-${name}`);
			const target = `${name}-${count}`;
			const group = `${host.hash(target)}-${count}`;
			const had = host.get(`${group}-value`);
			if (had || host.replay) return had;
			const error = host.get(`${group}-error`);
			if (error) throw error;
			if (!host.get(`${group}-pending`)) {
				log(WAIT.start, group, target, { event: type });
				host.put(`${group}-pending`, true);
				host.await(TIMEOUT, group, Date.now() + milliseconds(timeout));
			}
			const due = host.due(TIMEOUT, group);
			const wait = host.take(type, group);
			try {
				const event = await race(wait.event, Math.max((due ?? 0) - Date.now(), 0), new WorkflowTimeoutError(`Execution timed out after ${milliseconds(timeout)}ms`));
				log(WAIT.complete, group, target, event);
				return event;
			} catch (reason) {
				wait.cancel();
				log(WAIT.timedOut, group, target, brief(reason));
				host.put(`${group}-error`, reason);
				throw reason;
			} finally {
				host.awaited(TIMEOUT, group);
			}
		}
	}

	for (const method of ["do", "sleep", "sleepUntil", "waitForEvent"]) {
		const call = Context.prototype[method];
		Context.prototype[method] = function (...args) {
			return call.apply(this, args).catch((error) => { throw plain(error); });
		};
	}

	// unwind undoes what the steps have done, the last first, until one cannot be undone.
	const unwind = async (error, name = error.name) => {
		const steps = [...undos].reverse();
		if (steps.length === 0) return;
		log(ROLLBACK.start, "", "", { triggerError: { name, message: error.message }, totalSteps: steps.length });
		let completed = 0;
		try {
			for (const [group, { fn, config = {}, target, context, output }] of steps) {
				await perform({
					name: target, count: 1, group: `rollback:${group}`, target, undo: {}, events: UNDO,
					callback: async () => { await fn({ ctx: context, error, output, stepName: target }); },
				}, config);
				completed++;
			}
		} catch {
			// the journal tells which
		}
		log(completed === steps.length ? ROLLBACK.complete : ROLLBACK.failed, "", "", { totalSteps: steps.length, completedSteps: completed });
	};

	// end undoes the steps because the instance is terminated.
	const end = () => {
		ending = true;
		return unwind(new Error("Instance terminated during rollback"), "Terminated");
	};

	return { step: new Context(), unwind, end, json };
}
