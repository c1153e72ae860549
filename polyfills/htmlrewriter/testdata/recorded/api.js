// The class and the rules of handlers.

recorded('nohandlers', () => E(() => new HTMLRewriter().on('a')),
	"TypeError: Failed to execute 'on' on 'HTMLRewriter': parameter 2 is not of type 'ElementContentHandlers'.");

recorded('onnum', () => E(() => new HTMLRewriter().on('a', 5)),
	"TypeError: Failed to execute 'on' on 'HTMLRewriter': parameter 2 is not of type 'ElementContentHandlers'.");

recorded('onnull', () => E(() => new HTMLRewriter().on('a', null)),
	"[object HTMLRewriter]");

recorded('onbadfn', () => E(() => new HTMLRewriter().on('a', {element: 5})),
	"TypeError: Incorrect type for the 'element' field on 'ElementContentHandlers': the provided value is not of type 'function'.");

recorded('onbadfn2', () => E(() => new HTMLRewriter().on('a', {text: {}})),
	"TypeError: Incorrect type for the 'text' field on 'ElementContentHandlers': the provided value is not of type 'function'.");

recorded('onnullfn', () => E(() => new HTMLRewriter().on('a', {text: null})),
	"TypeError: Incorrect type for the 'text' field on 'ElementContentHandlers': the provided value is not of type 'function'.");

recorded('on0', () => E(() => new HTMLRewriter().on()),
	"TypeError: Failed to execute 'on' on 'HTMLRewriter': parameter 1 is not of type 'string'.");

recorded('ondoc0', () => E(() => new HTMLRewriter().onDocument()),
	"TypeError: Failed to execute 'onDocument' on 'HTMLRewriter': parameter 1 is not of type 'DocumentContentHandlers'.");

recorded('ondocbad', () => E(() => new HTMLRewriter().onDocument({end: 1})),
	"TypeError: Incorrect type for the 'end' field on 'DocumentContentHandlers': the provided value is not of type 'function'.");

recorded('tr0', () => E(() => new HTMLRewriter().transform()),
	"TypeError: Failed to execute 'transform' on 'HTMLRewriter': parameter 1 is not of type 'Response'.");

recorded('trstr', () => E(() => new HTMLRewriter().transform('x')),
	"TypeError: Failed to execute 'transform' on 'HTMLRewriter': parameter 1 is not of type 'Response'.");

recorded('trerr', () => E(() => new HTMLRewriter().transform(Response.error())),
	"TypeError: HTMLRewriter cannot transform an error response");

recorded('nullbody', () => { const r = new Response(null); return new HTMLRewriter().transform(r) === r; },
	true);

recorded('chain', () => { const r = new HTMLRewriter(); return [r.on('a', {}) === r, r.onDocument({}) === r]; },
	[true,true]);

recorded('same', async () => { const r = new Response('x', {status: 201, statusText: 'Hm', headers: {a: 'b', 'content-length': '1', etag: 'x', 'content-encoding':'identity'}}); const t = new HTMLRewriter().transform(r); return [t === r, t.status, t.statusText, [...t.headers], r.bodyUsed, await t.text(), t.url, t.headers.get('content-type')]; },
	[false,201,"Hm",[["a","b"],["content-encoding","identity"],["content-length","1"],["content-type","text/plain;charset=UTF-8"],["etag","x"]],true,"x","","text/plain;charset=UTF-8"]);

recorded('used', async () => { const r = new Response('x'); await r.text(); return E(() => new HTMLRewriter().transform(r)); },
	"TypeError: The ReadableStream has been locked to a reader.");

recorded('locked', async () => { const r = new Response('x'); r.body.getReader(); return E(() => new HTMLRewriter().transform(r)); },
	"TypeError: The ReadableStream has been locked to a reader.");

recorded('reuse', async () => { const rw = new HTMLRewriter().on('a', {element(e) { e.after('!'); }}); return [await rw.transform(new Response('<a></a>')).text(), await rw.transform(new Response('<a>x</a>')).text()]; },
	["<a></a>!","<a>x</a>!"]);

recorded('twice', async () => { const rw = new HTMLRewriter().on('a', {element(e) { e.after('!'); }}); const a = rw.transform(new Response('<a></a>')); rw.on('b', {element(e){e.remove()}}); const b = rw.transform(new Response('<a>x</a><b>y</b>')); return [await b.text(), await a.text()]; },
	["<a>x</a>!","<a></a>!"]);

recorded('endtagbad', () => tr('<div>a</div>b', (r, l) => r.on('div', {element(e) { l.push(E(() => e.onEndTag()), E(() => e.onEndTag(5))); }})),
	{"out":"<div>a</div>b","log":["TypeError: Failed to execute 'onEndTag' on 'Element': parameter 1 is not of type 'function'.","TypeError: Failed to execute 'onEndTag' on 'Element': parameter 1 is not of type 'function'."]});

recorded('stale', async () => { let keep = [], l = []; await tr('<!doctype html><a b=c>x<!--y--></a>', (r) => r.on('a', {element(e) { keep.push(e, e.attributes); e.onEndTag(t => {keep.push(t)}); }, text(t) { keep.push(t) }, comments(c) { keep.push(c) }}).onDocument({doctype(d) { keep.push(d) }, end(d) { keep.push(d) }})); for (const k of keep) { l.push(Object.prototype.toString.call(k)); for (const p of ['tagName','name','text','removed','attributes','namespaceURI','lastInTextNode','publicId']) if (p in k) l.push(p + E(() => k[p])); for (const m of ['remove','before','append','next','getAttribute','setAttribute', 'onEndTag']) if (m in k) l.push(m + E(() => k[m]('a', 'b'))); } return l; },
	["[object Doctype]","nameTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","publicIdTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","[object Element]","tagNameTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","removedTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","attributesTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","namespaceURITypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","removeTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","beforeTypeError: Failed to execute 'before' on 'Element': parameter 2 is not of type 'ContentOptions'.","appendTypeError: Failed to execute 'append' on 'Element': parameter 2 is not of type 'ContentOptions'.","getAttributeTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","setAttributeTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","onEndTagTypeError: Failed to execute 'onEndTag' on 'Element': parameter 1 is not of type 'function'.","[object AttributesIterator]","nextTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","[object Text]","textTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","removedTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","lastInTextNodeTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","removeTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","beforeTypeError: Failed to execute 'before' on 'Text': parameter 2 is not of type 'ContentOptions'.","[object Text]","textTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","removedTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","lastInTextNodeTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","removeTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","beforeTypeError: Failed to execute 'before' on 'Text': parameter 2 is not of type 'ContentOptions'.","[object Comment]","textTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","removedTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","removeTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","beforeTypeError: Failed to execute 'before' on 'Comment': parameter 2 is not of type 'ContentOptions'.","[object EndTag]","nameTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","removeTypeError: This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.","beforeTypeError: Failed to execute 'before' on 'EndTag': parameter 2 is not of type 'ContentOptions'.","[object DocumentEnd]","appendTypeError: Failed to execute 'append' on 'DocumentEnd': parameter 2 is not of type 'ContentOptions'."]);

recorded('asyncvalid', () => tr('<a>x</a>', (r, l) => r.on('a', {async element(e) { await new Promise(r => setTimeout(r, 5)); l.push(e.tagName); e.append('late'); }, async text(t) { await 1; t.after('|'); }})),
	{"out":"<a>x||late</a>","log":["a"]});

recorded('thenable', () => tr('<a>x</a>', (r, l) => r.on('a', {element(e) { return {then(f) { l.push('then'); f(); }}; }})),
	{"out":"<a>x</a>","log":["then"]});

recorded('thisval', () => tr('<a>x</a>', (r, l) => { class H { constructor() { this.q = 7 } element() { l.push(this?.q) } } r.on('a', new H()); r.onDocument({end() { l.push(this !== undefined && Object.keys(this)) }}) }),
	{"out":"<a>x</a>","log":[7,["end"]]});

recorded('getters', () => tr('<a>x</a>', (r, l) => { const h = {element() { l.push('1') }}; r.on('a', h); h.element = () => l.push('2'); }),
	{"out":"<a>x</a>","log":["1"]});

recorded('contentbad', () => tr('<a>x</a>', (r, l) => r.on('a', {element(e) { l.push(E(() => e.append()), E(() => e.append(null)), E(() => e.append(5)), E(() => e.append({})), E(() => e.append('a', 5)), E(() => e.append('a', null)), E(() => e.append('a', {html: 1})), E(() => e.append(undefined)), E(() => e.append([1,2])), E(() => e.append(new Uint8Array(2))), E(() => e.append(Symbol()))); }})),
	{"out":"<a>xnull5[object Object]aaundefined1,20,0</a>","log":["TypeError: Failed to execute 'append' on 'Element': parameter 1 is not of type 'string or JsReadableStream or Response'.","[object Element]","[object Element]","[object Element]","TypeError: Failed to execute 'append' on 'Element': parameter 2 is not of type 'ContentOptions'.","[object Element]","[object Element]","[object Element]","[object Element]","[object Element]","TypeError: Cannot convert a Symbol value to a string"]});

recorded('globals', () => ['Element','Text','Comment','Doctype','EndTag','DocumentEnd','AttributesIterator','HTMLRewriter'].map(n => n + typeof globalThis[n]),
	["Elementundefined","Textundefined","Commentundefined","Doctypeundefined","EndTagundefined","DocumentEndundefined","AttributesIteratorundefined","HTMLRewriterfunction"]);

recorded('ext', async () => { class R extends HTMLRewriter {} ; return [new R().on('a', {}) instanceof R, await new R().on('a', {element(e) { e.remove() }}).transform(new Response('<a></a>b')).text()]; },
	[true,"b"]);

recorded('hdr304', async () => E(() => new HTMLRewriter().transform(new Response(null, {status: 304})).status),
	"304");

recorded('empty', () => tr('', (r, l) => r.on('*', {text() { l.push('t') }}).onDocument({end(d) { l.push('end'); d.append('E') }, text(t) { l.push('dt') }})),
	{"out":"E","log":["end"]});
