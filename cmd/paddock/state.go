package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"paddock/bindings/store"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// stateFlags are the flags of the commands that read and write local state, as wrangler has them.
type stateFlags struct {
	persistTo string
	local     bool
	remote    bool
	quiet     bool // the command does not say where the state is
}

func (f *stateFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.persistTo, "persist-to", "", "folder for local state (default .wrangler/state)")
	flags.BoolVar(&f.local, "local", true, "use local state (the default)")
	flags.BoolVar(&f.remote, "remote", false, "use Cloudflare's own storage")
	_ = flags.MarkHidden("local")
	_ = flags.MarkHidden("remote")
}

// localState is an open state folder with the clock that bindings ask for.
type localState struct{ *store.State }

// Now is the clock of expiry and of upload times.
func (localState) Now() time.Time { return time.Now() }

// withState runs f on the project's state folder, beside a session that has it, and says first where
// that is. The project is empty where there is no configuration.
func (a *app) withState(cmd *cobra.Command, flags *stateFlags, f func(p *config.Project, s localState) error) (err error) {
	switch {
	case flags.remote && cmd.Flags().Changed("local"):
		return usageError("Arguments remote and local are mutually exclusive")
	case flags.remote || !flags.local:
		return message.Errors{{
			Kind: message.Error, Text: "not emulated: --remote. Paddock has only local state.",
			Hint: "leave the flag out, or use wrangler",
		}}
	case !flags.quiet:
		a.location()
	}
	p, err := a.loadProject(cmd.Context())
	if err != nil {
		var missing *config.NotFound
		if !errors.As(err, &missing) {
			return err
		}
		p = &config.Project{Dir: missing.Dir, Home: missing.Dir}
	}
	s, err := store.Open(a.stateDir(p, flags.persistTo), store.Options{Shared: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return f(p, localState{s})
}

// confirm asks the user a question on the terminal; where there is nobody to ask the answer is
// yes, and it says so.
func (a *app) confirm(question string) bool {
	in, ok := a.Stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		fmt.Fprintf(a.Stdout, "? %s\n🤖 Using fallback value in non-interactive context: yes\n", question)
		return true
	}
	fmt.Fprintf(a.Stderr, "? %s (y/n) ", question)
	answer, _ := bufio.NewReader(in).ReadString('\n')
	return strings.EqualFold(strings.TrimSpace(answer), "y") || strings.EqualFold(strings.TrimSpace(answer), "yes")
}

// location prints wrangler's lines about where the data is, to the space at the end of the first.
func (a *app) location() {
	fmt.Fprint(a.Stdout, "Resource location: local \n\nUse --remote if you want to access the remote instance.\n\n")
}

// open opens a file that the user named, relative to the folder to work in, to be read from its beginning
// to its end.
func (a *app) open(name string) (io.ReadCloser, error) {
	path := a.path(name)
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(name, path, err)
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, errors.Join(unreadable(name, path, syscall.EISDIR), file.Close())
	}
	return file, nil
}

// unreadable is the error of a file that cannot be read, in wrangler's words and in Node's.
func unreadable(name, path string, err error) error {
	return message.Errors{{Kind: message.Error, Text: "Could not read file: " + name, Notes: []string{nodeError(path, err)}}}
}

// nodeError tells of a file that cannot be opened in Node's words.
func nodeError(path string, err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("ENOENT: no such file or directory, open '%s'", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("EACCES: permission denied, open '%s'", path)
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Sprintf("ENOTDIR: not a directory, open '%s'", path)
	case errors.Is(err, syscall.EISDIR):
		return "EISDIR: illegal operation on a directory, read"
	}
	return err.Error()
}
