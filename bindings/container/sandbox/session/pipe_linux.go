package session

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// bufferSize is that of one read, in bytes: what a pipe of Linux holds.
const bufferSize = 64 << 10

// pipes are the outputs that are read, until the last program that writes to them has ended.
type pipes struct {
	mu    sync.Mutex // guards open, ended
	open  map[*os.File]struct{}
	ended bool
	wait  sync.WaitGroup
}

func newPipes() *pipes { return &pipes{open: map[*os.File]struct{}{}} }

// close ends all reading.
func (p *pipes) close() {
	p.mu.Lock()
	p.ended = true
	for f := range p.open {
		f.Close()
	}
	p.mu.Unlock()
	p.wait.Wait()
}

// output is one output of a command.
type output struct {
	file  *os.File
	taken chan struct{} // closed when all that is wanted was taken
}

// read reads a file to its end and gives it to take, until finish. The file is the pipes' to close.
func (p *pipes) read(f *os.File, take func([]byte)) *output {
	o := &output{file: f, taken: make(chan struct{})}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		f.Close()
		close(o.taken)
		return o
	}
	p.open[f] = struct{}{}
	p.wait.Go(func() {
		o.follow(take)
		p.mu.Lock()
		delete(p.open, f)
		p.mu.Unlock()
		f.Close()
	})
	return o
}

func (o *output) follow(take func([]byte)) {
	buffer := make([]byte, bufferSize)
	for {
		n, err := o.file.Read(buffer)
		if n > 0 {
			take(buffer[:n])
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			o.drain(buffer, take)
			close(o.taken)
			io.CopyBuffer(io.Discard, o.file, buffer)
			return
		}
		if err != nil {
			close(o.taken)
			return
		}
	}
}

// drain takes what the pipe holds now.
func (o *output) drain(buffer []byte, take func([]byte)) {
	_ = o.file.SetReadDeadline(time.Time{})
	raw, err := o.file.SyscallConn()
	if err != nil {
		return
	}
	for {
		n := 0
		err := raw.Read(func(fd uintptr) bool {
			n, _ = unix.Read(int(fd), buffer)
			return true
		})
		if err != nil || n <= 0 {
			return
		}
		take(buffer[:n])
	}
}

// finish takes what is there and no more. With patience, it waits that long for the output's end.
func (o *output) finish(patience time.Duration) {
	if patience > 0 {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case <-o.taken:
			return
		case <-timer.C:
		}
	}
	_ = o.file.SetReadDeadline(time.Unix(1, 0))
	<-o.taken
}

// fifo is a named pipe and the end that keeps it open until a command has opened it, too.
type fifo struct {
	path string
	read *os.File
	hold int
}

func newFIFO(path string) (fifo, error) {
	if err := unix.Mkfifo(path, 0o600); err != nil {
		return fifo{}, fmt.Errorf("make pipe: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		os.Remove(path)
		return fifo{}, fmt.Errorf("open pipe: %w", err)
	}
	hold, err := unix.Open(path, unix.O_WRONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		f.Close()
		os.Remove(path)
		return fifo{}, fmt.Errorf("open pipe: %w", err)
	}
	return fifo{path, f, hold}, nil
}

// release lets the pipe end with its last writer. The command has opened it, or never will.
func (f fifo) release() {
	unix.Close(f.hold)
	os.Remove(f.path)
}

// discard undoes newFIFO.
func (f fifo) discard() {
	f.release()
	f.read.Close()
}
