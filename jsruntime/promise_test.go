package jsruntime

import (
	"runtime"
	"testing"
)

func TestPromises_TakeTheTurnsOfTheLanguage(t *testing.T) {
	t.Parallel()
	const source = `(async () => {
		const seen = [];
		const settled = Promise.resolve("adopted");
		const adopts = async () => settled;
		const rejects = async () => Promise.reject("refused");
		const all = [adopts().then((v) => seen.push(v)), rejects().catch((e) => seen.push(e))];
		let tick = settled;
		for (let i = 0; i < 5; i++) { const n = i; tick = tick.then(() => seen.push(n)); }
		await Promise.all([...all, tick]);
		return seen.join();
	})()`
	err := onLoop(t, open(t, Options{}), source, func(vm *VM, v Value) error {
		p, _ := AsPromise(v)
		runWrapped(vm.Runtime, func() {})
		if got := p.Result().String(); got != "0,1,adopted,refused,2,3,4" {
			t.Errorf("the order is %s", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAdopted_LeavesWhatScriptsSee(t *testing.T) {
	t.Parallel()
	const source = `(() => {
		const kinds = [];
		class Mine extends Promise {}
		let resolvers;
		const p = new Promise((resolve, reject) => { resolvers = [resolve, reject]; });
		kinds.push(Promise.resolve(1).then(...resolvers) instanceof Promise);   // called by a script
		kinds.push(Mine.resolve(1).then(...resolvers) instanceof Mine);
		const odd = Promise.resolve(2);
		let asked = 0;
		Object.defineProperty(odd, "constructor", { get() { asked++; return Mine; } });
		const adopts = (async () => odd)();
		return { kinds: kinds.join(), asked: () => asked, adopts };
	})()`
	err := onLoop(t, open(t, Options{}), source, func(vm *VM, v Value) error {
		o := v.(*Object)
		if got := o.Get("kinds").String(); got != "true,true" {
			t.Errorf("then() gave promises: %s", got)
		}
		p, _ := AsPromise(o.Get("adopts"))
		if p.State() != Fulfilled || p.Result().ToInteger() != 2 {
			t.Errorf("the promise is %v: %v", p.State(), p.Result())
		}
		if vm.CallMethod(o, "asked").ToInteger() == 0 {
			t.Error("nobody asked for the promise's constructor")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestResolvers_CountOnce(t *testing.T) {
	t.Parallel()
	err := onLoop(t, open(t, Options{}), `({ then(resolve) { resolve("from a thenable"); } })`, func(vm *VM, thenable Value) error {
		p, resolve, reject := vm.NewResolvers()
		resolve(thenable)
		reject(vm.ToValue("too late"))
		resolve(vm.ToValue("too late"))
		if got, _ := AsPromise(p); got.State() != Fulfilled || got.Result().String() != "from a thenable" {
			t.Errorf("the promise is %v: %v", got.State(), got.Result())
		}
		self, resolveSelf, _ := vm.NewResolvers()
		resolveSelf(self)
		if got, _ := AsPromise(self); got.State() != Rejected {
			t.Errorf("a promise resolved with itself is %v", got.State())
		} else {
			vm.MarkHandled(self)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkPromise is what a promise costs that the host settles; the engine's own is beside it.
func BenchmarkPromise(b *testing.B) {
	run := func(name string, make func(vm *VM)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			err := onLoop(b, open(b, Options{}), "0", func(vm *VM, _ Value) error {
				for b.Loop() {
					make(vm)
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			runtime.GC()
		})
	}
	run("host", func(vm *VM) {
		p := vm.newPending()
		vm.resolveNow(p, Undefined())
	})
	run("engine", func(vm *VM) {
		_, resolve, _ := vm.NewPromise()
		must(resolve(Undefined()))
	})
}

func TestObjects_ThatInheritFromPromisesAreThenables(t *testing.T) {
	t.Parallel()
	const source = `(async () => {
		function Chunk(value) { this.value = value; }
		Chunk.prototype = Object.create(Promise.prototype);
		Chunk.prototype.then = function (resolve) { resolve(this.value); };
		const seen = [await new Chunk("awaited"), await Promise.resolve(new Chunk("resolved"))];
		await Promise.resolve(new Chunk("chained")).then((v) => seen.push(v));
		const plain = Object.create(Promise.prototype), own = Object.create(Promise.prototype, { constructor: { value: Chunk } });
		seen.push(plain instanceof Promise, plain.constructor.name, plain instanceof plain.constructor, Object.keys(plain).length,
			own.constructor === Chunk, await plain.constructor.all([1]), Promise.resolve(plain) !== plain);
		const real = Promise.resolve(1);
		seen.push(real.constructor === Promise, Promise.resolve(real) === real);
		return seen.join();
	})()`
	got, err := eval(t, open(t, Options{}), source)
	if err != nil {
		t.Fatal(err)
	}
	if want := "awaited,resolved,chained,true,Promise,true,0,true,1,true,true,true"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestProxies_OfPromisesAreThenables(t *testing.T) {
	t.Parallel()
	const source = `(async () => {
		const bound = { get(target, key) { const v = Reflect.get(target, key); return typeof v === "function" && key !== "constructor" ? v.bind(target) : v; } };
		const seen = [await new Proxy(Promise.resolve("bound"), bound), await Promise.resolve(new Proxy(Promise.resolve("resolved"), bound))];
		seen.push(await (async () => new Proxy(Promise.resolve(1), {}))().catch((e) => e.name + ": " + e.message));
		seen.push(new Proxy(Promise.resolve(1), {}) instanceof Promise, await Promise.race([new Proxy(Promise.resolve("raced"), bound)]));
		return seen.join();
	})()`
	got, err := eval(t, open(t, Options{}), source)
	if err != nil {
		t.Fatal(err)
	}
	if want := "bound,resolved,TypeError: Method Promise.prototype.then called on incompatible receiver #<Promise>,true,raced"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
