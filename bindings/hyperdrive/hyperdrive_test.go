package hyperdrive_test

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings"
	"paddock/bindings/bindtest"
	"paddock/bindings/hyperdrive"
	"paddock/jsruntime"
)

func section(connection string) string {
	return fmt.Sprintf(`[{ "binding": "B", "id": "x", "localConnectionString": %q }]`, connection)
}

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: hyperdrive.Kind{}, Key: "hyperdrive", Section: section("postgres://us%20er:p%40ss@127.0.0.1:1/my-db"),
		Wrong: map[string]string{
			`{}`:                                 "hyperdrive",
			`[{"binding":1}]`:                    "hyperdrive[0].binding",
			section("//u:p@h/db"):                "hyperdrive[0].localConnectionString",
			section("redis://u:p@h/db"):          "hyperdrive[0].localConnectionString",
			section("postgres://u:p@/db"):        "hyperdrive[0].localConnectionString",
			section("postgres://u:p@h"):          "hyperdrive[0].localConnectionString",
			section("postgres://:p@h/db"):        "hyperdrive[0].localConnectionString",
			section("postgres://u@h/db"):         "hyperdrive[0].localConnectionString",
			section("mysql://u:p@h/db?ssl=true"): "hyperdrive[0].localConnectionString",
			section("postgres://u:p@h:port/db"):  "hyperdrive[0].localConnectionString",
		},
		Use:  `return [String(B), B.user, B.password, B.database, B.port, /^[0-9a-f]{32}\.hyperdrive\.local$/.test(B.host), B.connectionString.replace(B.host, "HOST")].join("|")`,
		Want: "[object Hyperdrive]|us er|p@ss|my-db|5432|true|postgres://us er:p@ss@HOST:5432/my-db?sslmode=disable",
	})
}

func TestStatus(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(hyperdrive.Kind{}, "hyperdrive", section("mysql://u:p@h/db"))})
	bindtest.Status(t, w, map[string]string{"Hyperdrive": "B"})
}

func TestEnvironment(t *testing.T) {
	const bare = `[{ "binding": "HD", "id": "x" }]`
	t.Run("a binding without a database says how to give it one", func(t *testing.T) {
		_, err := hyperdrive.Kind{}.Parse(bindings.Project{}, "hyperdrive", []byte(bare))
		var invalid *bindings.Invalid
		if err == nil || errors.As(err, &invalid) || !strings.Contains(err.Error(), "'CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HD'") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the environment has the connection string", func(t *testing.T) {
		t.Setenv("CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HD", "postgres://u:p@h/db")
		if specs, err := (hyperdrive.Kind{}).Parse(bindings.Project{}, "hyperdrive", []byte(bare)); err != nil || len(specs) != 1 {
			t.Errorf("got %v, %v", specs, err)
		}
	})
}

// echo is a server that sends back what it gets; with a certificate it answers PostgreSQL's request for
// TLS first.
func echo(t *testing.T, config *tls.Config) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn, config)
		}
	}()
	return listener.Addr().String()
}

func serve(conn net.Conn, config *tls.Config) {
	defer conn.Close()
	if config != nil {
		request := make([]byte, 8)
		if _, err := io.ReadFull(conn, request); err != nil || !bytes.Equal(request, []byte{0, 0, 0, 8, 4, 210, 22, 47}) {
			return
		}
		_, _ = conn.Write([]byte("S"))
		conn = tls.Server(conn, config)
	}
	_, _ = io.Copy(conn, conn)
}

// talk sends a word through a socket that the expression makes, and gives what comes back.
func talk(expression string) string {
	return `const s = ` + expression + `;
	const w = s.writable.getWriter();
	await w.write(new TextEncoder().encode("word"));
	const { value } = await s.readable.getReader().read();
	await s.close();
	return new TextDecoder().decode(value)`
}

func TestConnect(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(nil)
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	plain, secure := echo(t, nil), echo(t, server.TLS)
	const failed = "Error: jsg.Error: connection attempt failed"
	tests := []struct{ name, connection, socket, want string }{
		{"connect() of the binding reaches the database", "postgres://u:p@" + plain + "/db", `B.connect()`, "word"},
		{"so does connect() of the module, by the binding's host", "postgres://u:p@" + plain + "/db", `sockets.connect({ hostname: B.host, port: B.port })`, "word"},
		{"a connection string that asks for TLS gets it", "postgres://u:p@" + secure + "/db?sslmode=require", `B.connect()`, "word"},
		{"a certificate is verified where that is asked for", "postgres://u:p@" + secure + "/db?sslmode=verify-full&sslrootcert=" + roots, `B.connect()`, "word"},
		{"one of an authority alone is, too", "postgres://u:p@" + secure + "/db?sslmode=verify-ca&sslrootcert=" + roots, `B.connect()`, "word"},
		{"an unknown authority is refused", "postgres://u:p@" + secure + "/db?sslmode=verify-ca", `B.connect()`, failed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := bindtest.NewHost(t, t.TempDir())
			w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(hyperdrive.Kind{}, "hyperdrive", section(tt.connection))})
			w.Set("sockets", func(vm *jsruntime.VM) jsruntime.Value {
				module, _ := vm.Module("cloudflare:sockets")
				return module
			})
			if got := w.Eval(talk(tt.socket)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	var said strings.Builder
	h := bindtest.NewHost(t, t.TempDir())
	h.SetLog(slog.NewTextHandler(&said, nil))
	w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(hyperdrive.Kind{}, "hyperdrive", section("postgres://u:p@"+address+"/db"))})
	for range 2 {
		_ = w.Eval(`await B.connect().opened`)
	}
	if got := said.String(); strings.Count(got, "env.B cannot connect to the local database at "+address+": ") != 1 || !strings.Contains(got, "refused") {
		t.Errorf("the user is told %q", got)
	}
}
