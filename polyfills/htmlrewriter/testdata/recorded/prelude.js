// What the recordings have in common. The answers are those of workerd of November 2026.

// tr rewrites html and gives the output with what setup's handlers have logged.
async function tr(html, setup, init = {}) {
	const log = [];
	try {
		const rw = new HTMLRewriter();
		setup(rw, log);
		const r = rw.transform(new Response(html, init));
		let out;
		try {
			out = await r.text();
		} catch (e) {
			out = `THROW ${e?.name}: ${e?.message ?? e}`;
		}
		return {out, log};
	} catch (e) {
		return {err: `${e.name}: ${e.message}`, log};
	}
}

// E gives what f returns, or throws, as text.
const E = (f) => {
	try {
		const v = f();
		if (v === undefined) return 'undefined';
		if (typeof v === 'function') return 'fn';
		const tag = Object.prototype.toString.call(v);
		return /Element|Comment|Text|EndTag|Doctype|DocumentEnd|HTMLRewriter/.test(tag) ? tag : JSON.stringify(v);
	} catch (e) {
		return `${e.name}: ${e.message}`;
	}
};
const S = (v) => E(() => v);

// recorded tests that f gives the answer, compared as JSON.
const recorded = (name, f, answer) => test(`${name} is what the platform says`, async () => {
	assertEquals(JSON.stringify(await f()), JSON.stringify(answer));
});
