package enginetest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// clientMode is the environment variable that turns the test binary into a client.
const clientMode = "PADDOCK_TEST_CLIENT"

// Client plays the client and ends the process when the environment asks for
// it; otherwise it does nothing. TestMain calls it first.
func Client() {
	mode := os.Getenv(clientMode)
	if mode == "" {
		return
	}
	if err := play(mode, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func play(mode string, args []string) error {
	switch mode {
	case "exit":
		return exit(args[0])
	case "sleep":
		time.Sleep(time.Hour)
	case "bomb":
		return bomb()
	case "obey":
		return obey()
	case "streams":
		return streams()
	case "combined":
		return combined()
	case "load":
		return load(args[0], args[1])
	case "devices":
		return devices()
	case "terminal":
		return terminal()
	case "cat":
		return greet()
	case "listen":
		return listen()
	case "get":
		return exchange(args[0], "GET / HTTP/1.1\r\nHost: "+args[0]+"\r\n\r\n")
	case "raw":
		return exchange(args[0], "\x00\x01raw")
	case "script":
		return follow(args[0], args[1:])
	case "h2":
		return secondVersion(args[0])
	case "look":
		return look(args[0])
	case "six":
		return overSix(args[0], args[1])
	case "no six":
		return withoutSix(args[0], args[1])
	case "sockets":
		return makeSockets(1000)
	case "mapped":
		return mapped(args[0], args[1])
	case "ports":
		return usePortsUp(args[0], args[1])
	case "ping":
		return ping(args[0])
	case "flood":
		return flood(args[0])
	case "headers":
		return headers(args[0])
	case "stall":
		return stall(args)
	case "idle":
		return idle(args[0])
	case "reset":
		return resetStream(args[0])
	case "abandon":
		return abandon(args[0], args[1])
	case "escape":
		return escape(args[0])
	case "udp":
		return connected(args[0])
	case "udp-unconnected":
		return unconnected(args[0])
	case "dns-tcp":
		return askTCP(args[0])
	case "self":
		return self2self()
	case "refused":
		return refused(args[0])
	case "late":
		return late(args[0])
	case "daemon":
		return daemon()
	case "family":
		return family()
	default:
		return fmt.Errorf("unknown mode %q", mode)
	}
	return nil
}

func exit(text string) error {
	code, err := strconv.Atoi(text)
	if err != nil {
		return err
	}
	os.Exit(code)
	return nil
}

// combined prints on both outputs when the input, which has nothing, ends.
func combined() error {
	_, err := io.Copy(os.Stdout, os.Stdin)
	fmt.Println("out")
	fmt.Fprintln(os.Stderr, "err")
	return err
}

// greet prints a variable and the input, and something on stderr.
func greet() error {
	in, err := io.ReadAll(os.Stdin)
	fmt.Fprint(os.Stderr, "to stderr")
	fmt.Println(os.Getenv("GREETING"), string(in))
	return err
}

// late connects when the input ends, which must fail by then.
func late(address string) error {
	if _, err := io.ReadAll(os.Stdin); err != nil {
		return err
	}
	if conn, err := net.Dial("tcp", address); err == nil {
		conn.Close()
		return errors.New("connected")
	}
	fmt.Println("failed")
	return nil
}

// daemon ends, and leaves a child that has its outputs.
func daemon() error {
	child := sleeper()
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	if err := child.Start(); err != nil {
		return err
	}
	os.Exit(3)
	return nil
}

// family stays, with a child in a session of its own.
func family() error {
	child := sleeper()
	child.Stdout = os.Stdout
	detach(child)
	if err := child.Start(); err != nil {
		return err
	}
	fmt.Println("started")
	time.Sleep(time.Hour)
	return nil
}

// sleeper is another client, which sleeps.
func sleeper() *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), clientMode+"=sleep")
	return cmd
}

func serveEcho(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			buf := make([]byte, 64)
			n, err := conn.Read(buf)
			if err == nil {
				io.WriteString(conn, "echo "+string(buf[:n]))
			}
		}()
	}
}

// bomb starts processes that stay, until no more can be started.
func bomb() error {
	for {
		child := exec.Command(self())
		child.Env = []string{clientMode + "=sleep", "GOMAXPROCS=1"}
		if err := child.Start(); err != nil {
			return err
		}
	}
}

func listen() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr().(*net.TCPAddr).Port)
	serveEcho(l)
	return nil
}

func exchange(to, request string) error {
	return exchangeOver(&net.Dialer{Timeout: limit}, to, request)
}

func exchangeOver(d *net.Dialer, to, request string) error {
	conn, err := d.Dial("tcp", to)
	if err != nil {
		return err
	}
	defer conn.Close()
	return answerOf(conn, request)
}

func answerOf(conn net.Conn, request string) error {
	conn.SetDeadline(time.Now().Add(limit))
	if _, err := io.WriteString(conn, request); err != nil {
		return err
	}
	answer, err := io.ReadAll(conn)
	if _, body, ok := strings.Cut(string(answer), "\r\n\r\n"); ok {
		answer = []byte(body)
	}
	fmt.Println(string(answer))
	return err
}

// connected expects the refusal of a connected socket: at connect, send or receive.
func connected(to string) error {
	conn, err := net.Dial("udp", to)
	if err == nil {
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(limit))
		if _, err = conn.Write([]byte("hello")); err == nil {
			_, err = conn.Read(make([]byte, 16))
		}
	}
	return wantRefused(err)
}

func wantRefused(err error) error {
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("error is %w, want ECONNREFUSED", err)
	}
	fmt.Println("refused")
	return nil
}

func refused(to string) error {
	conn, err := net.Dial("tcp", to)
	if err == nil {
		conn.Close()
		return errors.New("connected")
	}
	return wantRefused(err)
}

func self2self() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go serveEcho(l)
	return exchange(l.Addr().String(), "ping\n")
}

func askTCP(name string) error {
	query := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: 1, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: dnsmessage.MustNewName(name + "."), Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}},
	}
	b, err := query.Pack()
	if err != nil {
		return err
	}
	conn, err := net.Dial("tcp", "203.0.113.53:53")
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(limit))
	if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...)); err != nil {
		return err
	}
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return err
	}
	answer := make([]byte, binary.BigEndian.Uint16(size[:]))
	if _, err := io.ReadFull(conn, answer); err != nil {
		return err
	}
	var m dnsmessage.Message
	if err := m.Unpack(answer); err != nil {
		return err
	}
	for _, a := range m.Answers {
		if r, ok := a.Body.(*dnsmessage.AResource); ok {
			fmt.Println(net.IP(r.A[:]))
		}
	}
	return nil
}
