package crypto

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"paddock/jsruntime"
)

var certificateOps = map[string]op{
	"parseCertificate": parseCertificate,
	// issued(handle, issuer) tells whether the issuer may have signed the certificate.
	"issued": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		c, issuer := certificateClass.This(vm, args.At(0)), certificateClass.This(vm, args.At(1))
		signs := issuer.KeyUsage == 0 || issuer.KeyUsage&x509.KeyUsageCertSign != 0
		return vm.ToValue(signs && string(c.RawIssuer) == string(issuer.RawSubject))
	},
}

// certificate is the handle of an X509Certificate.
type certificate struct{ *x509.Certificate }

var certificateClass = jsruntime.NewClass[certificate]("Certificate").
	Getter("subject", textOf(func(c *certificate) string { return names(c.RawSubject) })).
	Getter("issuer", textOf(func(c *certificate) string { return names(c.RawIssuer) })).
	Getter("subjectAltName", textOf((*certificate).alternatives)).
	Getter("infoAccess", textOf((*certificate).access)).
	Getter("validFrom", textOf(func(c *certificate) string { return when(c.NotBefore) })).
	Getter("validTo", textOf(func(c *certificate) string { return when(c.NotAfter) })).
	Getter("fingerprint", textOf(func(c *certificate) string { s := sha1.Sum(c.Raw); return colons(s[:]) })).
	Getter("fingerprint256", textOf(func(c *certificate) string { s := sha256.Sum256(c.Raw); return colons(s[:]) })).
	Getter("fingerprint512", textOf(func(c *certificate) string { s := sha512.Sum512(c.Raw); return colons(s[:]) })).
	Getter("serialNumber", textOf(func(c *certificate) string { return fmt.Sprintf("%X", c.SerialNumber.Bytes()) })).
	Getter("pem", textOf(func(c *certificate) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
	})).
	Getter("keyUsage", func(vm *jsruntime.VM, c *certificate) jsruntime.Value { return c.usages(vm) }).
	Getter("ca", func(vm *jsruntime.VM, c *certificate) jsruntime.Value { return vm.ToValue(c.authority()) }).
	Getter("raw", func(vm *jsruntime.VM, c *certificate) jsruntime.Value {
		return vm.NewBuffer(append([]byte(nil), c.Raw...))
	}).
	Getter("publicKey", func(vm *jsruntime.VM, c *certificate) jsruntime.Value {
		k := keyOrNil("public", c.PublicKey, nil)
		if k == nil {
			return nil
		}
		return keyClass.New(vm, k)
	}).
	Method("checkHost", 1, func(vm *jsruntime.VM, c *certificate, args jsruntime.Args) jsruntime.Value {
		if strings.Contains(args.At(0).String(), "\x00") {
			fail(vm, "Invalid name")
		}
		return textOrNothing(vm, c.host(args.At(0).String()))
	}).
	Method("checkEmail", 1, func(vm *jsruntime.VM, c *certificate, args jsruntime.Args) jsruntime.Value {
		email := args.At(0).String()
		if strings.Contains(email, "\x00") {
			fail(vm, "Invalid name")
		}
		for _, known := range c.emails() {
			if strings.EqualFold(known, email) {
				return vm.ToValue(email)
			}
		}
		return nil
	}).
	Method("checkIP", 1, func(vm *jsruntime.VM, c *certificate, args jsruntime.Args) jsruntime.Value {
		ip := net.ParseIP(args.At(0).String())
		if ip == nil {
			fail(vm, "Invalid IP")
		}
		for _, known := range c.IPAddresses {
			if known.Equal(ip) {
				return args.At(0)
			}
		}
		return nil
	}).
	Method("checkPrivateKey", 1, func(vm *jsruntime.VM, c *certificate, args jsruntime.Args) jsruntime.Value {
		public := keyOrNil("public", c.PublicKey, nil)
		return vm.ToValue(public != nil && public.equals(keyClass.This(vm, args.At(0)).public()))
	}).
	Method("verify", 1, func(vm *jsruntime.VM, c *certificate, args jsruntime.Args) jsruntime.Value {
		issuer := x509.Certificate{PublicKey: keyClass.This(vm, args.At(0)).material, Version: 1}
		return vm.ToValue(issuer.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil)
	})

// parseCertificate(bytes) gives a handle for PEM or DER, undefined for anything else.
func parseCertificate(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	der := bytesOf(args.At(0))
	if block, _ := pem.Decode(der); block != nil {
		der = block.Bytes
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil
	}
	return certificateClass.New(vm, &certificate{cert})
}

// emails are those of the alternative names and those in the subject.
func (c *certificate) emails() []string {
	all := slices.Clone(c.EmailAddresses)
	for line := range strings.SplitSeq(names(c.RawSubject), "\n") {
		if email, ok := strings.CutPrefix(line, "emailAddress="); ok {
			all = append(all, email)
		}
	}
	return all
}

func textOf(f func(*certificate) string) func(*jsruntime.VM, *certificate) jsruntime.Value {
	return func(vm *jsruntime.VM, c *certificate) jsruntime.Value { return textOrNothing(vm, f(c)) }
}

func textOrNothing(vm *jsruntime.VM, s string) jsruntime.Value {
	if s == "" {
		return nil
	}
	return vm.ToValue(s)
}

// when is a time as OpenSSL prints it.
func when(t time.Time) string { return t.UTC().Format("Jan _2 15:04:05 2006 GMT") }

func colons(b []byte) string {
	return strings.ReplaceAll(strings.TrimSpace(fmt.Sprintf("% X", b)), " ", ":")
}

// shortNames are what OpenSSL calls the parts of a name.
var shortNames = map[string]string{
	"2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST",
	"2.5.4.9": "street", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.12": "title", "2.5.4.17": "postalCode",
	"2.5.4.42": "GN", "1.2.840.113549.1.9.1": "emailAddress", "0.9.2342.19200300.100.1.25": "DC", "0.9.2342.19200300.100.1.1": "UID",
}

// names are the parts of a name, one a line, in the order of the certificate.
func names(raw []byte) string {
	var seq pkix.RDNSequence
	if _, err := asn1.Unmarshal(raw, &seq); err != nil {
		return ""
	}
	var lines []string
	for _, set := range seq {
		var parts []string
		for _, a := range set {
			name := a.Type.String()
			if short, ok := shortNames[name]; ok {
				name = short
			}
			parts = append(parts, fmt.Sprintf("%s=%v", name, a.Value))
		}
		lines = append(lines, strings.Join(parts, "+"))
	}
	return strings.Join(lines, "\n")
}

// Tags of GeneralName (RFC 5280, section 4.2.1.6).
const (
	tagEmail = 1
	tagDNS   = 2
	tagURI   = 6
	tagIP    = 7
)

var (
	oidSubjectAltName = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidInfoAccess     = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 1}
)

func (c *certificate) extension(id asn1.ObjectIdentifier) []byte {
	for _, e := range c.Extensions {
		if e.Id.Equal(id) {
			return e.Value
		}
	}
	return nil
}

// alternatives are the subject's other names, in the order of the certificate.
func (c *certificate) alternatives() string {
	var list []asn1.RawValue
	if _, err := asn1.Unmarshal(c.extension(oidSubjectAltName), &list); err != nil {
		return ""
	}
	var parts []string
	for _, n := range list {
		parts = append(parts, generalName(n))
	}
	return strings.Join(parts, ", ")
}

func generalName(n asn1.RawValue) string {
	switch n.Tag {
	case tagEmail:
		return "email:" + quoteName(string(n.Bytes))
	case tagDNS:
		return "DNS:" + quoteName(string(n.Bytes))
	case tagURI:
		return "URI:" + quoteName(string(n.Bytes))
	case tagIP:
		return "IP Address:" + net.IP(n.Bytes).String()
	}
	return "othername:<unsupported>"
}

// quoteName protects names that could be taken for several.
func quoteName(s string) string {
	if !strings.ContainsAny(s, "\",'\\") {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// access are the places that tell more of the issuer, one a line.
func (c *certificate) access() string {
	var list []struct {
		Method   asn1.ObjectIdentifier
		Location asn1.RawValue
	}
	if _, err := asn1.Unmarshal(c.extension(oidInfoAccess), &list); err != nil {
		return ""
	}
	var b strings.Builder
	for _, a := range list {
		method := map[string]string{"1.3.6.1.5.5.7.48.1": "OCSP", "1.3.6.1.5.5.7.48.2": "CA Issuers"}[a.Method.String()]
		if method == "" {
			method = a.Method.String()
		}
		fmt.Fprintf(&b, "%s - %s\n", method, generalName(a.Location))
	}
	return b.String()
}

// usages are the identifiers of the extended key usages.
func (c *certificate) usages(vm *jsruntime.VM) jsruntime.Value {
	var list []asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(c.extension(asn1.ObjectIdentifier{2, 5, 29, 37}), &list); err != nil {
		return nil
	}
	var items []jsruntime.Value
	for _, id := range list {
		items = append(items, vm.ToValue(id.String()))
	}
	return vm.NewArrayOf(items...)
}

// authority reports whether the certificate may sign others.
func (c *certificate) authority() bool {
	return c.IsCA && (c.KeyUsage == 0 || c.KeyUsage&x509.KeyUsageCertSign != 0)
}

// host gives the name of the certificate that a host name matches; "": none.
func (c *certificate) host(name string) string {
	if name == "" || strings.ContainsAny(name, " *") {
		return ""
	}
	for _, known := range c.DNSNames {
		if strings.EqualFold(known, name) {
			return known
		}
		_, rest, dotted := strings.Cut(name, ".")
		if suffix, wild := strings.CutPrefix(known, "*."); wild && dotted && strings.EqualFold(suffix, rest) {
			return known
		}
	}
	if len(c.DNSNames) == 0 && strings.EqualFold(c.Subject.CommonName, name) {
		return c.Subject.CommonName
	}
	return ""
}
