// Command load goes to addresses again and again, each given as WAY=ADDRESS, and says after each try
// what came of it: WAY and "answered", "caught" or "failed". It goes on when nobody hears it any more.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// patience bounds a try.
const patience = 5 * time.Second

// pause leaves room for the other programs of this machine.
const pause = 20 * time.Millisecond

func main() {
	signal.Ignore(syscall.SIGPIPE)
	for _, arg := range os.Args[1:] {
		go func() {
			for way, address, _ := strings.Cut(arg, "="); ; time.Sleep(pause) {
				fmt.Println(way, try(way, address))
			}
		}()
	}
	select {}
}

func try(way, address string) string {
	var heard string
	var err error
	switch way {
	case "http", "https":
		heard, err = get(way + "://" + address)
	default: // "tcp4", "udp6"
		heard, err = say(way, address)
	}
	if err != nil {
		return "failed"
	}
	return heard
}

// get asks the way that the environment names, as programs do that honour proxies.
func get(url string) (string, error) {
	c := http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true}, Timeout: patience}
	resp, err := c.Get(url)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

func say(network, address string) (string, error) {
	c, err := net.DialTimeout(network, address, patience)
	if err != nil {
		return "", err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c, "secret"); err != nil {
		return "", err
	}
	_, err = c.Read(make([]byte, 1))
	return "answered", err
}
