package authority

import (
	"container/list"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net/netip"
	"strings"
	"sync"
	"time"

	"paddock/proxy"
)

const (
	rootLife = 365 * 24 * time.Hour
	leafLife = 200 * 24 * time.Hour // clients refuse more than 398 days
	backdate = 24 * time.Hour       // for clocks that are behind
	maxName  = 64                   // bytes of a common name (RFC 5280, ub-common-name)
	maxCache = 10_000               // leaves kept
)

// Authority is a root certificate and the leaves issued under it.
type Authority struct {
	root    *x509.Certificate
	rootKey *ecdsa.PrivateKey
	leafKey *ecdsa.PrivateKey

	mu     sync.Mutex // guards leaves, order
	leaves map[string]*list.Element
	order  *list.List // of *leaf, the latest used in front
}

// leaf is made once, by the first who asks; others wait for that.
type leaf struct {
	host string
	make func() (*tls.Certificate, error)
}

var _ proxy.Authority = (*Authority)(nil)

// New makes a root with a fresh key (P-256) that lives for a year.
func New() (*Authority, error) {
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make root key: %w", err)
	}
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make leaf key: %w", err)
	}
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "Paddock container egress"},
		NotBefore:             time.Now().Add(-backdate),
		NotAfter:              time.Now().Add(rootLife),
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	if template.SerialNumber, err = serial(); err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, rootKey.Public(), rootKey)
	if err != nil {
		return nil, fmt.Errorf("sign root certificate: %w", err)
	}
	root, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("parse root certificate: %w", err)
	}
	return &Authority{root: root, rootKey: rootKey, leafKey: leafKey, leaves: map[string]*list.Element{}, order: list.New()}, nil
}

// PEM returns the root certificate.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw})
}

// Leaf returns a certificate with its chain for a host name or an IP address.
func (a *Authority) Leaf(host string) (*tls.Certificate, error) {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "" {
		return nil, errors.New("issue certificate: host is empty")
	}
	a.mu.Lock()
	e := a.leaves[host]
	if e == nil {
		e = a.order.PushFront(&leaf{host: host, make: sync.OnceValues(func() (*tls.Certificate, error) { return a.issue(host) })})
		a.leaves[host] = e
		if a.order.Len() > maxCache {
			delete(a.leaves, a.order.Remove(a.order.Back()).(*leaf).host)
		}
	}
	a.order.MoveToFront(e)
	a.mu.Unlock()
	return e.Value.(*leaf).make()
}

func (a *Authority) issue(host string) (*tls.Certificate, error) {
	template := &x509.Certificate{
		NotBefore:             time.Now().Add(-backdate),
		NotAfter:              time.Now().Add(leafLife),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	if len(host) <= maxName {
		template.Subject.CommonName = host
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		template.IPAddresses = append(template.IPAddresses, ip.Unmap().AsSlice())
	} else {
		template.DNSNames = []string{host}
	}
	var err error
	if template.SerialNumber, err = serial(); err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.root, a.leafKey.Public(), a.rootKey)
	if err != nil {
		return nil, fmt.Errorf("sign certificate of %q: %w", host, err)
	}
	return &tls.Certificate{Certificate: [][]byte{der, a.root.Raw}, PrivateKey: a.leafKey}, nil
}

func serial() (*big.Int, error) {
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, fmt.Errorf("make serial number: %w", err)
	}
	return n, nil
}
