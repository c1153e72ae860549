const transform = (html, setup) => {
	const rewriter = new HTMLRewriter();
	setup(rewriter);
	return rewriter.transform(new Response(html));
};
const tags = async (html, selector = '*') => {
	const seen = [];
	await transform(html, (r) => r.on(selector, {element(e) { seen.push(e.tagName); }})).text();
	return seen;
};

test('integration points of foreign content are elements of HTML', async () => {
	assertEquals(await tags('<svg><foreignObject><div>x</div></foreignObject><title>a<b>c</b></title><p>z<style>a<b></style>'),
		['svg', 'foreignobject', 'div', 'title', 'b', 'p', 'style']);
	assertEquals(await tags('<math><annotation-xml encoding="text/html"><p></p></annotation-xml><script>a<b></script></math>'),
		['math', 'annotation-xml', 'p', 'script', 'b']);
});

test('names in selectors of attributes have no case', async () => {
	assertEquals(await tags('<a B=1></a><i></i>', '[B]'), ['a']);
	assertEquals(await tags('<a B=1></a><i></i>', '[B="1"]'), ['a']);
});

test(':not() of :not() is what is in it', async () => {
	assertEquals(await tags('<a id=x></a><b></b>', ':not(:not(#x))'), ['a']);
});

test('an exception of a handler is the error of the body', async () => {
	const boom = new RangeError('boom');
	for (const element of [() => { throw boom; }, async () => { throw boom; }]) {
		const response = transform('<a>', (r) => r.on('a', {element}));
		let caught;
		await response.text().catch((e) => { caught = e; });
		assert(caught === boom, String(caught));
	}
});

test('handlers run before the body is read, until there is output', async () => {
	const seen = [];
	const response = transform('<a></a><b></b><c></c>', (r) => r.on('*', {element(e) { seen.push(e.tagName); }}));
	while (seen.length < 2) await scheduler.wait(0);
	await scheduler.wait(5);
	assertEquals(seen, ['a', 'b']);
	assertEquals(await response.text(), '<a></a><b></b><c></c>');
	assertEquals(seen, ['a', 'b', 'c']);
});

test('a handler that waits holds the rest back', async () => {
	let open;
	const gate = new Promise((resolve) => { open = resolve; });
	const seen = [];
	const response = transform('1<a></a>2<b></b>3', (r) => r
		.on('a', {async element() { seen.push('a'); await gate; seen.push('opened'); }})
		.on('b', {element() { seen.push('b'); }}));
	const text = response.text();
	while (seen.length < 1) await scheduler.wait(0);
	await scheduler.wait(5);
	assertEquals(seen, ['a']);
	open();
	assertEquals(await text, '1<a></a>2<b></b>3');
	assertEquals(seen, ['a', 'opened', 'b']);
});

test('a reader that cancels ends the work and cancels the input', async () => {
	let reason;
	const cancelled = new Promise((resolve) => { reason = resolve; });
	const input = new ReadableStream({
		pull(c) { c.enqueue(new TextEncoder().encode('<a></a>')); },
		cancel() { reason('cancelled'); },
	});
	const response = new HTMLRewriter().on('a', {element() {}}).transform(new Response(input));
	const reader = response.body.getReader();
	await reader.read();
	await reader.cancel();
	assertEquals(await cancelled, 'cancelled');
});

test('a token that never ends is refused when it has become too long', async () => {
	let n = 0;
	const piece = new TextEncoder().encode('x'.repeat(1 << 20));
	const input = new ReadableStream({
		start(c) { c.enqueue(new TextEncoder().encode('<a b="')); },
		pull(c) { n++ < 10 ? c.enqueue(piece) : c.close(); },
	});
	const response = new HTMLRewriter().on('a', {element() {}}).transform(new Response(input));
	await assertRejects(response.text(), TypeError, 'Parser error: The memory limit has been exceeded.');
});

test('doctypes have no methods', async () => {
	let keys;
	await transform('<!doctype html>', (r) => r.onDocument({doctype(d) {
		keys = [d.name, d.publicId, d.systemId, typeof d.remove];
	}})).text();
	assertEquals(keys, ['html', null, null, 'undefined']);
});

test('half a surrogate becomes U+FFFD', async () => {
	const response = transform('<p>x</p>', (r) => r.on('p', {element(e) { e.append('\uD800'); }}));
	assertEquals(await response.text(), '<p>x\uFFFD</p>');
});

test('what the end of the document appends may be more than what waits for a reader', async () => {
	const part = 'x'.repeat(1000);
	const response = new HTMLRewriter().onDocument({end(e) { for (let i = 0; i < 200; i++) e.append(part); }}).transform(new Response('<p>'));
	assertEquals((await response.text()).length, 200_003);
});
