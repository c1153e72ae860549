// What is seen of documents.

recorded('chunks', () => tr('<p>a < b & c &amp; d</p><title>x<b>y</title><script>if (a<b) "</x>" <!-- <script> a </script> --> z</script><style>a<b</style><textarea>\n</textarea>', (r, l) => r.on('*', {text(t) { l.push([t.text, t.lastInTextNode]); }})),
	{"out":"<p>a < b & c &amp; d</p><title>x<b>y</title><script>if (a<b) \"</x>\" <!-- <script> a </script> --> z</script><style>a<b</style><textarea>\n</textarea>","log":[["a ",false],["<",false],[" b & c &amp; d",false],["",true],["x",false],["<",false],["b>y",false],["",true],["if (a",false],["<",false],["b) \"",false],["</x",false],[">\" ",false],["<!-- ",false],["<script> a ",false],["</script> --",false],["> z",false],["",true],["a",false],["<",false],["b",false],["",true],["\n",false],["",true]]});

recorded('nested', () => tr('<p>a<b>c</b>d<!--x-->e</p>', (r, l) => r.on('p', {text(t) { l.push([t.text, t.lastInTextNode]); }, comments(c) { l.push('c' + c.text) }})),
	{"out":"<p>a<b>c</b>d<!--x-->e</p>","log":[["a",false],["",true],["c",false],["",true],["d",false],["",true],"cx",["e",false],["",true]]});

recorded('ambig', () => tr('<select><xmp>x', (r, l) => r.on('a', {})),
	{"out":"THROW TypeError: Parser error: The parser has encountered a text content tag (`<xmp>`) in the context where it is ambiguous whether this tag should be ignored or not. And, thus, it is unclear whether consequent content should be parsed as raw text or HTML markup.\n\nThis error occurs due to the limited capabilities of the streaming parsing. However, almost all of the cases of this error are caused by a non-conforming markup (e.g. a `<script>` element in `<select>` element).","log":[]});

recorded('ambig2', () => tr('<frameset><script>x', (r, l) => r.on('a', {})),
	{"out":"THROW TypeError: Parser error: The parser has encountered a text content tag (`<script>`) in the context where it is ambiguous whether this tag should be ignored or not. And, thus, it is unclear whether consequent content should be parsed as raw text or HTML markup.\n\nThis error occurs due to the limited capabilities of the streaming parsing. However, almost all of the cases of this error are caused by a non-conforming markup (e.g. a `<script>` element in `<select>` element).","log":[]});

recorded('ambig3', () => tr('<select><template><title>x', (r, l) => r),
	{"out":"THROW TypeError: Parser error: The parser has encountered a text content tag (`<title>`) in the context where it is ambiguous whether this tag should be ignored or not. And, thus, it is unclear whether consequent content should be parsed as raw text or HTML markup.\n\nThis error occurs due to the limited capabilities of the streaming parsing. However, almost all of the cases of this error are caused by a non-conforming markup (e.g. a `<script>` element in `<select>` element).","log":[]});

recorded('cdata', () => tr('<svg><![CDATA[a<b>]]>c</svg><![CDATA[x]]>', (r, l) => r.on('*', {text(t) { l.push([t.text, t.lastInTextNode]) }}).onDocument({comments(c) { l.push('c:' + c.text) }})),
	{"out":"<svg><![CDATA[a<b>]]>c</svg><![CDATA[x]]>","log":[["a<b>",false],["",true],["c",false],["",true],"c:[CDATA[x]]"]});

recorded('trunc', () => tr('<p>a<b c="', (r, l) => r.on('*', {element(e) { l.push(e.tagName) }, text(t) { l.push(t.text) }})),
	{"out":"<p>a<b c=\"","log":["p","a",""]});

recorded('trunc2', () => tr('<p>a</', (r, l) => r.on('*', {element(e) { l.push(e.tagName) }, text(t) { l.push(t.text, t.lastInTextNode) }})),
	{"out":"<p>a</","log":["p","a",false,"</",false,"",true]});

recorded('trunc3', () => tr('<p>a</p', (r, l) => r.on('*', {element(e) { l.push(e.tagName); e.append('x') }, text(t) { l.push(t.text, t.lastInTextNode) }})),
	{"out":"<p>a</p","log":["p","a",false,"",true]});

recorded('trunc4', () => tr('<!--a', (r, l) => r.onDocument({comments(c) { l.push(c.text); c.text='b' }})),
	{"out":"<!--b-->","log":["a"]});

recorded('trunc5', () => tr('<!doctype html', (r, l) => r.onDocument({doctype(c) { l.push(c.name) }})),
	{"out":"<!doctype html","log":["html"]});

recorded('odd', () => tr('</><a/b><a =c><a b==c></a x=y></ a><a\x00b><1>', (r, l) => r.on('*', {element(e) { l.push(e.tagName, [...e.attributes]) }}).onDocument({comments(c) { l.push('c:' + c.text) }, text(t) { l.push(t.text) }})),
	{"out":"</><a/b><a =c><a b==c></a x=y></ a><a\u0000b><1>","log":["a",[["b",""]],"a",[["=c",""]],"a",[["b","=c"]],"c: a","a\u0000b",[],"<","1>",""]});

recorded('scriptattr', () => tr('<script a=><b></script>', (r, l) => r.on('*', {element(e) { l.push(e.tagName) }})),
	{"out":"<script a=><b></script>","log":["script"]});

recorded('strayEnd', () => tr('</div><p>a</b>c</p></p>', (r, l) => r.on('*', {element(e) { e.onEndTag(t => { l.push(t.name) }) }})),
	{"out":"</div><p>a</b>c</p></p>","log":["p"]});

recorded('emptyText', () => tr('<p></p>', (r, l) => r.on('p', {text(t) { l.push(t.text) }})),
	{"out":"<p></p>","log":[]});

recorded('crlf', () => tr('<p>\r\n</p>\r\n<!--\r\n-->', (r, l) => r.onDocument({text(t) { l.push(t.text) }, comments(c) { l.push(c.text) }})),
	{"out":"<p>\r\n</p>\r\n<!--\r\n-->","log":["\r\n","","\r\n","","\r\n"]});

recorded('bom', () => tr('\uFEFF<p>x</p>', (r, l) => r.onDocument({text(t) { l.push(t.text) }})),
	{"out":"<p>x</p>","log":["﻿","","x",""]});

recorded('attrFlags', () => tr('<a x="B" y=c>', (r, l) => r.on('[x="b" i]', {element() { l.push(1) }}).on('[x="b"]', {element() { l.push(2) }}).on('[y="c" s]', {element() { l.push(3) }})),
	{"out":"<a x=\"B\" y=c>","log":[1,3]});

recorded('doctext', () => tr('a<p>b</p>c', (r, l) => r.onDocument({text(t) { l.push([t.text, t.lastInTextNode]) }})),
	{"out":"a<p>b</p>c","log":[["a",false],["",true],["b",false],["",true],["c",false],["",true]]});

for (const [charset, answer] of Object.entries({
	"utf-16le": {"err":"TypeError: Parser error: Expected ASCII-compatible encoding.","log":[]},
	"foo": {"err":"TypeError: Parser error: Unknown character encoding has been provided.","log":[]},
	"iso-2022-jp": {"err":"TypeError: Parser error: Expected ASCII-compatible encoding.","log":[]},
	"windows-1252": {"out":"<a>x�&#9731;</a>","log":[]},
	"utf-8": {"out":"<a>xé€☃</a>","log":[]},
	"\"utf-8\"": {"out":"<a>xé€☃</a>","log":[]},
	"replacement": {"err":"TypeError: Parser error: Unknown character encoding has been provided.","log":[]},
	"shift_jis": {"out":"<a>x&#233;&#8364;&#9731;</a>","log":[]},
	"UTF-16": {"err":"TypeError: Parser error: Expected ASCII-compatible encoding.","log":[]},
	"hz-gb-2312": {"err":"TypeError: Parser error: Unknown character encoding has been provided.","log":[]},
	"": {"out":"<a>xé€☃</a>","log":[]},
})) {
	recorded(`charset=${charset}`, () => tr('<a>x</a>', (r) => r.on('a', {element(e) { e.append('é€☃'); }}), {headers: {'content-type': 'text/html;charset=' + charset}}), answer);
}

const html = '<div n=1 class="x y"><p n=2 a=Foo><b n=3></b><b n=4 a=""></b></p><p n=5 a="foo bar" id=q><i n=6 a="foo-x"></i><b n=7 type=TEXT></b></p></div><p n=8 class=X>';
for (const [selector, answer] of Object.entries({
	"p": ["2", "5", "8"],
	"P": ["2", "5", "8"],
	"*": ["1", "2", "3", "4", "5", "6", "7", "8"],
	"p b": ["3", "4", "7"],
	"p > b": ["3", "4", "7"],
	"div b": ["3", "4", "7"],
	"div > b": [],
	".x": ["1"],
	".X": ["8"],
	"#q": ["5"],
	"[a]": ["2", "4", "5", "6"],
	"[a=Foo]": ["2"],
	"[a=foo]": [],
	"[a=\"foo\" i]": ["2"],
	"[a~=foo]": ["5"],
	"[a^=fo]": ["5", "6"],
	"[a$=r]": ["5"],
	"[a*=o]": ["2", "5", "6"],
	"[a|=foo]": ["6"],
	"[a^=\"\"]": [],
	"[a*=\"\"]": [],
	"[a$=\"\"]": [],
	"[a~=\"\"]": [],
	"[a=\"\"]": ["4"],
	"[type=text]": ["7"],
	"[type=\"text\" s]": [],
	"b:nth-child(2)": ["4", "7"],
	"b:nth-of-type(1)": ["3", "7"],
	"b:first-child": ["3"],
	"b:first-of-type": ["3", "7"],
	"p:nth-child(2n)": ["5", "8"],
	"p:not(.X)": ["2", "5"],
	"p:not(#q)": ["2", "8"],
	"*:not(p)": ["1", "3", "4", "6", "7"],
	"*:not(p, b)": ["1", "6"],
	"*:not(p#q)": ["1", "3", "4", "6", "7"],
	"*:not(p b)": "TypeError: Parser error: Unsupported pseudo-class or pseudo-element in selector.",
	"|p": [],
	"*|p": ["2", "5", "8"],
	"p, b": ["2", "3", "4", "5", "7", "8"],
	"p i, #q b": ["6", "7"],
	"b:not(:first-child)": ["4", "7"],
	"*:nth-child(-n+1)": ["1", "2", "3", "6"],
	"div p:first-child b": ["3", "4"],
	"p:nth-of-type(2)": ["5"],
	":not([a])": ["1", "3", "7", "8"],
	"i ~ b": "TypeError: Parser error: Unsupported combinator `~` in selector.",
	"b:nth-last-child(1)": "TypeError: Parser error: Unsupported pseudo-class or pseudo-element in selector.",
})) {
	recorded(`the choice of ${selector}`, async () => {
		const {log, err} = await tr(html, (r, l) => r.on(selector, {element(e) { l.push(e.getAttribute('n')); }}));
		return err ?? log;
	}, answer);
}
