(require) => {
	const { Buffer } = require("buffer");
	const { ERR_METHOD_NOT_IMPLEMENTED, ERR_OUT_OF_RANGE, ERR_TLS_CERT_ALTNAME_FORMAT, ERR_TLS_CERT_ALTNAME_INVALID } = require("internal/errors");
	const { canonical, isIP } = require("internal/net/address");
	const { connect, TLSSocket } = require("internal/tls/socket");
	const { createSecureContext, SecureContext } = require("internal/tls/context");

	const never = () => {
		throw new Error("Not implemented");
	};
	function Server() {
		never();
	}

	// matches compares a host name with a name of a certificate, label by label; a star stands for
	// one label, the first.
	const matches = (host, pattern) => {
		const labels = pattern.toLowerCase().replace(/\.$/, "").split(".");
		const parts = host.toLowerCase().split(".");
		if (labels.length !== parts.length || labels.includes("")) return false;
		if (!labels.slice(1).every((label, i) => label === parts[i + 1])) return false;
		const [first] = labels;
		if (!first.includes("*")) return first === parts[0];
		if (labels.length <= 2 || first.startsWith("xn--")) return false;
		const [before, after, more] = first.split("*");
		return more === undefined && parts[0].length >= before.length + after.length && parts[0].startsWith(before) && parts[0].endsWith(after);
	};
	// alternatives splits the alternative names of a certificate. What is in quotes, as JSON has them, may have commas.
	const alternatives = (text) => {
		const names = [""];
		for (const [part, quoted] of text.matchAll(/("(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|,.?|[^",]+|"/gs)) {
			if (part === '"') throw new ERR_TLS_CERT_ALTNAME_FORMAT();
			if (part[0] === ",") names.push("");
			else names[names.length - 1] += quoted ? JSON.parse(quoted) : part;
		}
		return names;
	};
	const checkServerIdentity = (hostname, certificate) => {
		const { subject, subjectaltname } = certificate;
		const host = String(hostname).replace(/\.$/, "");
		const names = subjectaltname ? alternatives(subjectaltname) : [];
		const dns = names.filter((n) => n.startsWith("DNS:")).map((n) => n.slice(4));
		const ips = names.filter((n) => n.startsWith("IP Address:")).map((n) => canonical(n.slice(11)));
		let reason = "Unknown reason";
		let valid = false;
		if (isIP(host)) {
			valid = ips.includes(canonical(host));
			reason = `IP: ${host} is not in the cert's list: ${ips.join(", ")}`;
		} else if (dns.length > 0 || subject?.CN) {
			if (dns.length > 0) {
				valid = dns.some((name) => matches(host, name));
				reason = `Host: ${host}. is not in the cert's altnames: ${subjectaltname}`;
			} else {
				valid = [subject.CN].flat().some((name) => matches(host, name));
				reason = `Host: ${host}. is not cert's CN: ${subject.CN}`;
			}
		} else {
			reason = "Cert does not contain a DNS name";
		}
		if (!valid) return new ERR_TLS_CERT_ALTNAME_INVALID(reason, hostname, certificate);
	};
	const convertALPNProtocols = (protocols, out) => {
		if (Array.isArray(protocols)) {
			const parts = protocols.map((protocol, i) => {
				const name = Buffer.from(protocol);
				if (name.length > 255) throw new ERR_OUT_OF_RANGE(`The byte length of the protocol at index ${i} exceeds the maximum length.`, "<= 255", name.length, true);
				return Buffer.concat([Buffer.from([name.length]), name]);
			});
			out.ALPNProtocols = Buffer.concat(parts);
		} else if (ArrayBuffer.isView(protocols)) {
			out.ALPNProtocols = Buffer.from(Uint8Array.from(new Uint8Array(protocols.buffer, protocols.byteOffset, protocols.byteLength)));
		}
	};
	return {
		SecureContext,
		Server,
		TLSSocket,
		connect,
		createSecureContext,
		createServer: () => never(),
		checkServerIdentity,
		convertALPNProtocols,
		getCiphers: () => never(),
		createSecurePair() {
			throw new ERR_METHOD_NOT_IMPLEMENTED("createSecurePair");
		},
		CLIENT_RENEG_LIMIT: 3,
		CLIENT_RENEG_WINDOW: 600,
		DEFAULT_CIPHERS: "",
		DEFAULT_ECDH_CURVE: "auto",
		DEFAULT_MAX_VERSION: "TLSv1.3",
		DEFAULT_MIN_VERSION: "TLSv1.2",
		rootCertificates: [],
	};
}
