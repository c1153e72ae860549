package image

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"io"
	"os/exec"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// errNoXZ is what is told where the one compression that Go has no package for cannot be undone.
var errNoXZ = errors.New("it is compressed with xz, and there is no program xz here; install xz-utils, or compress it with gzip")

// decompress undoes gzip, bzip2, Zstandard and, by this machine's program, xz: by what the data begins with. Other data is passed on.
func decompress(r io.Reader) (io.ReadCloser, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(4)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return gzip.NewReader(in)
	case bytes.HasPrefix(head, []byte("BZh")):
		return io.NopCloser(bzip2.NewReader(in)), nil
	case bytes.HasPrefix(head, []byte{0xfd, '7', 'z', 'X'}):
		return unxz(in)
	case bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		d, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	}
	return io.NopCloser(in), nil
}

// countingReader counts what was read.
type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// unxz undoes xz.
func unxz(in io.Reader) (io.ReadCloser, error) {
	program, err := exec.LookPath("xz")
	if err != nil {
		return nil, errNoXZ
	}
	cmd := exec.Command(program, "-dc")
	cmd.Stdin = in
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &xzReader{out, cmd}, nil
}

// xzReader is the output of xz.
type xzReader struct {
	io.Reader
	cmd *exec.Cmd
}

// Close ends xz, which may have more to say than was wanted. What is damaged shows in the archive.
func (x *xzReader) Close() error {
	_ = x.cmd.Process.Kill()
	_ = x.cmd.Wait()
	return nil
}
