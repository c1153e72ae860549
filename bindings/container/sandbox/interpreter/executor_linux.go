package interpreter

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"paddock/bindings/container/sandbox"
)

//go:embed executor.py
var pythonExecutor string

//go:embed executor.js
var javascriptExecutor string

const (
	// startLimit is how long a process may take to be ready.
	startLimit = time.Minute
	// grace is what a run may take beyond its timeout, which the process heeds itself.
	grace = 2 * time.Second
	// maxPrinted bounds what is kept of each output of a run.
	maxPrinted = 64 << 20
)

var (
	errTerminated = errors.New("the executor has terminated")
	errTimeout    = errors.New("Execution timeout") //nolint:staticcheck // the original's words
)

// request is a line for the process.
type request struct {
	Code    string `json:"code"`
	Timeout int64  `json:"timeout,omitempty"` // in milliseconds
}

// outcome is a line of the process, and what was printed.
type outcome struct {
	Ready   bool             `json:"ready"`
	Results []map[string]any `json:"results"`
	Error   *problem         `json:"error"`

	stdout, stderr string
}

// problem is what code has failed with.
type problem struct {
	Name      string   `json:"name"`
	Message   string   `json:"message"`
	Traceback []string `json:"traceback"`
}

// executor is the process of one context.
type executor struct {
	cmd     *exec.Cmd
	group   *sandbox.Group
	in      *os.File
	lines   chan outcome  // closed at the end of the process
	ended   chan struct{} // closed when the process has ended
	turn    chan struct{} // holds one token: who has it may run code
	outputs [2]*os.File   // files without a name that the process prints to

	closing sync.Once
}

// start runs a program and waits until it is ready.
func start(ctx context.Context, cmd *exec.Cmd, temp string) (*executor, error) {
	e := &executor{cmd: cmd, lines: make(chan outcome), ended: make(chan struct{}), turn: make(chan struct{}, 1)}
	answers, err := e.launch(temp)
	if err != nil {
		return nil, err
	}
	go e.read(answers)
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	select {
	case first, ok := <-e.lines:
		if ok && first.Ready {
			e.turn <- struct{}{}
			return e, nil
		}
	case <-ctx.Done():
		e.close()
		return nil, fmt.Errorf("executor failed to start within %v", startLimit)
	}
	said := strings.TrimSpace(e.printed(1))
	e.close()
	return nil, fmt.Errorf("executor failed to start: %s", said)
}

// launch starts the process and gives where its answers come from.
func (e *executor) launch(temp string) (answers *os.File, err error) {
	var theirs []*os.File
	defer func() {
		for _, f := range theirs {
			f.Close()
		}
		if err != nil {
			e.release()
		}
	}()
	for i := range e.outputs {
		if e.outputs[i], err = nameless(temp); err != nil {
			return nil, err
		}
	}
	theirIn, ourIn, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	e.in, theirs = ourIn, append(theirs, theirIn)
	answers, theirOut, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	theirs = append(theirs, theirOut)
	e.cmd.Stdout, e.cmd.Stderr = e.outputs[0], e.outputs[1]
	e.cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	e.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := e.cmd.Start(); err != nil {
		answers.Close()
		return nil, err
	}
	e.group = sandbox.Lead(e.cmd)
	return answers, nil
}

// nameless makes a file that goes with its last descriptor. What is written to it is appended, so
// that it can be emptied between runs.
func nameless(temp string) (*os.File, error) {
	f, err := os.CreateTemp(temp, "output")
	if err != nil {
		return nil, err
	}
	name := f.Name()
	f.Close()
	defer os.Remove(name)
	return os.OpenFile(name, os.O_RDWR|os.O_APPEND, 0)
}

// read passes answers on until the process ends, and waits for it.
func (e *executor) read(answers *os.File) {
	defer close(e.ended)
	defer close(e.lines)
	defer answers.Close()
	r := bufio.NewReader(answers)
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			break
		}
		var o outcome
		if err := json.Unmarshal(line, &o); err != nil {
			break // who writes that is no executor of ours any more
		}
		e.lines <- o
	}
	e.kill()
	_ = e.group.Wait(syscall.SIGKILL) // how it ended does not matter
}

// run runs code, after what runs in the context already. When ctx ends first, the code runs on and
// the next waits for it.
func (e *executor) run(ctx context.Context, code string, timeout time.Duration) (outcome, error) {
	select {
	case <-e.turn:
	case <-e.ended:
		return outcome{}, errTerminated
	case <-ctx.Done():
		return outcome{}, context.Cause(ctx)
	}
	for _, f := range e.outputs {
		_ = f.Truncate(0) // what was printed between runs is nobody's
	}
	line, err := json.Marshal(request{code, timeout.Milliseconds()})
	if err != nil {
		return outcome{}, err
	}
	if _, err := e.in.Write(append(line, '\n')); err != nil {
		return outcome{}, errTerminated
	}
	done := make(chan outcome, 1)
	go e.await(done, timeout)
	select {
	case o, ok := <-done:
		if !ok {
			return outcome{}, errTerminated
		}
		if o.Error != nil && o.Error.Name == "TimeoutError" && timeout > 0 {
			return outcome{}, errTimeout
		}
		return o, nil
	case <-ctx.Done():
		return outcome{}, context.Cause(ctx)
	}
}

// await takes the answer of a run and lets the next begin. A run that does not heed its timeout ends
// with its process.
func (e *executor) await(done chan<- outcome, timeout time.Duration) {
	defer close(done)
	if timeout > 0 {
		late := time.AfterFunc(timeout+grace, e.kill)
		defer late.Stop()
	}
	o, ok := <-e.lines
	if !ok {
		return
	}
	o.stdout, o.stderr = e.printed(0), e.printed(1)
	done <- o
	e.turn <- struct{}{}
}

// printed gives what is in an output.
func (e *executor) printed(i int) string {
	text, _ := io.ReadAll(io.NewSectionReader(e.outputs[i], 0, maxPrinted)) // a file of our own
	return strings.ToValidUTF8(string(text), "\ufffd")
}

func (e *executor) terminated() bool {
	select {
	case <-e.ended:
		return true
	default:
		return false
	}
}

// kill ends the process and what it has started.
func (e *executor) kill() { e.group.Signal(syscall.SIGKILL) }

// close ends the process and waits for that.
func (e *executor) close() {
	e.closing.Do(func() {
		e.kill()
		for {
			select {
			case <-e.lines: // an answer that nobody waits for
				continue
			case <-e.ended:
			}
			break
		}
		e.release()
	})
	<-e.ended
}

func (e *executor) release() {
	for _, f := range append(e.outputs[:], e.in) {
		if f != nil {
			f.Close()
		}
	}
}
