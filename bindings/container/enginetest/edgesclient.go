package enginetest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// follow connects and does what the steps say:
//
//	tls:NAME   begin TLS and ask for that server; "-" asks for none
//	say:TEXT   send, with Go's escapes
//	hear:N     read N bytes and print them
//	hear       read to the end and print
//	end        end the own half
func follow(to string, steps []string) error {
	conn, err := net.DialTimeout("tcp", to, limit)
	if err != nil {
		fmt.Println("dial:", nameOf(err))
		return nil
	}
	defer func() { conn.Close() }()
	conn.SetDeadline(time.Now().Add(limit))
	for _, step := range steps {
		verb, arg, _ := strings.Cut(step, ":")
		switch verb {
		case "tls":
			config := &tls.Config{InsecureSkipVerify: true}
			if arg != "-" {
				config.ServerName = arg
			}
			conn = tls.Client(conn, config)
		case "say":
			var text string
			if text, err = strconv.Unquote(`"` + arg + `"`); err == nil {
				_, err = io.WriteString(conn, text)
			}
		case "hear":
			err = hear(conn, arg)
		case "end":
			err = conn.(interface{ CloseWrite() error }).CloseWrite()
		}
		if err != nil {
			fmt.Println(verb+":", nameOf(err))
			return nil
		}
	}
	return nil
}

func hear(from io.Reader, size string) error {
	var b []byte
	var err error
	if size == "" {
		b, err = io.ReadAll(from)
	} else {
		n, _ := strconv.Atoi(size)
		b = make([]byte, n)
		n, err = io.ReadFull(from, b)
		b = b[:n]
	}
	fmt.Printf("heard %q\n", b)
	return err
}

// nameOf names the errors that tests expect.
func nameOf(err error) string {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "ended"
	}
	return err.Error()
}

// onlySecond makes requests over HTTP/2 alone, with TLS or without.
func onlySecond() *http.Transport {
	var protocols http.Protocols
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Transport{Protocols: &protocols, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
}

// secondVersion makes a request over HTTP/2 and prints version, body and trailer.
func secondVersion(url string) error {
	tr := onlySecond()
	defer tr.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, io.MultiReader(strings.NewReader("hi")))
	if err != nil {
		return err
	}
	resp, err := tr.RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	fmt.Println(resp.Proto, string(body), resp.Trailer.Get("X-End"))
	return err
}

// look says whether a name resolves.
func look(name string) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	_, err := (&net.Resolver{PreferGo: true}).LookupHost(ctx, name)
	var d *net.DNSError
	switch {
	case err == nil:
		fmt.Println("found")
	case errors.As(err, &d) && d.IsNotFound:
		fmt.Println("not found")
	default:
		return err
	}
	return nil
}

// abandon asks and goes away before the answer.
func abandon(to, request string) error {
	conn, err := net.DialTimeout("tcp", to, limit)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(conn, request); err != nil {
		return err
	}
	if _, err := io.ReadAll(os.Stdin); err != nil { // until the handler has begun
		return err
	}
	return conn.Close()
}

// resetStream makes a request over HTTP/2, gives it up when the input ends, and keeps the connection until the
// stream was reset.
func resetStream(url string) error {
	tr := onlySecond()
	defer tr.CloseIdleConnections()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		_, err := tr.RoundTrip(req)
		ended <- err
	}()
	if _, err := io.ReadAll(os.Stdin); err != nil { // until the handler has begun
		return err
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		return fmt.Errorf("the request ended with %w", err)
	}
	time.Sleep(time.Hour) // the container is destroyed when the handler knows
	return nil
}

// idle asks for a body without an end and reads its beginning alone for a while.
func idle(to string) error {
	conn, err := net.DialTimeout("tcp", to, limit)
	if err != nil {
		return err
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /endless HTTP/1.1\r\nHost: one.test\r\n\r\n")
	if _, err := conn.Read(make([]byte, 1)); err != nil {
		return err
	}
	time.Sleep(patience)
	fmt.Println("had enough")
	return nil
}

// patience is how long a write may take before it counts as held back.
const patience = time.Second

// flood sends a body that the handler does not read, and says how far it comes.
func flood(to string) error {
	const size, most = 256 << 20, 64 << 20
	conn, err := net.DialTimeout("tcp", to, limit)
	if err != nil {
		return err
	}
	defer conn.Close()
	fmt.Fprintf(conn, "PUT /hold HTTP/1.1\r\nHost: one.test\r\nContent-Length: %d\r\n\r\n", size)
	piece := make([]byte, 1<<20)
	for sent := 0; sent < size; {
		conn.SetWriteDeadline(time.Now().Add(patience))
		n, err := conn.Write(piece)
		sent += n
		if errors.Is(err, os.ErrDeadlineExceeded) && sent < most {
			fmt.Println("held back")
			return nil
		}
		if err != nil {
			return fmt.Errorf("after %d bytes: %w", sent, err)
		}
	}
	return errors.New("all was taken")
}

// headers sends more of them than anybody wants, and says whether it is stopped.
func headers(to string) error {
	const size, most = 100 << 20, 64 << 20 // most is above what all sockets on the way can hold together
	conn, err := net.DialTimeout("tcp", to, limit)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(limit))
	io.WriteString(conn, "GET / HTTP/1.1\r\nHost: one.test\r\n")
	field := "X-Field: " + strings.Repeat("x", 1000) + "\r\n"
	for sent := 0; sent < size; sent += len(field) {
		if _, err := io.WriteString(conn, field); err != nil {
			if sent > most || nameOf(err) != "ended" {
				return fmt.Errorf("after %d bytes: %w", sent, err)
			}
			fmt.Println("ended early")
			return nil
		}
	}
	return errors.New("all was taken")
}

// stall opens connections that say half of something and wait, and then makes a whole request.
func stall(to []string) error {
	for _, addr := range to {
		for _, half := range []string{"GET /x HT", "\x16\x03\x01\x02", ""} {
			conn, err := net.DialTimeout("tcp", addr, limit)
			if err != nil {
				return err
			}
			defer conn.Close()
			if _, err := io.WriteString(conn, half); err != nil {
				return err
			}
		}
	}
	return exchange(to[0], "GET /x HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n")
}
