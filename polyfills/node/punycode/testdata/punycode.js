const punycode = require("punycode");

test("labels are encoded and decoded", () => {
	// From RFC 3492, section 7.1.
	const samples = {
		"他们为什么不说中文": "ihqwcrb4cv8a8dqg056pqjye",
		"Pročprostěnemluvíčesky": "Proprostnemluvesky-uyb24dma41a",
		"なぜみんな日本語を話してくれないのか": "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
		"3年B組金八先生": "3B-ww4c5e180e575a65lsy2b",
		"-> $1.00 <-": "-> $1.00 <--",
		mañana: "maana-pta",
		"😀": "e28h",
	};
	for (const [text, encoded] of Object.entries(samples)) {
		assertEquals(punycode.encode(text), encoded);
		assertEquals(punycode.decode(encoded), text);
	}
});

test("domains are put into ASCII and back", () => {
	assertEquals([punycode.toASCII("mañana.com"), punycode.toASCII("mañana。com"), punycode.toUnicode("xn--maana-pta.com"), punycode.toASCII("джумла@джpумлатест.bрфa")], ["xn--maana-pta.com", "xn--maana-pta.com", "mañana.com", "джумла@xn--p-8sbkgc5ag7bhce.xn--ba-lmcq"]);
	assertEquals([punycode.ucs2.decode("a😀"), punycode.ucs2.encode([97, 128512])], [[97, 128512], "a😀"]);
});

test("what is not Punycode is refused in the platform's words", () => {
	assertThrows(() => punycode.decode("\x80"), RangeError, "Invalid input");
	assertThrows(() => punycode.decode("ls8h="), RangeError, "Invalid input");
	assertThrows(() => punycode.decode("99999999"), RangeError, "Overflow: input needs wider integers to process");
	assertEquals(Object.keys(punycode).join(" "), "version ucs2 decode encode toASCII toUnicode");
});
