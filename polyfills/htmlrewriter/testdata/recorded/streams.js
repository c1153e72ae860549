// Bodies, contents and errors that stream.

recorded('latin', async () => { const log = []; const b = new Uint8Array([...'<p t="'].map(c=>c.charCodeAt(0)).concat([0xe9,0x22,0x3e,0xe9,0x80,0x81,0x3c,0x2f,0x70,0x3e])); const r = new HTMLRewriter().on('p[t=é]', {element(e) { log.push(e.getAttribute('t')); e.setAttribute('u', 'ü☃'); log.push(E(() => e.setAttribute('☃', 'x')), E(() => {e.tagName = 'a☃'})); }, text(t) { log.push(t.text, t.lastInTextNode); }}).transform(new Response(b, {headers: {'content-type': 'text/html; charset=iso-8859-1'}})); return [[...new Uint8Array(await r.arrayBuffer())], log]; },
	[[60,112,32,116,61,34,233,34,32,117,61,34,252,38,35,57,55,51,49,59,34,62,233,128,129,60,47,112,62],["é","TypeError: Parser error: The attribute name contains a character that can't be represented in the document's character encoding.","TypeError: Parser error: The tag name contains a character that can't be represented in the document's character encoding.","é€",false,"",true]]);

recorded('throwel', () => tr('<a>x</a><b>y</b>', (r, l) => r.on('b', {element(e) { throw new RangeError('boo'); }})),
	{"out":"THROW RangeError: boo","log":[]});

recorded('throwval', () => tr('<a>x</a><b>y</b>', (r, l) => r.on('b', {element(e) { throw 'str'; }})),
	{"out":"THROW Error: str","log":[]});

recorded('reject', () => tr('<a>x</a><b>y</b>', (r, l) => r.on('b', {async element(e) { await 1; throw new RangeError('boo'); }})),
	{"out":"THROW RangeError: boo","log":[]});

recorded('throwend', () => tr('<a>x</a>', (r, l) => r.onDocument({end() { throw new Error('E') }})),
	{"out":"THROW Error: E","log":[]});

recorded('partial', async () => { const r = new HTMLRewriter().on('b', {element() { throw new Error('X') }}).transform(new Response('<a>x</a><b>y</b>')); const rd = r.body.getReader(); const l = []; try { for (;;) { const c = await rd.read(); l.push(c.done ? 'done' : new TextDecoder().decode(c.value)); if (c.done) break; } } catch (e) { l.push(e.message) } return l; },
	["<a>x</a>","X"]);

recorded('stream', () => tr('<a>x</a>', (r, l) => r.on('a', {element(e) { e.before(new Response('<é>')).after(new Response('<4>').body, {html: true}).append(new ReadableStream({start(c) { c.enqueue(new TextEncoder().encode('<5>')); c.close(); }})).prepend(new Response(null)); }, text(t) { if (!t.lastInTextNode) t.replace(new Response('&R')) }})),
	{"out":"&lt;é&gt;<a>&amp;R&lt;5&gt;</a><4>","log":[]});

recorded('streambad', () => tr('<a>x</a>', (r, l) => r.on('a', {element(e) { e.before(new Response(new Uint8Array([0x61, 0xff, 0x62]))); }})),
	{"out":"THROW TypeError: Parser error: Invalid UTF-8","log":[]});

recorded('streaminc', () => tr('<a>x</a>', (r, l) => r.on('a', {element(e) { e.before(new Response(new Uint8Array([0x61, 0xc3]))); e.before('z') }})),
	{"out":"a�z<a>x</a>","log":[]});

recorded('streamstr', () => tr('<a>x</a>', (r, l) => r.on('a', {element(e) { e.before(new ReadableStream({start(c) { c.enqueue('str'); c.close(); }})); }})),
	{"out":"str<a>x</a>","log":[]});

recorded('streamerr', () => tr('<a>x</a>', (r, l) => r.on('a', {element(e) { e.before(new ReadableStream({start(c) { c.error(new RangeError('SE')); }})); }})),
	{"out":"THROW RangeError: SE","log":[]});

recorded('streamused', () => tr('<a>x</a>', async (r, l) => r.on('a', {async element(e) { const q = new Response('x'); await q.text(); l.push(E(() => e.before(q))); const s = new Response('y').body; s.getReader(); l.push(E(() => e.before(s))) }})),
	{"out":"THROW TypeError: The ReadableStream has been locked to a reader.","log":["[object Element]","[object Element]"]});

recorded('streamendtag', () => tr('<a>x</a>', (r, l) => r.on('a', {element(e) { e.onEndTag(t => { t.before(new Response('S')); t.after(new Response('<T>'), {html:true}) }); }})),
	{"out":"<a>xS</a><T>","log":[]});

recorded('depth', async () => { const l = []; for (const n of [16384, 16385]) l.push((await tr('<div>'.repeat(n), r => r.on('x', {}))).out.slice(0, 80)); return l; },
	["<div><div><div><div><div><div><div><div><div><div><div><div><div><div><div><div>","THROW TypeError: Parser error: The memory limit has been exceeded."]);

recorded('invalid', async () => { const l = []; const b = new Uint8Array([60,112,62,97,0xff,0xc3,0xa9,0xe2,0x82,60,47,112,62]); const t = new HTMLRewriter().on('p', {text(t) { l.push([t.text, t.lastInTextNode]) }}).transform(new Response(b)); return [[...new Uint8Array(await t.arrayBuffer())], l]; },
	[[60,112,62,97,239,191,189,195,169,239,191,189,60,47,112,62],[["a�é",false],["�",true]]]);

recorded('invalidPass', async () => { const b = new Uint8Array([60,112,62,97,0xff,0xc3,0xa9,0xe2,0x82,60,47,112,62]); const t = new HTMLRewriter().on('p', {element() {}}).transform(new Response(b)); return [...new Uint8Array(await t.arrayBuffer())]; },
	[60,112,62,97,255,195,169,226,130,60,47,112,62]);

recorded('chain3', async () => new HTMLRewriter().on('b', {element(e) { e.tagName = 'c' }}).transform(new HTMLRewriter().on('a', {element(e) { e.tagName = 'b' }}).transform(new Response('<a>x</a>'))).text(),
	"<c>x</c>");

recorded('nestedTransform', () => tr('<a>x</a>', r => r.on('a', {async element(e) { e.append(await new HTMLRewriter().on('i', {element(e) { e.remove() }}).transform(new Response('<i></i>in')).text()) }})),
	{"out":"<a>xin</a>","log":[]});

recorded('streamOfTransform', () => tr('<a>x</a>', r => r.on('a', {element(e) { e.append(new HTMLRewriter().on('i', {element(e) { e.remove() }}).transform(new Response('<i></i>in'))) }})),
	{"out":"<a>xin</a>","log":[]});

recorded('clone', async () => { const t = new HTMLRewriter().on('a', {element(e) { e.tagName = 'b' }}).transform(new Response('<a>x</a>')); const c = t.clone(); return [await t.text(), await c.text()]; },
	["<b>x</b>","<b>x</b>"]);

recorded('errorEnd', async () => { const r = new HTMLRewriter().on('a', {element() { throw new Error('X') }}).transform(new Response('<a>')); const l = []; for (let i = 0; i < 2; i++) try { await (i ? r.text() : r.body.getReader().read()); } catch (e) { l.push(e.message) } return l; },
	["X","Body has already been used. It can only be used once. Use tee() first if you need to read it twice."]);

recorded('inputerr', async () => { const r = new HTMLRewriter().on('*', {}).transform(new Response(new ReadableStream({start(c) { c.enqueue(new TextEncoder().encode('<a>')); }, pull(c) { c.error(new RangeError('IE')); }}))); try { return await r.text(); } catch (e) { return e.name + e.message } },
	"RangeErrorIE");

recorded('inputstr', async () => { const r = new HTMLRewriter().on('*', {}).transform(new Response(new ReadableStream({start(c) { c.enqueue('<a>'); c.close(); }}))); try { return await r.text(); } catch (e) { return e.name + ':' + e.message } },
	"<a>");

recorded('multi', async () => { const l = []; const enc = new TextEncoder(); const parts = ['<p>he', 'llo <b', ' a="1', '2">x', '</', 'b>', '<!-', '-c--', '> é'.slice(0,3), 'z</p>']; let i = 0; const r = new HTMLRewriter().on('*', {element(e) { l.push(e.tagName, [...e.attributes]) }, text(t) { l.push([t.text, t.lastInTextNode]) }, comments(c) { l.push('c' + c.text) }}).transform(new Response(new ReadableStream({pull(c) { if (i < parts.length) c.enqueue(enc.encode(parts[i++])); else c.close(); }}))); return [await r.text(), l]; },
	["<p>hello <b a=\"12\">x</b><!--c--> éz</p>",["p",[],["he",false],["llo ",false],["",true],"b",[["a","12"]],["x",false],["",true],"cc",[" é",false],["z",false],["",true]]]);

recorded('bigtext', async () => { const l = []; await tr('<p>' + 'a'.repeat(3000) + '< ' + 'b'.repeat(3000) + 'é'.repeat(1200) + '</p>', r => r.on('p', {text(t) { l.push(t.text.length) }})); return l; },
	[3000,1,1024,1024,988,512,512,141,0]);

recorded('bigtext2', async () => { const l = []; await tr(new Blob(['<p>', 'a'.repeat(3000), new Uint8Array([0xff]), 'é'.repeat(1200), '</p>']), r => r.on('p', {text(t) { l.push(t.text.length) }})); return l; },
	[3000,511,512,178,0]);

recorded('bigtext3', async () => { const l = []; await tr(new Blob(['<p>', 'a'.repeat(300), new Uint8Array([0xff]), 'é'.repeat(1200), '</p>']), r => r.on('p', {text(t) { l.push(t.text.length) }})); return l; },
	[661,512,328,0]);

recorded('deep', async () => { for (const n of [10000, 20000, 40000, 80000]) { const x = await tr('<div>'.repeat(n), r => r.on('x', {})); if (x.out.startsWith('THROW')) return [n, x.out]; } return 'none'; },
	[20000,"THROW TypeError: Parser error: The memory limit has been exceeded."]);

recorded('bigattr', async () => { const x = await tr('<a b="' + 'x'.repeat(4<<20) + '">', r => r.on('a', {})); return x.out.slice(0, 200); },
	"<a b=\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

recorded('bigattr2', async () => { const x = await tr('<a b="' + 'x'.repeat(4<<20) + '">', r => r.on('b', {element() {}})); return x.out.slice(0, 20); },
	"<a b=\"xxxxxxxxxxxxxx");

recorded('bigattr3', async () => { const x = await tr('<a b="' + 'x'.repeat(4<<20) + '">', r => r.on('a', {element() {}})); return x.out.slice(0, 200); },
	"<a b=\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
