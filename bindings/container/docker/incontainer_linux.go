package docker

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"golang.org/x/sys/unix"
)

// runExec becomes a further command in a container. Its number goes to stdout before anything else.
func runExec(args []string) error {
	flags := flag.NewFlagSet(commandExec, flag.ContinueOnError)
	out := flags.Bool("stdout", true, "")
	errs := flags.Bool("stderr", true, "")
	combined := flags.Bool("combined", false, "")
	rows := flags.Uint("rows", 0, "")
	cols := flags.Uint("cols", 0, "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *rows > 0 {
		if err := unix.IoctlSetWinsize(1, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(*rows), Col: uint16(*cols)}); err != nil {
			return fmt.Errorf("size the terminal: %w", err)
		}
	}
	if _, err := fmt.Printf("%s%d\n", pidHead, os.Getpid()); err != nil {
		return err
	}
	argv := flags.Args()
	name, err := exec.LookPath(argv[0])
	if errors.Is(err, exec.ErrDot) {
		err = nil
	}
	if err != nil {
		cannotRun(argv[0], err)
	}
	if !*out {
		err = errors.Join(err, discard(1))
	}
	if !*errs {
		err = errors.Join(err, discard(2))
	}
	if *combined {
		err = unix.Dup3(1, 2, 0)
	}
	if err != nil {
		return fmt.Errorf("redirect output: %w", err)
	}
	cannotRun(argv[0], unix.Exec(name, argv, os.Environ()))
	return nil
}

// discard makes a descriptor one to which anything can be written.
func discard(fd int) error {
	null, err := unix.Open(os.DevNull, unix.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return unix.Dup3(null, fd, 0)
}

// cannotRun says why as a shell does, and ends with its exit code.
func cannotRun(name string, err error) {
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, os.ErrNotExist):
		fmt.Fprintf(os.Stderr, "%s: not found\n", name)
		os.Exit(127)
	case errors.Is(err, os.ErrPermission):
		fmt.Fprintf(os.Stderr, "%s: permission denied\n", name)
	default:
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
	}
	os.Exit(126)
}

// runKill sends a signal: args are a process's number and the signal's.
func runKill(args []string) error {
	if len(args) != 2 {
		return errors.New("want a process and a signal")
	}
	pid, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	sig, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	return unix.Kill(pid, unix.Signal(sig))
}
