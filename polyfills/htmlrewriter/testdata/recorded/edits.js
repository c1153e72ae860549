// What tokens can be told to do.

recorded('attrs', () => tr(`<a B=1 c='2' d="3&amp;&quot;" e f= g B=9 h='"'>x</a>`, (r, l) => r.on('a', {element(e) { l.push([...e.attributes], e.getAttribute('b'), e.getAttribute('B'), e.getAttribute('x'), e.hasAttribute('E'), e.hasAttribute('z'), e.getAttribute('d')); e.setAttribute('C', 'a"b&c<'); e.removeAttribute('E'); e.setAttribute('New', ''); l.push([...e.attributes]); l.push(E(() => e.setAttribute('', 'x')), E(() => e.setAttribute('a b', 'x')), E(() => e.setAttribute('a=', 'x')), E(() => e.getAttribute('')), E(() => e.hasAttribute('a b')), E(() => e.removeAttribute(' '))); l.push(E(() => e.setAttribute('x')), E(() => e.setAttribute()), E(() => e.getAttribute()), E(() => e.setAttribute('num', 5)), E(() => e.setAttribute('nul', null))); }})),
	{"out":"<a B=1 c=\"a&quot;b&c<\" d=\"3&amp;&quot;\" f= g B=9 h='\"' new=\"\" num=\"5\" nul=\"null\">x</a>","log":[[["b","1"],["c","2"],["d","3&amp;&quot;"],["e",""],["f","g"],["b","9"],["h","\""]],"1","1",null,true,false,"3&amp;&quot;",[["b","1"],["c","a\"b&c<"],["d","3&amp;&quot;"],["f","g"],["b","9"],["h","\""],["new",""]],"TypeError: Parser error: Attribute name can't be empty.","TypeError: Parser error: ` ` character is forbidden in the attribute name","TypeError: Parser error: `=` character is forbidden in the attribute name","null","false","[object Element]","TypeError: Failed to execute 'setAttribute' on 'Element': parameter 2 is not of type 'string'.","TypeError: Failed to execute 'setAttribute' on 'Element': parameter 1 is not of type 'string'.","TypeError: Failed to execute 'getAttribute' on 'Element': parameter 1 is not of type 'string'.","[object Element]","[object Element]"]});

recorded('iter', () => tr(`<a b=1 c=2>x</a>`, (r, l) => r.on('a', {element(e) { const it = e.attributes; l.push(String(it), typeof it.next, it[Symbol.iterator]() === it, e.attributes === it, it.next(), it.next(), it.next(), it.next()); const j = e.attributes; j.next(); e.setAttribute('z', 1); l.push(E(() => j.next())); const k = e.attributes; k.next(); e.removeAttribute('b'); l.push(E(() => k.next())); }})),
	{"out":"<a c=2 z=\"1\">x</a>","log":["[object AttributesIterator]","function",true,false,{"done":false,"value":["b","1"]},{"done":false,"value":["c","2"]},{"done":true},{"done":true},"Error: The attributes of this element have been modified during iteration. You must create a new iterator after modifying attributes.","Error: The attributes of this element have been modified during iteration. You must create a new iterator after modifying attributes."]});

recorded('removeNoop', () => tr(`<A  b=1   c>x</A >`, (r, l) => r.on('a', {element(e) { e.removeAttribute('zz'); }})),
	{"out":"<A  b=1   c>x</A >","log":[]});

recorded('content', () => tr('<div><p>x</p></div>', (r) => r.on('p', {element(e) { e.before('<1>').before('<2>', {html: true}).after('<3>').after('<4>', {html: true}).prepend('<5>').prepend('<6>', {html:true}).append('<7>').append('<8>', {html: true}); }})),
	{"out":"<div>&lt;1&gt;<2><p><6>&lt;5&gt;x&lt;7&gt;<8></p><4>&lt;3&gt;</div>","log":[]});

recorded('inner', () => tr('<div>a<b>c</b></div>', (r, l) => r.on('div', {element(e) { e.append('app'); e.prepend('pre'); e.setInnerContent('I & <i>'); e.append('z'); e.prepend('y') }}).on('b', {element(e) { l.push(e.removed); e.after('AFTER'); }, text(t) { l.push([t.text, t.lastInTextNode, t.removed]); }})),
	{"out":"<div>yI &amp; &lt;i&gt;z</div>","log":[true,["c",false,false],["",true,false]]});

recorded('repl', () => tr('<div>a<b>c</b></div>!', (r, l) => r.on('div', {element(e) { e.before('B'); e.after('A'); e.replace('<r>'); e.replace('<R>', {html: true}); l.push(e.removed); e.append('zz'); }})),
	{"out":"B<R>zzA!","log":[true]});

recorded('rem', () => tr('<div>a<b>c</b></div>!', (r, l) => r.on('b', {element(e) { e.before('B'); e.after('A'); e.append('x'); e.prepend('y'); e.remove(); l.push(e.removed); }})),
	{"out":"<div>aBA</div>!","log":[true]});

recorded('keep', () => tr('<div>a<b>c</b></div>!', (r, l) => r.on('b', {element(e) { e.before('B'); e.after('A'); e.append('x'); e.prepend('y'); e.removeAndKeepContent(); l.push(e.removed); }})),
	{"out":"<div>aBycxA</div>!","log":[true]});

recorded('void', () => tr('<br><img/>', (r, l) => r.on('*', {element(e) { e.before('B').after('A').append('x').prepend('y').setInnerContent('z'); l.push(E(() => e.onEndTag(() => {}))); }})),
	{"out":"B<br>AB<img/>A","log":["TypeError: Parser error: No end tag.","TypeError: Parser error: No end tag."]});

recorded('voidrem', () => tr('<br>1<img/>2', (r, l) => r.on('br', {element(e) { e.remove(); }}).on('img', {element(e) { e.replace('R'); }})),
	{"out":"1R2","log":[]});

recorded('selfc', () => tr('<div/>a</div><svg><a/>b<c></c></svg>', (r, l) => r.on('*', {element(e) { l.push(e.tagName, e.namespaceURI); e.prepend('y'); e.after('A'); }})),
	{"out":"<div/>ya</div>A<svg>y<a/>Ab<c>y</c>A</svg>A","log":["div","http://www.w3.org/1999/xhtml","svg","http://www.w3.org/2000/svg","a","http://www.w3.org/2000/svg","c","http://www.w3.org/2000/svg"]});

recorded('selfc2', () => tr('<div x=1/>a</div><svg><a x=1 /></svg><br/>', (r, l) => r.on('*', {element(e) { e.setAttribute('q','1'); }})),
	{"out":"<div x=1/ q=\"1\">a</div><svg q=\"1\"><a x=1 q=\"1\" /></svg><br q=\"1\" />","log":[]});

recorded('endtag', () => tr('<div>a</DIV >b', (r, l) => r.on('div', {element(e) { l.push(E(() => e.onEndTag(t => { l.push(t.name); t.before('B').after('A'); t.name = 'Q r'; l.push(t.name, E(() => t.removed), E(() => t.replace)); }))); }})),
	{"out":"<div>aB</Q r>Ab","log":["undefined","div","q r","undefined","undefined"]});

recorded('endtag2', () => tr('<div>a</div>b', (r, l) => r.on('div', {element(e) { e.onEndTag(t => { l.push(1); }); e.onEndTag(t => { l.push(2); t.remove(); }); }}).on('div', {element(e) { e.onEndTag(t => { l.push(3); }); }})),
	{"out":"<div>a</div>b","log":[3]});

recorded('implied', () => tr('<div><p>x</div>y', (r, l) => r.on('p', {element(e) { e.append('P'); e.tagName = 'q'; e.onEndTag(t => l.push('p', t.name)); }}).on('div', {element(e) { e.append('D'); e.onEndTag(t => l.push('d', t.name)); }})),
	{"out":"<div><q>xD</q>y","log":["p","q","d","q"]});

recorded('implied2', () => tr('<ul><li>a<li>b</ul>y', (r, l) => r.on('li', {element(e) { e.append('+'); e.after('A'); e.onEndTag(t => l.push(t.name)); }})),
	{"out":"<ul><li>a<li>b+</ul>Ay","log":["ul","ul"]});

recorded('unclosed', () => tr('<div><p>x', (r, l) => r.on('p', {element(e) { e.append('P'); e.after('A'); e.onEndTag(t => l.push('p')); }})),
	{"out":"<div><p>x","log":[]});

recorded('unclosedrem', () => tr('<div><p>x<b>z</b>', (r, l) => r.on('p', {element(e) { e.remove(); }})),
	{"out":"<div>","log":[]});

recorded('comment', () => tr('<!--a--><!-- b --!><!c><?d><!--><p><!--e</p>', (r, l) => r.onDocument({comments(c) { l.push([c.text, c.removed]); c.text = c.text + '!'; l.push(E(() => {c.text = 'a-->b'}), E(() => {c.text = '>'}), E(() => {c.text = '->'}), E(() => {c.text = 'a--!>'}), c.text); c.before('B').after('<A>', {html: true}); }})),
	{"out":"B<!--a!--><A>B<!-- b !--><A>B<!--c!--><A>B<!--?d!--><A>B<!--!--><A><p>B<!--e</p>!--><A>","log":[["a",false],"TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","a!",[" b ",false],"TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence."," b !",["c",false],"TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","c!",["?d",false],"TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","?d!",["",false],"TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","!",["e</p>",false],"TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","TypeError: Parser error: Comment text shouldn't contain a comment-closing sequence.","e</p>!"]});

recorded('comment2', () => tr('<!--a--><!--b-->', (r, l) => r.onDocument({comments(c) { if (c.text == 'a') { c.remove(); l.push(c.removed) } else c.replace('<x>'); l.push(E(() => c.replace(new Response('x'))), E(() => c.before(new ReadableStream()))); }})),
	{"out":"&lt;x&gt;","log":[true,"TypeError: Replacing content in HTML comments using a ReadableStream or Response object is not implemented. You must provide a string.","TypeError: Replacing content in HTML comments using a ReadableStream or Response object is not implemented. You must provide a string.","TypeError: Replacing content in HTML comments using a ReadableStream or Response object is not implemented. You must provide a string.","TypeError: Replacing content in HTML comments using a ReadableStream or Response object is not implemented. You must provide a string."]});

recorded('end', () => tr('<p>', (r, l) => r.onDocument({end(d) { l.push(1); l.push(d.append('<1>') === d); d.append('<2>', {html: true}); l.push(E(() => d.append(new Response('x')))); }}).onDocument({end(d) { l.push(2); d.append('b'); }})),
	{"out":"<p>b&lt;1&gt;<2>","log":[2,1,true,"TypeError: Replacing content in HTML comments using a ReadableStream or Response object is not implemented. You must provide a string."]});

recorded('order', () => tr('<p><!--c-->t</p>', (r, l) => r.onDocument({comments() { l.push('d1') }, text() { l.push('dt') }}).on('p', {comments() { l.push('e1') }, text() { l.push('et') }, element() { l.push('el1') }}).on('*', {comments() { l.push('e2') }, element() { l.push('el2') }})),
	{"out":"<p><!--c-->t</p>","log":["el1","el2","e1","e2","d1","et","dt","et","dt"]});

recorded('text', () => tr('<p>abc</p>', (r, l) => r.on('p', {text(t) { if (t.lastInTextNode) { t.before('[').after(']'); l.push(t.text, t.removed) } else { t.replace('<x>'); l.push(t.removed); } }})),
	{"out":"<p>&lt;x&gt;[]</p>","log":[true,"",false]});

recorded('text2', () => tr('<p>a&amp;<b>c</b>d</p>', (r, l) => r.on('b', {text(t) { t.remove(); l.push(t.removed) }})),
	{"out":"<p>a&amp;<b></b>d</p>","log":[true,true]});

recorded('endTagOfNested', () => tr('<div><div>a</div>b</div>', (r, l) => r.on('div', {element(e) { e.append('+'); e.onEndTag(t => { l.push(t.name) }) }})),
	{"out":"<div><div>a+</div>b+</div>","log":["div","div"]});

recorded('removeNested', () => tr('a<div>b<p>c</p>d<!--e--><br></div>f', (r, l) => r.on('div', {element(e) { e.remove() }, text(t) { l.push([t.text, t.removed]); t.after('!') }, comments(c) { l.push(c.text, c.removed) }}).on('p', {element(e) { e.onEndTag(t => { l.push('end ' + t.name); t.after('X') }); }})),
	{"out":"af","log":[["b",false],["",false],["c",false],["",false],"end p",["d",false],["",false],"e",false]});

recorded('replaceTwice', () => tr('<p>a</p>', (r, l) => r.on('p', {element(e) { e.replace('1') }}).on('p', {element(e) { l.push(e.removed); e.replace('2'); e.before('b') }})),
	{"out":"b2","log":[true]});

recorded('setInnerVoid', () => tr('<input><p></p>', r => r.on('*', {element(e) { e.setInnerContent('<i>', {html: true}) }})),
	{"out":"<input><p><i></p>","log":[]});

recorded('textAcrossRemoved', () => tr('<p>a<b>x</b>c</p>', (r, l) => r.on('b', {element(e) { e.remove() }}).on('p', {text(t) { l.push([t.text, t.lastInTextNode]) }})),
	{"out":"<p>ac</p>","log":[["a",false],["",true],["x",false],["",true],["c",false],["",true]]});

recorded('setInner0', () => tr('<title>a</title><script>b</script>', r => r.on('title, script', {element(e) { e.setInnerContent('1 < 2 && "x"') }})),
	{"out":"<title>1 &lt; 2 &amp;&amp; \"x\"</title><script>1 &lt; 2 &amp;&amp; \"x\"</script>","log":[]});

recorded('setNs', () => tr('<svg viewBox="0 0 1 1"><circle r=1 /><linearGradient/></svg>', (r, l) => r.on('*', {element(e) { l.push(e.tagName, [...e.attributes], e.hasAttribute('VIEWBOX')); e.setAttribute('viewbox', 'x'); }})),
	{"out":"<svg viewBox=\"x\"><circle r=1 viewbox=\"x\" /><linearGradient viewbox=\"x\" /></svg>","log":["svg",[["viewbox","0 0 1 1"]],true,"circle",[["r","1"]],false,"lineargradient",[],false]});

recorded('esi', () => tr('<esi:include src="x"/>a<b>', (r, l) => r.on('*', {element(e) { e.append('P') }})),
	{"out":"<esi:include src=\"x\"/>a<b>","log":[]});

recorded('noelement', () => tr('<p>b</p>c', (r, l) => r.on('p', {})),
	{"out":"<p>b</p>c","log":[]});

recorded('upper', () => tr('<DIV CLASS=a><P></P></DIV>', (r, l) => r.on('div > p', {element(e) { l.push(e.tagName); e.setAttribute('ID', 'X') }})),
	{"out":"<DIV CLASS=a><P id=\"X\"></P></DIV>","log":["p"]});
