// Command big puts as many MiB as its second argument says to the URL that its first argument
// gives, gets them again and compares. Neither way holds the body in memory.
package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(url, size string) error {
	mebibytes, err := strconv.ParseInt(size, 10, 64)
	if err != nil {
		return err
	}
	length := mebibytes << 20
	sent := sha256.New()
	req, err := http.NewRequest(http.MethodPut, url, io.TeeReader(io.LimitReader(rand.NewChaCha8([32]byte{1}), length), sent))
	if err != nil {
		return err
	}
	req.ContentLength = length
	if err := exchange(req, http.StatusCreated, io.Discard); err != nil {
		return err
	}
	if req, err = http.NewRequest(http.MethodGet, url, nil); err != nil {
		return err
	}
	got := &counted{Hash: sha256.New()}
	if err := exchange(req, http.StatusOK, got); err != nil {
		return err
	}
	if got.n != length || !bytes.Equal(got.Sum(nil), sent.Sum(nil)) {
		return fmt.Errorf("%d bytes came back, not the %d that were sent", got.n, length)
	}
	_, err = fmt.Println("the same")
	return err
}

func exchange(req *http.Request, status int, to io.Writer) error {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != status {
		return fmt.Errorf("%s: status %d", req.Method, resp.StatusCode)
	}
	_, err = io.Copy(to, resp.Body)
	return err
}

// counted hashes and counts.
type counted struct {
	hash.Hash
	n int64
}

func (c *counted) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return c.Hash.Write(p)
}
