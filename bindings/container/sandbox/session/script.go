package session

import (
	"fmt"
	"regexp"
	"sort"
	"strings"

	"paddock/bindings/container/sandbox"
)

// dialect is what differs between shells.
type dialect struct {
	args   []string
	report string // the descriptor of reports
	eval   string // eval that survives an error of syntax
	load   string // gives the text of a file; %s is its name in quotes
}

// The shells that are looked for. Those of POSIX know descriptors of one digit only.
func dialects() []dialect {
	return []dialect{
		{args: []string{"bash", "--norc"}, report: "198", eval: "eval", load: "$(<%s)"},
		{args: []string{"sh"}, report: "9", eval: "command eval", load: "$(cat %s)"},
	}
}

// quote makes text one word of a shell.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// greeting is the first script: the descriptor of reports, which was inherited as 3, gets its place.
func (d dialect) greeting() string { return "exec " + d.report + ">&3 3>&-\n" }

// job is one command as a script needs it.
type job struct {
	id             uint64
	line           string
	file           string // holds the line; "": it is short and in the script
	cwd            string
	env            sandbox.Variables
	stdout, stderr string // named pipes
}

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// checkEnv finds names that a shell cannot have.
func checkEnv(env sandbox.Variables) error {
	for _, name := range names(env) {
		if !variableName.MatchString(name) {
			return fmt.Errorf("Invalid environment variable name: %s", name)
		}
	}
	return nil
}

func names(env sandbox.Variables) []string {
	var all []string
	for name, value := range env {
		if value != nil {
			all = append(all, name)
		}
	}
	sort.Strings(all)
	return all
}

// text is the shell's word for the command.
func (d dialect) text(j job) string {
	if j.file != "" {
		return `"` + fmt.Sprintf(d.load, quote(j.file)) + `"`
	}
	return quote(j.line)
}

// within gives the redirections of a command.
func (d dialect) within(j job) string {
	return fmt.Sprintf("</dev/null >%s 2>%s %s>&-", quote(j.stdout), quote(j.stderr), d.report)
}

// foreground runs a job in the shell itself. Variables of the job and its folder are undone
// afterwards, whatever the command has made of them. It begins with a line that does nothing: after
// an eval of an open quote, bash does not know a reserved word at the start of the next line.
func (d dialect) foreground(j job) string {
	var set, undo strings.Builder
	for i, name := range names(j.env) {
		fmt.Fprintf(&set, "__sandbox_had%d=${%s+x} __sandbox_was%d=${%s-}; export %s=%s; ", i, name, i, name, name, quote(*j.env[name]))
		fmt.Fprintf(&undo, `if [ "$__sandbox_had%d" ]; then export %s="$__sandbox_was%d"; else unset %s; fi; unset __sandbox_had%d __sandbox_was%d; `, i, name, i, name, i, i)
	}
	run := set.String() + d.eval + " " + d.text(j) + "; __sandbox_code=$?; " + undo.String()
	if j.cwd != "" {
		run = fmt.Sprintf(`__sandbox_dir=$PWD; if command cd -- %s 2>/dev/null; then %scommand cd -- "$__sandbox_dir"; else %s; __sandbox_code=1; fi; `,
			quote(j.cwd), run, noFolder(j))
	}
	return fmt.Sprintf(":\n{ %s} %s; printf '%%s exit %%s\\n' %d \"$__sandbox_code\" >&%s\n", run, d.within(j), j.id, d.report)
}

// background runs a job in a copy of the shell, whose parent reports its process and its end. The
// shell itself has no child of it: "wait" in a command does not wait for it.
func (d dialect) background(j job) string {
	var set strings.Builder
	for _, name := range names(j.env) {
		fmt.Fprintf(&set, "export %s=%s; ", name, quote(*j.env[name]))
	}
	run := set.String() + d.eval + " " + d.text(j) + "; "
	if j.cwd != "" {
		run = fmt.Sprintf("if command cd -- %s 2>/dev/null; then %selse %s; exit 1; fi; ", quote(j.cwd), run, noFolder(j))
	}
	return fmt.Sprintf(":\n( { { %s} %s & __sandbox_pid=$!; printf '%%s pid %%s\\n' %d \"$__sandbox_pid\" >&%s; __sandbox_code=0; wait \"$__sandbox_pid\" || __sandbox_code=$?; printf '%%s exit %%s\\n' %d \"$__sandbox_code\" >&%s; } </dev/null >/dev/null 2>&1 & )\n",
		run, d.within(j), j.id, d.report, j.id, d.report)
}

// noFolder says why a job has not run, in the original's words, quotes included.
func noFolder(j job) string {
	return `printf '%s\n' ` + quote("Failed to change directory to "+quote(j.cwd)) + " >&2"
}
