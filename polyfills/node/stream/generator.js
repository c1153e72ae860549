(require) => {
	// Wait marks what a generator yields to have it awaited.
	class Wait {
		constructor(value) {
			this.value = value;
		}
	}
	const wait = (value) => new Wait(value);

	// AsyncGenerator drives a generator that yields wait(promise) where it would await: the engine
	// has no async generators. Requests are answered in their order.
	class AsyncGenerator {
		#generator;
		#requests = [];

		constructor(generator) {
			this.#generator = generator;
		}
		next(value) {
			return this.#ask("next", value);
		}
		return(value) {
			return this.#ask("return", value);
		}
		throw(error) {
			return this.#ask("throw", error);
		}
		[Symbol.asyncIterator]() {
			return this;
		}
		async [Symbol.asyncDispose]() {
			await this.return();
		}
		#ask(method, value) {
			return new Promise((resolve, reject) => {
				this.#requests.push({ method, value, resolve, reject });
				if (this.#requests.length === 1) this.#step(method, value);
			});
		}
		#step(method, value) {
			let result;
			try {
				result = this.#generator[method](value);
			} catch (error) {
				return this.#answer("reject", error);
			}
			const { done } = result;
			const again = (error) => (done ? this.#answer("reject", error) : this.#step("throw", error));
			if (result.value instanceof Wait) Promise.resolve(result.value.value).then((v) => this.#step("next", v), again);
			else Promise.resolve(result.value).then((v) => this.#answer("resolve", { value: v, done }), again);
		}
		#answer(how, value) {
			this.#requests.shift()[how](value);
			const next = this.#requests[0];
			if (next) this.#step(next.method, next.value);
		}
	}

	const iterate = (iterable) => {
		const method = iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator];
		return method.call(iterable);
	};

	return {
		wait,
		// asyncGenerator makes an async generator function of a generator function.
		asyncGenerator(body) {
			return function (...args) {
				return new AsyncGenerator(body.apply(this, args));
			};
		},
		iterate,
		// each is for await: it calls visit for each value of an iterable, until that gives true.
		async each(iterable, visit) {
			const iterator = iterate(iterable);
			for (;;) {
				const { value, done } = await iterator.next();
				if (done) return;
				let enough;
				try {
					enough = await visit(await value);
				} catch (error) {
					try {
						await iterator.return?.();
					} catch {
						// what visit threw is told
					}
					throw error;
				}
				if (enough === true) {
					await iterator.return?.();
					return;
				}
			}
		},
	};
}
