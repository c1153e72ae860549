package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"paddock/wrangler/ci"
	"paddock/wrangler/dev"
	"paddock/wrangler/inspect"
	"paddock/wrangler/message"
)

// runFlags are the flags of run beside those of dev.
type runFlags struct {
	devFlags
	junit         string
	denyUnmatched bool

	reportFile *os.File // of junit; nil: there is none
}

func newRunCommand(a *app) *cobra.Command {
	f := &runFlags{}
	cmd := &cobra.Command{
		Use:   "run [flags] -- CMD [ARG…]",
		Short: "Serve the Worker while a command runs, as tests do in CI",
		Long: "run serves the Worker on a free port, runs CMD on this machine with PADDOCK_URL set to where\n" +
			"that is, stops everything and ends with CMD's exit code.",
		Example: "  paddock run -- npm test\n  paddock run --junit report.xml --har egress.har --deny-unmatched -- ./test.sh",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.run(cmd.Context(), f, args) },
	}
	flags := cmd.Flags()
	flags.IntVar(&f.port, "port", 0, "port to listen on; 0 for a free one")
	flags.StringVar(&f.ip, "ip", "127.0.0.1", "address to listen on")
	flags.StringVar(&f.junit, "junit", "", "write a report in JUnit's form to this file")
	flags.BoolVar(&f.denyUnmatched, "deny-unmatched", false, "fail, with a list, if anything left a container that no handler took")
	a.Overrides.add(flags)
	f.addShared(cmd)
	return cmd
}

// run serves the Worker while a command runs.
func (a *app) run(ctx context.Context, f *runFlags, command []string) error {
	f.keep, a.AnyKind = f.denyUnmatched, true
	if err := f.openReport(); err != nil {
		return err
	}
	began := time.Now()
	code, err := a.serveAndRun(ctx, f, command)
	cases := []ci.Case{{Name: strings.Join(command, " "), Duration: time.Since(began)}}
	if err != nil {
		cases[0].Failure = "Paddock could not run it: " + err.Error()
		return errors.Join(err, f.report(began, cases))
	}
	if code != 0 {
		cases[0].Failure = fmt.Sprintf("%s ended with exit code %d", command[0], code)
	}
	if f.denyUnmatched {
		egress := ci.Case{Name: "egress is taken by handlers", Failure: unmatched(&f.log)}
		cases = append(cases, egress)
		code = a.failed(code, message.Message{
			Kind: message.Error, Text: egress.Failure,
			Hint: "give the class a handler for each, or leave --deny-unmatched out",
		})
	}
	if f.replayFrom != "" {
		answers := ci.Case{Name: "answers of the internet are recorded", Failure: f.missed()}
		cases = append(cases, answers)
		code = a.failed(code, missedMessage(answers.Failure))
	}
	if err := f.report(began, cases); err != nil {
		return err
	}
	if code != 0 {
		return exitCode(code)
	}
	return nil
}

// failed tells of what else than the command went wrong, if something did, and gives the exit code.
func (a *app) failed(code int, m message.Message) int {
	if m.Text == "" {
		return code
	}
	a.printer().Print(m)
	if code == 0 {
		return 1
	}
	return code
}

// openReport makes the JUnit file, if one was asked for: that it cannot be made is told before anything runs.
func (f *runFlags) openReport() (err error) {
	if f.junit == "" {
		return nil
	}
	if f.reportFile, err = os.Create(f.junit); err != nil {
		return fmt.Errorf("--junit: %w", err)
	}
	return nil
}

// report writes the JUnit file.
func (f *runFlags) report(began time.Time, cases []ci.Case) error {
	if f.reportFile == nil {
		return nil
	}
	err := errors.Join(ci.WriteJUnit(f.reportFile, "paddock run", began, cases), f.reportFile.Close())
	if err != nil {
		return fmt.Errorf("--junit: %w", err)
	}
	return nil
}

// unmatched lists what no handler took; "" for nothing.
func unmatched(log *inspect.Log) string {
	records := log.Unmatched()
	if len(records) == 0 {
		return ""
	}
	var b strings.Builder
	if len(records) == 1 {
		b.WriteString("A request or connection left a container that no handler took:")
	} else {
		fmt.Fprintf(&b, "%d requests or connections left a container that no handler took:", len(records))
	}
	for _, r := range records {
		b.WriteString("\n  " + strings.ReplaceAll(inspect.Text(r), "\n", "\n  "))
	}
	return b.String()
}

// serveAndRun gives the command's exit code; an error is Paddock's own.
func (a *app) serveAndRun(ctx context.Context, f *runFlags, command []string) (code int, err error) {
	// Signals go to the command; it is its end that ends run.
	ctx = context.WithoutCancel(ctx)
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)

	t := &terminal{out: a.Stderr, err: a.Stderr, color: a.Color, dir: a.printer().Dir, quiet: true}
	s, err := a.session(ctx, &f.devFlags, t, nil)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close(), f.save(), f.close()) }()
	front, err := listen(s, f.ip, f.port, f.port != 0, nil)
	if err != nil {
		return 0, err
	}
	defer func() {
		stopping, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		err = errors.Join(err, front.Close(stopping))
	}()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Dir = a.Cwd
	cmd.Env = append(os.Environ(), environment(f.ip, front)...)
	if err := cmd.Start(); err != nil {
		var code exitCode
		if err = cannotRun(command[0], err); errors.As(err, &code) {
			return int(code), nil
		}
		return 0, err
	}
	ended := make(chan struct{})
	go func() { // ends with the command
		for {
			select {
			case sig := <-signals:
				_ = cmd.Process.Signal(sig) // it may have just ended
			case <-ended:
				return
			}
		}
	}()
	err = cmd.Wait()
	close(ended)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, fmt.Errorf("wait for %s: %w", command[0], err)
	}
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		return 128 + int(status.Signal()), nil
	}
	return cmd.ProcessState.ExitCode(), nil
}

// environment tells the command where the Worker is.
func environment(ip string, front *dev.Front) []string {
	port := strconv.Itoa(front.Port())
	return []string{"PADDOCK_URL=" + frontURL(ip, front), "PADDOCK_PORT=" + port}
}

// cannotRun gives the shell's exit code for a command that is not there or may not be run.
func cannotRun(command string, err error) error {
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		fmt.Fprintf(os.Stderr, "paddock: %s: command not found\n", command)
		return exitCode(127)
	case errors.Is(err, fs.ErrPermission):
		fmt.Fprintf(os.Stderr, "paddock: %s: permission denied\n", command)
		return exitCode(126)
	}
	return fmt.Errorf("start %s: %w", command, err)
}
