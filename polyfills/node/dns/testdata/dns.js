const dns = require("dns");
const promises = require("dns/promises");

test("records of each type are read", async () => {
	assertEquals(await promises.resolve4("example.com"), ["1.2.3.4", "5.6.7.8"]);
	assertEquals(await promises.resolve4("example.com", { ttl: true }), [{ ttl: 300, address: "1.2.3.4" }, { ttl: 300, address: "5.6.7.8" }]);
	assertEquals(await promises.resolve6("example.com"), ["::1"]);
	assertEquals(await promises.resolveMx("example.com"), [{ exchange: "mail.example.com", priority: 10 }]);
	assertEquals(await promises.resolveTxt("example.com"), [["v=spf1 -all"], ["a", "b"]]);
	assertEquals(await promises.resolveNs("example.com"), ["ns.example.com"]);
	assertEquals(await promises.resolveSrv("example.com"), [{ priority: 5, weight: 0, port: 80, name: "srv.example.com." }]);
	assertEquals(await promises.resolveSoa("example.com"), { nsname: "ns.example.com.", hostmaster: "dns.example.com.", serial: 1, refresh: 2, retry: 3, expire: 4, minttl: 5 });
	assertEquals(await promises.resolveCaa("example.com"), [{ critical: 0, issue: "pki.goog" }]);
	assertEquals(await promises.resolveNaptr("example.com"), [{ flags: "s", service: "SIP+D2U", regexp: "", replacement: "_sip._udp.example.com", order: 10, preference: 100 }]);
	assertEquals(await promises.resolve("example.com", "A"), ["1.2.3.4", "5.6.7.8"]);
});

test("lookup gives an address of the family that was asked for", async () => {
	assertEquals(await promises.lookup("example.com"), { address: "1.2.3.4", family: 4 });
	assertEquals(await promises.lookup("example.com", 6), { address: "::1", family: 6 });
	assertEquals((await promises.lookup("example.com", { all: true })).length, 3);
	assertEquals(await promises.lookup("1.2.3.4"), { address: "1.2.3.4", family: 4 });
	assertEquals(await promises.lookup(""), { address: null, family: 4 });
	assertEquals(await new Promise((resolve) => dns.lookup("1.2.3.4", (...args) => resolve(args))), [null, "1.2.3.4", 4]);
	assertThrows(() => promises.lookup(5), TypeError, 'The "hostname" argument must be of type string. Received type number (5)');
	assertThrows(() => promises.lookup("a", { family: 7 }), TypeError, "The property 'options.family' must be one of: 0, 4, 6. Received 7");
});

test("errors tell what was asked for", async () => {
	const error = await assertRejects(promises.resolve4("nothing.example"), Error, "queryA ENOTFOUND nothing.example");
	assertEquals([error.code, error.syscall, error.hostname], ["ENOTFOUND", "queryA", "nothing.example"]);
	await assertRejects(promises.resolve4("lost.example"), Error, "queryA EBADQUERY lost.example");
	const called = await new Promise((resolve) => dns.resolve4("nothing.example", (e) => resolve(e.code)));
	assertEquals(called, "ENOTFOUND");
});

test("what is not there is told as any failure is", async () => {
	for (const name of ["lookupService", "resolveAny"]) {
		await assertRejects(promises[name]("1.1.1.1"), Error, "Not implemented");
		assertEquals(await new Promise((resolve) => dns[name]("1.1.1.1", (error) => resolve(error.message))), "Not implemented");
		assertThrows(() => dns[name]("1.1.1.1"), TypeError, "The last argument must be of type function. Received type string ('1.1.1.1')");
	}
});

test("what the platform refuses is refused", () => {
	assertThrows(() => promises.resolve4(5), TypeError, 'The "name" argument must be of type string. Received type number (5)');
	assertThrows(() => promises.resolve("example.com", "X"), TypeError, "The argument 'rrtype' is invalid. Received 'X'");
	assertThrows(() => dns.resolve4("x"), TypeError, "The last argument must be of type function. Received type string ('x')");
	assertThrows(() => dns.setDefaultResultOrder("x"), TypeError, "The argument 'dnsOrder' must be one of: 'verbatim', 'ipv4first', 'ipv6first'. Received 'x'");
	for (const f of [() => dns.setServers([]), () => new dns.Resolver().cancel()]) assertThrows(f, Error, "Not implemented");
	assertEquals(dns.getServers(), ["1.1.1.1", "2606:4700:4700::1111", "1.0.0.1", "2606:4700:4700::1001"]);
});
