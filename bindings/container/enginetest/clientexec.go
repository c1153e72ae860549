package enginetest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/term"
)

// obey ends as SIGTERM ends a process, also where the system leaves that to it.
func obey() error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	fmt.Println("obeying")
	<-signals
	os.Exit(128 + int(syscall.SIGTERM))
	return nil
}

// streams tells what a further command was given, on both outputs, and ends with 5.
func streams() error {
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil {
		return err
	}
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	fmt.Println(strings.TrimSpace(line), os.Getenv("FROM"), os.Getenv("OVER"), dir)
	fmt.Fprintln(os.Stderr, "wrong")
	os.Exit(5)
	return nil
}

// terminal tells the size of its terminal, and after a line of input again.
func terminal() error {
	if err := size(); err != nil {
		return err
	}
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	if err := size(); err != nil {
		return err
	}
	if term.IsTerminal(1) {
		fmt.Println("on a terminal")
	}
	return nil
}

func size() error {
	width, height, err := term.GetSize(0)
	fmt.Println(height, width)
	return err
}

// devices names those of the network.
func devices() error {
	all, err := net.Interfaces()
	for _, d := range all {
		fmt.Println(d.Name)
	}
	return err
}

// load gets a URL that often, on one connection.
func load(url, times string) error {
	n, err := strconv.Atoi(times)
	if err != nil {
		return err
	}
	for range n {
		resp, err := http.Get(url)
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			return err
		}
		resp.Body.Close()
	}
	return nil
}
