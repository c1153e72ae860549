(require) => {
	const { createSecureContext, SecureContext, translatePeerCertificate } = require("internal/tls/context");
	return { createSecureContext, SecureContext, translatePeerCertificate };
}
