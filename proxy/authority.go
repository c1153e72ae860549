package proxy

import "crypto/tls"

// Authority issues the certificates under which intercepted TLS is terminated.
type Authority interface {
	// Leaf returns a certificate for a host name or an IP address literal.
	Leaf(host string) (*tls.Certificate, error)
	// PEM returns the certificate that containers must trust.
	PEM() []byte
}
