// Members are recorded from the platform.
const members = {
	"dns": "getServers lookup lookupService resolve resolve4 resolve6 resolveAny resolveCname resolveCaa resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse setDefaultResultOrder getDefaultResultOrder setServers Resolver promises ADDRCONFIG ADDRGETNETWORKPARAMS ALL BADFAMILY BADFLAGS BADHINTS BADNAME BADQUERY BADRESP BADSTR CANCELLED CONNREFUSED DESTRUCTION EOF FILE FORMERR LOADIPHLPAPI NODATA NOMEM NONAME NOTFOUND NOTIMP NOTINITIALIZED REFUSED SERVFAIL TIMEOUT V4MAPPED",
	"dns/promises": "reverse resolveTxt resolveCaa resolveMx resolveCname resolveNs resolvePtr resolveSrv resolveSoa resolveNaptr resolve4 resolve6 getServers setServers getDefaultResultOrder setDefaultResultOrder lookup lookupService resolve resolveAny Resolver NODATA FORMERR SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE NOMEM DESTRUCTION BADSTR BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED",
};
for (const [name, keys] of Object.entries(members)) {
	test(`node:${name} has the platform's members`, () => assertEquals(Object.keys(require(name)).join(" "), keys));
}
