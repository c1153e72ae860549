// Package enginetest is the behaviour that every container engine must show.
//
// An engine's own tests call [Run] once for each egress link. The commands
// inside the containers are the test binary itself, which plays a client when
// an environment variable says so; [Client] must therefore be the first thing
// its TestMain calls, after the engine's own init stage. Engines of images run
// it in one that has nothing else (see [Traits] and [StaticProgram]). Nothing
// leaves the machine: what the links catch is answered here.
package enginetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"paddock/bindings/container"
	"paddock/proxy"
)

// Traits say what an engine's link can do.
type Traits struct {
	Transparent bool // catches connections of any kind, not only proxied ones
	Isolated    bool // the container has a loopback of its own
	IPv6        bool
	First       bool // the command is process 1 of its container, which signals end only if it lets them

	// Image is what the containers run; the zero value is the host's own files. It must have this
	// test's program as the file [ImageProgram], and a file [ImageFile] that is none.
	Image container.Image
}

// Files of [Traits].Image.
const (
	ImageProgram = "/client"
	ImageFile    = "/plain"
)

// limit is when a test is given up.
const limit = 30 * time.Second

// fakeIP is what the suite's resolver answers for every name.
var fakeIP = [4]byte{198, 18, 0, 7}

// Run runs the suite.
func Run(t *testing.T, engine func(t *testing.T) container.Engine, traits Traits) {
	s := &suite{t: t, engine: engine(t), traits: traits}
	for _, c := range []struct {
		name string
		skip bool
		run  func(*suite, *testing.T)
	}{
		{"exit code is the command's", false, (*suite).exitCode},
		{"a signal is reported as 128 plus its number", false, (*suite).signalled},
		{"kill -9 of one leaves the others", false, (*suite).killed},
		{"a command that does not exist is not started", false, (*suite).missing},
		{"a command that is not executable is not started", false, (*suite).forbidden},
		{"environment, input and output pass through", false, (*suite).streams},
		{"dial reaches a listening port, many at once", false, (*suite).dial},
		{"dial to a closed port is refused", false, (*suite).dialRefused},
		{"a name that exists nowhere is resolved and its flow caught", !traits.Transparent, (*suite).egressName},
		{"IPv4 literals and any port are caught", !traits.Transparent, (*suite).egressLiteral},
		{"IPv6 literals are caught", !traits.Transparent || !traits.IPv6, (*suite).egressLiteral6},
		{"UDP other than DNS is refused", !traits.Transparent, (*suite).udp},
		{"DNS over TCP is answered", !traits.Transparent, (*suite).dnsTCP},
		{"the container's own loopback stays inside", false, (*suite).ownLoopback},
		{"the host's loopback cannot be reached", !traits.Isolated, (*suite).hostLoopback},
		{"curl, node and python3 resolve and connect", !traits.Transparent || traits.hasImage(), (*suite).programs},
		{"nothing connects once the link is closed", !traits.Transparent, (*suite).closedLink},
		{"destroy leaves nothing", false, (*suite).destroy},
		{"a grandchild that holds the output does not hold the exit", false, (*suite).daemon},
		{"a further command has streams, variables and an exit code", false, (*suite).execStreams},
		{"a further command is signalled, and ends with the container", false, (*suite).execEnds},
		{"a further command on a terminal sees its size", false, (*suite).execTerminal},
		{"a further command that does not exist fails as a shell tells it", false, (*suite).execMissing},
		{"a further command is caught by the link", !traits.Transparent, (*suite).execEgress},
		{"many instances run at once", false, (*suite).many},
	} {
		if c.skip {
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(s, t) })
	}
}

// Sockets has a program make many sockets: each must be one.
func Sockets(t *testing.T, engine func(t *testing.T) container.Engine, traits Traits) {
	(&suite{t: t, engine: engine(t), traits: traits}).said(t, "all are sockets", "sockets")
}

type suite struct {
	t      *testing.T // of the whole suite
	engine container.Engine
	traits Traits
	common *run // see [suite.sleeping]
}

func (t Traits) hasImage() bool { return t.Image.Reference != "" || t.Image.Dockerfile != "" }

// image is what containers run.
func (t Traits) image() container.Image {
	if t.hasImage() {
		return t.Image
	}
	return container.Image{HostCommand: true}
}

// program is where containers find this program.
func (t Traits) program() string {
	if t.hasImage() {
		return ImageProgram
	}
	return self()
}

// run is one started instance with its flows answered "hello from <dst>".
type run struct {
	container.Instance
	out, err bytes.Buffer
	mu       sync.Mutex // guards flows, programs
	flows    []string
	programs []string // behind the flows, where the link knows them
	stopped  sync.WaitGroup
}

func (s *suite) start(t *testing.T, spec container.Spec, argv ...string) *run {
	t.Helper()
	r, err := s.tryStart(t, spec, argv...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (s *suite) tryStart(t *testing.T, spec container.Spec, argv ...string) (*run, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	ref, err := s.engine.Prepare(ctx, s.traits.image(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	r := &run{}
	spec.Name, spec.Entrypoint, spec.Resolver = "test", argv, resolver{}
	spec.Stdout, spec.Stderr = &r.out, &r.err
	if r.Instance, err = s.engine.Start(ctx, ref, spec); err != nil {
		return nil, err
	}
	r.stopped.Go(r.answer)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		if err := r.Destroy(ctx); err != nil {
			t.Errorf("destroy: %v", err)
		}
		r.stopped.Wait()
		if t.Failed() {
			t.Logf("stdout: %s\nstderr: %s", r.out.String(), r.err.String())
		}
	})
	return r, nil
}

// client starts the test binary as a client in the given mode.
func (s *suite) client(t *testing.T, mode string, args ...string) *run {
	t.Helper()
	return s.start(t, container.Spec{Env: map[string]string{clientMode: mode}}, append([]string{s.traits.program()}, args...)...)
}

// self is the path of this program.
func self() string {
	name, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return name
}

func (r *run) answer() {
	for {
		flow, err := r.Egress().Accept(context.Background())
		if err != nil {
			return
		}
		r.mu.Lock()
		r.flows = append(r.flows, flow.Dst.String())
		r.mu.Unlock()
		r.stopped.Go(func() {
			defer flow.Conn.Close()
			if flow.Program != nil {
				name := flow.Program()
				r.mu.Lock()
				r.programs = append(r.programs, name)
				r.mu.Unlock()
			}
			flow.Conn.SetDeadline(time.Now().Add(limit))
			buf := make([]byte, 4096)
			n, _ := flow.Conn.Read(buf)
			body := "hello from " + flow.Dst.String()
			if strings.HasPrefix(string(buf[:n]), "GET ") {
				body = fmt.Sprintf("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
			}
			io.WriteString(flow.Conn, body)
		})
	}
}

func (r *run) wait(t *testing.T) container.Exit {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	exit, err := r.Wait(ctx)
	if err != nil {
		t.Fatalf("wait: %v", err)
	}
	return exit
}

func (r *run) wants(t *testing.T, code int, output string) {
	t.Helper()
	if exit := r.wait(t); exit.Code != code {
		t.Errorf("exit code is %d, want %d", exit.Code, code)
	}
	if got := strings.TrimSpace(r.out.String()); got != output {
		t.Errorf("output is %q, want %q", got, output)
	}
}

// said runs a client to its end, and compares what it says.
func (s *suite) said(t *testing.T, output, mode string, args ...string) {
	t.Helper()
	if !s.traits.hasImage() {
		s.client(t, mode, args...).wants(t, 0, output)
		return
	}
	_, x := s.sleeping(t)
	p := s.exec(t, x, mode, container.Command{Argv: args, Stdout: true, Stderr: true})
	says(t, p.Stdout(), output)
	ends(t, p, 0)
	if t.Failed() {
		b, _ := io.ReadAll(p.Stderr())
		t.Logf("stderr: %s", b)
	}
}

func (s *suite) exitCode(t *testing.T) { s.client(t, "exit", "7").wants(t, 7, "") }

func (s *suite) signalled(t *testing.T) {
	r := s.obedient(t)
	if err := r.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if exit := r.wait(t); exit.Code != 143 || exit.Signal != syscall.SIGTERM {
		t.Errorf("exit is %+v, want 143 by SIGTERM", exit)
	}
}

func (s *suite) killed(t *testing.T) {
	other, port := s.listening(t)
	r := s.client(t, "sleep")
	if err := r.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if exit := r.wait(t); exit.Code != 137 {
		t.Errorf("exit is %+v, want 137", exit)
	}
	if err := r.Destroy(context.Background()); err != nil {
		t.Error(err)
	}
	conn, err := other.Dial(context.Background(), port)
	if err != nil {
		t.Fatalf("the other does not answer: %v", err)
	}
	conn.Close()
}

// obedient starts what SIGTERM ends.
func (s *suite) obedient(t *testing.T) *run {
	t.Helper()
	if !s.traits.First {
		return s.client(t, "sleep")
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	defer write.Close()
	read.SetReadDeadline(time.Now().Add(limit))
	r := s.startTo(t, write, "obey")
	if _, err := read.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	return r
}

func (s *suite) missing(t *testing.T) {
	_, err := s.tryStart(t, container.Spec{}, "paddock-no-such-command")
	var not *container.ErrNotStarted
	if !errors.As(err, &not) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error is %v, want ErrNotStarted with os.ErrNotExist", err)
	}
}

func (s *suite) forbidden(t *testing.T) {
	file := ImageFile
	if !s.traits.hasImage() {
		file = filepath.Join(t.TempDir(), "plain")
		if err := os.WriteFile(file, []byte("text"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.tryStart(t, container.Spec{}, file)
	var not *container.ErrNotStarted
	if !errors.As(err, &not) || !errors.Is(err, os.ErrPermission) {
		t.Errorf("error is %v, want ErrNotStarted with os.ErrPermission", err)
	}
}

func (s *suite) streams(t *testing.T) {
	spec := container.Spec{Env: map[string]string{clientMode: "cat", "GREETING": "good day"}, Stdin: strings.NewReader("input")}
	r := s.start(t, spec, s.traits.program())
	r.wants(t, 0, "good day input")
	if r.err.String() != "to stderr" {
		t.Errorf("stderr is %q", r.err.String())
	}
}

// listening starts a server inside and returns its port.
func (s *suite) listening(t *testing.T) (*run, uint16) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	t.Cleanup(func() { write.Close() }) // for the containers' output does not end with them everywhere
	read.SetReadDeadline(time.Now().Add(limit))
	r := s.startTo(t, write, "listen")
	var port uint16
	if _, err := fmt.Fscan(read, &port); err != nil {
		t.Fatalf("read the server's port: %v", err)
	}
	return r, port
}

// startTo starts a client whose output goes to a file.
func (s *suite) startTo(t *testing.T, out *os.File, mode string, args ...string) *run {
	t.Helper()
	ref, err := s.engine.Prepare(context.Background(), s.traits.image(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	r := &run{}
	r.Instance, err = s.engine.Start(context.Background(), ref, container.Spec{
		Name: "test", Entrypoint: append([]string{s.traits.program()}, args...), Env: map[string]string{clientMode: mode},
		Resolver: resolver{}, Stdout: out, Stderr: &r.err,
	})
	if err != nil {
		t.Fatal(err)
	}
	r.stopped.Go(r.answer)
	t.Cleanup(func() {
		if err := r.Destroy(context.Background()); err != nil {
			t.Errorf("destroy: %v", err)
		}
		r.stopped.Wait()
	})
	return r
}

func (s *suite) dial(t *testing.T) {
	r, port := s.listening(t)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			conn, err := r.Dial(context.Background(), port)
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(limit))
			io.WriteString(conn, "ping\n")
			if got, _ := io.ReadAll(conn); string(got) != "echo ping\n" {
				t.Errorf("server answered %q", got)
			}
		})
	}
	all.Wait()
}

func (s *suite) dialRefused(t *testing.T) {
	r, _ := s.sleeping(t)
	if _, err := r.Dial(context.Background(), 9); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("error is %v, want ECONNREFUSED", err)
	}
}

func (s *suite) egressName(t *testing.T) {
	s.said(t, "hello from 198.18.0.7:80", "get", "exists-nowhere.paddock.test:80")
}

func (s *suite) egressLiteral(t *testing.T) {
	s.said(t, "hello from 203.0.113.7:80", "get", "203.0.113.7:80")
	s.said(t, "hello from 203.0.113.7:5432", "get", "203.0.113.7:5432")
	s.said(t, "hello from 203.0.113.7:25", "raw", "203.0.113.7:25")
}

func (s *suite) egressLiteral6(t *testing.T) {
	s.said(t, "hello from [2001:db8::7]:80", "get", "[2001:db8::7]:80")
}

func (s *suite) udp(t *testing.T) {
	s.said(t, "refused", "udp", "203.0.113.7:443")
	s.said(t, "refused", "udp-unconnected", "203.0.113.7:443")
}

func (s *suite) dnsTCP(t *testing.T) {
	s.said(t, "198.18.0.7", "dns-tcp", "name.test")
}

func (s *suite) ownLoopback(t *testing.T) {
	s.said(t, "echo ping", "self")
}

func (s *suite) hostLoopback(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s.said(t, "refused", "refused", l.Addr().String())
}

// closedLink never aims outside of the machine where the link alone stands in
// between: a link without a namespace is tried on a listener of the loopback.
func (s *suite) closedLink(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	to := l.Addr().String()
	if s.traits.Isolated {
		to = "203.0.113.7:80"
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	defer write.Close()
	r := s.start(t, container.Spec{Env: map[string]string{clientMode: "late"}, Stdin: read}, s.traits.program(), to)
	if err := r.Egress().Close(); err != nil {
		t.Fatal(err)
	}
	write.Close()
	r.wants(t, 0, "failed")
}

func (s *suite) programs(t *testing.T) {
	const url = "http://exists-nowhere.paddock.test/"
	for _, argv := range [][]string{
		{"curl", "-sS", "--noproxy", "*", "-4", url},
		{"node", "-e", "require('http').get('" + url + "',r=>r.pipe(process.stdout)).on('error',e=>{console.error(e);process.exit(1)})"},
		{"python3", "-c", "import urllib.request as u;print(u.build_opener(u.ProxyHandler({})).open('" + url + "').read().decode())"},
	} {
		t.Run(argv[0], func(t *testing.T) {
			if err := exec.Command(argv[0], "--version").Run(); err != nil {
				t.Skipf("%s cannot be run here: %v", argv[0], err)
			}
			r := s.start(t, container.Spec{}, argv...)
			r.wants(t, 0, "hello from 198.18.0.7:80")
			r.mu.Lock()
			defer r.mu.Unlock()
			for _, name := range r.programs {
				if name != argv[0] {
					t.Errorf("the program behind the flow is %q", name)
				}
			}
		})
	}
}

func (s *suite) destroy(t *testing.T) {
	r, port := s.listening(t)
	conn, err := r.Dial(context.Background(), port)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := r.Destroy(context.Background()); err != nil {
		t.Fatal(err)
	}
	if exit := r.wait(t); exit.Code != 137 {
		t.Errorf("exit code is %d, want 137", exit.Code)
	}
	if _, err := r.Dial(context.Background(), port); err == nil {
		t.Error("dial still works")
	}
	if _, err := r.Egress().Accept(context.Background()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("accept returns %v, want net.ErrClosed", err)
	}
	if err := r.Signal(syscall.SIGTERM); err == nil {
		t.Error("signal still works")
	}
}

func (s *suite) daemon(t *testing.T) {
	r := s.client(t, "daemon")
	r.wants(t, 3, "")
}

func (s *suite) many(t *testing.T) {
	var all []*run
	count := 20
	if s.traits.hasImage() {
		count = 3 // they start more slowly
	}
	for range count {
		if s.traits.Transparent {
			all = append(all, s.client(t, "get", "203.0.113.9:80"))
		} else {
			all = append(all, s.client(t, "exit", "0"))
		}
	}
	want := ""
	if s.traits.Transparent {
		want = "hello from 203.0.113.9:80"
	}
	for _, r := range all {
		r.wants(t, 0, want)
	}
}

// resolver answers every A query with fakeIP and everything else with no data.
type resolver struct{}

func (resolver) Resolve(_ context.Context, query []byte) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil {
		return nil, err
	}
	m.Header.Response, m.Header.RecursionAvailable = true, true
	m.Additionals = nil
	for _, q := range m.Questions {
		if q.Type == dnsmessage.TypeA {
			m.Answers = append(m.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1},
				Body:   &dnsmessage.AResource{A: fakeIP},
			})
		}
	}
	return m.Pack()
}

var _ proxy.Resolver = resolver{}
