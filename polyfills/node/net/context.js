() => {
	// A SecureContext keeps what it is made of; what servers are trusted is the platform's to say.
	function SecureContext(secureProtocol, secureOptions, minVersion, maxVersion) {
		if (!(this instanceof SecureContext)) return new SecureContext(secureProtocol, secureOptions, minVersion, maxVersion);
		this.context = undefined;
	}
	const createSecureContext = (options = {}) => new SecureContext(options.secureProtocol, options.secureOptions, options.minVersion, options.maxVersion);

	// translatePeerCertificate takes the list of places that tell more of the issuer apart.
	const translatePeerCertificate = (certificate) => {
		if (!certificate) return null;
		if (certificate.issuerCertificate != null && certificate.issuerCertificate !== certificate) {
			certificate.issuerCertificate = translatePeerCertificate(certificate.issuerCertificate);
		}
		if (certificate.infoAccess != null) {
			const info = certificate.infoAccess;
			certificate.infoAccess = { __proto__: null };
			for (const [, key, value] of info.matchAll(/([^\n:]*):([^\n]*)(?:\n|$)/g)) (certificate.infoAccess[key] ??= []).push(value);
		}
		return certificate;
	};
	return { createSecureContext, SecureContext, translatePeerCertificate };
}
