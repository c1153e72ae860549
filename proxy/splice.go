package proxy

import (
	"context"
	"io"
	"net"
	"sync"
)

// splice copies both ways between two connections until both directions have
// ended, handing on the end of each as it comes, or until ctx is done. It closes
// both. Each side may have bytes that were read off it before. The counts are
// what a and b have sent.
//
// io.Copy between TCP connections is done by the kernel (splice(2)).
func splice(ctx context.Context, a net.Conn, fromA []byte, b net.Conn, fromB []byte) (sentA, sentB int64, err error) {
	stop := context.AfterFunc(ctx, func() {
		reset(a)
		reset(b)
	})
	defer stop()
	defer a.Close()
	defer b.Close()

	var errA, errB error
	var wg sync.WaitGroup
	wg.Go(func() { sentB, errB = pour(a, b, fromB) })
	sentA, errA = pour(b, a, fromA)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return sentA, sentB, err
	}
	if errA != nil {
		return sentA, sentB, errA
	}
	return sentA, sentB, errB
}

// pour copies one direction and then ends it; an error ends both.
func pour(dst, src net.Conn, first []byte) (n int64, err error) {
	if len(first) > 0 {
		var w int
		w, err = dst.Write(first)
		n = int64(w)
	}
	if err == nil {
		var m int64
		m, err = io.Copy(dst, src)
		n += m
	}
	if err != nil {
		reset(dst)
		reset(src)
		return n, err
	}
	closeWrite(dst)
	return n, nil
}
