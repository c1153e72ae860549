package docker

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"paddock/bindings/container"
	"paddock/bindings/container/docker/dockertest"
)

// TestRemote reaches the daemon as one on another machine, whose network and files are not to be had.
func TestRemote(t *testing.T) {
	d := need(t)
	socket, ok := strings.CutPrefix(d.host, "unix://")
	if !ok {
		t.Skip("the daemon is not reached by a socket here")
	}
	for _, c := range []struct {
		name string
		host func(t *testing.T, socket string) string
	}{
		{"over TCP", func(t *testing.T, socket string) string {
			return "tcp://" + forward(t, listenLocal(t), socket)
		}},
		{"over TCP with TLS, and certificates on both sides", overTLS},
		{"over SSH", overSSH},
	} {
		t.Run("containers of a daemon "+c.name+" are caught", func(t *testing.T) {
			e := New(Options{Host: c.host(t, socket), Egress: LinkStdio, Program: d.program})
			asksOverLink(t, e, LinkStdio)
			p, err := instanceOf(t, e, "sleep", container.Spec{}).Exec(t.Context(), container.Command{
				Argv: []string{"/client"}, Env: map[string]string{"PADDOCK_TEST_CLIENT": "combined"}, Stdout: true,
			})
			if err != nil {
				t.Fatal(err)
			}
			if said, err := io.ReadAll(p.Stdout()); err != nil || string(said) != "out\n" {
				t.Errorf("a further command said %q, %v", said, err)
			}
		})
	}
}

// TestStopped has a daemon go, as one in a virtual machine that is stopped, after it was there.
func TestStopped(t *testing.T) {
	d := need(t)
	socket, ok := strings.CutPrefix(d.host, "unix://")
	if !ok {
		t.Skip("the daemon is not reached by a socket here")
	}
	dir, err := os.MkdirTemp("", "") // with a name that is short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	file := filepath.Join(dir, ".colima", "default", "docker.sock")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", file)
	if err != nil {
		t.Fatal(err)
	}
	img := container.Image{Reference: testImage}
	e := New(Options{Host: file, Egress: LinkStdio, Program: d.program})
	var ready container.Ref
	t.Run("an image is made ready while it is there", func(t *testing.T) {
		forward(t, l, socket) // until here
		if ready, err = e.Prepare(t.Context(), img, nil); err != nil {
			t.Fatal(err)
		}
	})
	const want = ": no such file or directory; run `colima start`"
	t.Run("images and containers are told of with what starts it again", func(t *testing.T) {
		if _, err := e.Prepare(t.Context(), img, nil); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("an image's error is %v", err)
		}
		_, err := e.Start(t.Context(), ready, container.Spec{Name: "Test/stopped", Resolver: nothing{}})
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("a container's error is %v", err)
		}
	})
}

func listenLocal(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// forward passes connections on to a socket until the test ends, and gives their address.
func forward(t *testing.T, l net.Listener, socket string) (address string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { pass(ctx, from, socket) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		cancel()
		all.Wait()
	})
	return l.Addr().String()
}

// pass copies both ways, and ends each half by itself.
func pass(ctx context.Context, from net.Conn, socket string) {
	defer from.Close()
	to, err := net.Dial("unix", socket)
	if err != nil {
		return
	}
	defer to.Close()
	defer context.AfterFunc(ctx, func() {
		from.Close()
		to.Close()
	})()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		io.Copy(from, to)
		from.(interface{ CloseWrite() error }).CloseWrite()
	}()
	io.Copy(to, from)
	to.(*net.UnixConn).CloseWrite()
	<-ended
}

// overTLS makes what $DOCKER_CERT_PATH wants, and a forwarder that asks for it.
func overTLS(t *testing.T, socket string) (host string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	// One certificate is authority, server and client.
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	dir := t.TempDir()
	for name, text := range map[string][]byte{"ca.pem": cert, "cert.pem": cert, "key.pem": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("DOCKER_CERT_PATH", dir)
	t.Setenv("DOCKER_TLS_VERIFY", "1")
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(cert)
	return "tcp://" + forward(t, tls.NewListener(listenLocal(t), &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots,
	}), socket)
}

// overSSH starts a server of SSH, which lets this user in, and has ssh trust it.
func overSSH(t *testing.T, socket string) (host string) {
	t.Helper()
	without := func(why string) {
		if dockertest.SSHRequired() {
			t.Fatalf("Docker over SSH is required: %s", why)
		}
		t.Skip(why)
	}
	file := map[string]string{}
	for _, name := range []string{"ssh", "sshd", "ssh-keygen", "docker"} {
		path, err := exec.LookPath(name)
		if err != nil {
			path = "/usr/sbin/" + name
		}
		if _, err := os.Stat(path); err != nil {
			without(name + " is not installed")
		}
		file[name] = path
	}
	if _, err := os.Stat("/run/sshd"); err != nil && os.Geteuid() == 0 {
		without("sshd wants an empty folder /run/sshd")
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	l := listenLocal(t)
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, key := range []string{"host", "me"} {
		if out, err := exec.Command(file["ssh-keygen"], "-q", "-t", "ed25519", "-N", "", "-f", in(key)).CombinedOutput(); err != nil {
			t.Fatalf("make a key: %v\n%s", err, out)
		}
	}
	bin := in("bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"server": fmt.Sprintf("ListenAddress 127.0.0.1:%d\nHostKey %s\nAuthorizedKeysFile %s\nStrictModes no\nUsePAM no\nPidFile none\nPermitRootLogin yes\n", port, in("host"), in("me.pub")),
		"client": fmt.Sprintf("Host *\nIdentityFile %s\nUserKnownHostsFile /dev/null\nStrictHostKeyChecking no\nLogLevel ERROR\nBatchMode yes\n", in("me")),
		// Not the user's own settings and keys.
		"bin/ssh": fmt.Sprintf("#!/bin/sh\nexec %s -F %s \"$@\"\n", file["ssh"], in("client")),
	} {
		if err := os.WriteFile(in(name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	server := exec.Command(file["sshd"], "-D", "-e", "-f", in("server"))
	log, err := os.Create(in("log")) // no pipe: what serves a connection that is idle goes on
	if err != nil {
		t.Fatal(err)
	}
	server.Stderr = log
	err = server.Start()
	log.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
		if t.Failed() {
			t.Logf("sshd said %s", read(t, log.Name()))
		}
	})
	address := fmt.Sprintf("127.0.0.1:%d", port)
	for end := time.Now().Add(limit); ; time.Sleep(10 * time.Millisecond) {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			break
		}
		if time.Now().After(end) {
			t.Fatal("sshd does not listen")
		}
	}
	return "ssh://" + me.Username + "@" + address + socket
}
