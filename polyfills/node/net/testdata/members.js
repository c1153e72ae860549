// Members are recorded from the platform.
const members = {
	"net": "BlockList BoundSocket SocketAddress Stream Server Socket connect createConnection createServer getDefaultAutoSelectFamily setDefaultAutoSelectFamily getDefaultAutoSelectFamilyAttemptTimeout setDefaultAutoSelectFamilyAttemptTimeout isIP isIPv4 isIPv6 _normalizeArgs",
	"tls": "SecureContext Server TLSSocket connect createSecureContext createServer checkServerIdentity convertALPNProtocols getCiphers createSecurePair CLIENT_RENEG_LIMIT CLIENT_RENEG_WINDOW DEFAULT_CIPHERS DEFAULT_ECDH_CURVE DEFAULT_MAX_VERSION DEFAULT_MIN_VERSION rootCertificates",
	"_tls_common": "createSecureContext SecureContext translatePeerCertificate",
	"_tls_wrap": "connect TLSSocket",
};
for (const [name, keys] of Object.entries(members)) {
	test(`node:${name} has the platform's members`, () => assertEquals(Object.keys(require(name)).join(" "), keys));
}
