package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// maxContainerLog is the size in bytes at which a container's log is put aside when it starts anew.
const maxContainerLog = 8 << 20

// kept gives what an instance prints to the terminal, and keeps it in a file of the state folder, one
// for each instance, with the time and the stream of each line.
func (t *terminal) kept(state string) func(class, object string) (stdout, stderr io.WriteCloser) {
	return func(class, object string) (stdout, stderr io.WriteCloser) {
		out, errs := t.output(class, object)
		file, err := openContainerLog(filepath.Join(state, "containers", "logs"), class+"-"+short(object)+".log")
		if err != nil { // a full disk, say: the terminal is enough
			return out, errs
		}
		stream := func(name string) *lines {
			return &lines{emit: func(line string) {
				fmt.Fprintf(file, "%s %s %s\n", time.Now().UTC().Format("2006-01-02T15:04:05.000Z"), name, line)
			}}
		}
		return &both{out, stream("out"), nil}, &both{errs, stream("err"), file} // stderr is closed last
	}
}

// openContainerLog opens a log to be continued; one that is large is put aside first.
func openContainerLog(dir, name string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, name)
	if info, err := os.Stat(path); err == nil && info.Size() > maxContainerLog {
		if err := os.Rename(path, path+".old"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
}

// both writes to two, and closes what is behind them.
type both struct {
	one, two io.WriteCloser
	behind   io.Closer // nil: nothing
}

func (b *both) Write(p []byte) (int, error) {
	_, _ = b.two.Write(p) // its failure must not end the container's output
	return b.one.Write(p)
}

// Close implements io.Closer.
func (b *both) Close() error {
	err := errors.Join(b.one.Close(), b.two.Close())
	if b.behind != nil {
		err = errors.Join(err, b.behind.Close())
	}
	return err
}
