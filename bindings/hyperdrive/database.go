package hyperdrive

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
)

// database is what a connection string says.
type database struct {
	scheme, user, password, name string
	address                      string // host:port
	port                         string // of the scheme, which scripts see
	secure                       sslmode
	roots                        string // file of certificates; "": the system's
}

// sslmode is how much TLS a connection has.
type sslmode string

const (
	disable    sslmode = "disable"
	prefer     sslmode = "prefer"
	require    sslmode = "require"
	verifyCA   sslmode = "verify-ca"
	verifyFull sslmode = "verify-full"
)

// parse reads a connection string; the refusals are wrangler's.
func parse(text string) (database, error) {
	u, err := url.Parse(text)
	if err != nil {
		return database{}, errors.New("Invalid URL") //nolint:staticcheck // wrangler's words
	}
	password, _ := u.User.Password()
	db := database{scheme: u.Scheme, user: u.User.Username(), password: password, name: strings.TrimPrefix(u.Path, "/"), port: "5432"}
	switch u.Scheme {
	case "postgres", "postgresql":
	case "mysql":
		db.port = "3306"
	case "":
		return db, errors.New("You must specify the database protocol - e.g. 'postgresql'/'mysql'.") //nolint:staticcheck // wrangler's words
	default:
		return db, errors.New("Only PostgreSQL-compatible or MySQL-compatible databases are currently supported.") //nolint:staticcheck // wrangler's words
	}
	switch {
	case u.Host == "":
		err = errors.New("You must provide a hostname or IP address in your connection string - e.g. 'user:password@database-hostname.example.com:5432/databasename") //nolint:staticcheck // wrangler's words
	case u.Path == "":
		err = errors.New("You must provide a database name as the path component - e.g. /postgres") //nolint:staticcheck // wrangler's words
	case db.user == "":
		err = errors.New("You must provide a username - e.g. 'user:password@database.example.com:port/databasename'") //nolint:staticcheck // wrangler's words
	case db.password == "":
		err = errors.New("You must provide a password - e.g. 'user:password@database.example.com:port/databasename'") //nolint:staticcheck // wrangler's words
	}
	if err != nil {
		return db, err
	}
	db.address = net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), db.port))
	return db, db.readTLS(u.Query())
}

// readTLS reads what the parameters of a connection string say of TLS.
func (db *database) readTLS(query url.Values) error {
	given := map[string]string{}
	for name, values := range query {
		given[strings.ToLower(name)] = values[0]
	}
	db.roots = given["sslrootcert"]
	if db.scheme != "mysql" {
		db.secure = sslmode(cmp.Or(strings.ToLower(given["sslmode"]), string(disable)))
		return nil
	}
	switch mode := strings.ToLower(cmp.Or(given["ssl-mode"], given["ssl"], given["sslmode"])); mode {
	case "", "disabled", "false", "0", "preferred":
		db.secure = disable
		return nil
	default:
		return fmt.Errorf("not emulated: TLS to MySQL (ssl-mode=%s)", mode)
	}
}

// connectionString is the one that scripts get: it leads to the binding's host. As on the platform,
// nothing in it is escaped.
func (db *database) connectionString(host string) string {
	parameter := "sslmode=disable"
	if db.scheme == "mysql" {
		parameter = "ssl-mode=disabled"
	}
	return db.scheme + "://" + db.user + ":" + db.password + "@" + host + ":" + db.port + "/" + db.name + "?" + parameter
}

// dial connects to the database, over TLS if the connection string says so.
func (db *database) dial(ctx context.Context, _ string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", db.address)
	if err != nil || db.secure == disable {
		return conn, err
	}
	secure, err := db.secured(ctx, conn)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return secure, nil
}

// sslRequest asks a PostgreSQL server for TLS (PostgreSQL, 54.2.11 "SSL Session Encryption").
var sslRequest = []byte{0, 0, 0, 8, 4, 210, 22, 47}

// secured asks the server for TLS and shakes hands.
func (db *database) secured(ctx context.Context, conn net.Conn) (net.Conn, error) {
	if _, err := conn.Write(sslRequest); err != nil {
		return nil, err
	}
	var answer [1]byte
	if _, err := conn.Read(answer[:]); err != nil {
		return nil, err
	}
	if !bytes.Equal(answer[:], []byte("S")) {
		if db.secure == prefer {
			return conn, nil
		}
		return nil, errors.New("the database server does not support TLS")
	}
	config, err := db.tlsConfig()
	if err != nil {
		return nil, err
	}
	secure := tls.Client(conn, config)
	return secure, secure.HandshakeContext(ctx)
}

// tlsConfig verifies as much of the server's certificate as the mode asks for.
func (db *database) tlsConfig() (*tls.Config, error) {
	host, _, err := net.SplitHostPort(db.address)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{ServerName: host}
	if db.roots != "" {
		pem, err := os.ReadFile(db.roots)
		if err != nil {
			return nil, fmt.Errorf("read sslrootcert: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		config.RootCAs.AppendCertsFromPEM(pem)
	}
	switch db.secure {
	case verifyFull:
	case verifyCA:
		config.InsecureSkipVerify = true // the name only: the chain is verified below
		config.VerifyConnection = func(state tls.ConnectionState) error {
			options := x509.VerifyOptions{Roots: config.RootCAs, Intermediates: x509.NewCertPool()}
			for _, c := range state.PeerCertificates[1:] {
				options.Intermediates.AddCert(c)
			}
			_, err := state.PeerCertificates[0].Verify(options)
			return err
		}
	default:
		config.InsecureSkipVerify = true // as the mode has it
	}
	return config, nil
}
