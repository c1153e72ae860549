package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"paddock/fixtures/wranglertest"
)

var record = flag.Bool("record", false, "ask wrangler again for what fixtures/commands has of it")

// TestCommands holds commands to what wrangler prints, on either stream, and to its exit code. A file
// of fixtures/commands is a folder of projects and, in "commands", command lines that run there one
// after the other. "wrangler" has what wrangler did, as
//
//	$ the command line
//	|a line of standard output
//	!a line of standard error
//	exit 1
//
// and "paddock" the same for what Paddock does otherwise on purpose, with the reason in a line that
// begins with "#". Help is Paddock's own: <help> stands for either. With PADDOCK_WRANGLER in the
// environment, -record asks wrangler again.
func TestCommands(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../fixtures/commands/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no commands: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if *record {
				recordCommands(t, archive, file)
			}
			compareCommands(t, archive)
		})
	}
}

// compareCommands runs the commands of an archive, and complains of what is neither wrangler's nor said
// to be Paddock's own.
func compareCommands(t *testing.T, archive *txtar.Archive) {
	theirs, own := blocks(section(archive, "wrangler")), blocks(section(archive, "paddock"))
	for _, got := range transcript(t, archive, "paddock") {
		want := blockOf(theirs, got)
		mine := blockOf(own, got)
		switch {
		case want.command == "":
			t.Errorf("$ %s\nis not recorded; Paddock does\n%s", got.command, got.text)
		case mine.command != "" && got.text == want.text:
			t.Errorf("$ %s\nis not Paddock's own any more: take it out of the section", got.command)
		case mine.command != "" && got.text != mine.text:
			t.Errorf("$ %s\ngot\n%s\nwant Paddock's own\n%s", got.command, got.text, mine.text)
		case mine.command == "" && got.text != want.text:
			t.Errorf("$ %s\ngot\n%s\nwant\n%s", got.command, got.text, want.text)
		}
	}
}

// recordCommands asks wrangler for what the commands of an archive do, and keeps it.
func recordCommands(t *testing.T, archive *txtar.Archive, file string) {
	program, ok := wranglertest.Program()
	if !ok {
		t.Fatalf("%s must be the path of Cloudflare's wrangler", wranglertest.Variable)
	}
	var text bytes.Buffer
	for _, b := range transcript(t, archive, program) {
		fmt.Fprintf(&text, "$ %s\n%s", b.command, b.text)
	}
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "wrangler" })
	if i < 0 {
		i = len(archive.Files)
		archive.Files = append(archive.Files, txtar.File{Name: "wrangler"})
	}
	archive.Files[i].Data = text.Bytes()
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// block is a command line, which of those that are alike it is, and what it does.
type block struct {
	command string
	nth     int
	text    string
}

// blocks reads a transcript.
func blocks(text string) (all []block) {
	for line := range strings.Lines(text) {
		command, ok := strings.CutPrefix(line, "$ ")
		switch {
		case ok:
			all = append(all, block{command: strings.TrimSuffix(command, "\n")})
			all[len(all)-1].nth = occurrences(all)
		case len(all) > 0 && !strings.HasPrefix(line, "#"):
			all[len(all)-1].text += line
		}
	}
	return all
}

// occurrences counts the blocks with the command of the last one.
func occurrences(all []block) (n int) {
	for _, b := range all {
		if b.command == all[len(all)-1].command {
			n++
		}
	}
	return n
}

// blockOf finds the block of a command; one without a command if there is none.
func blockOf(all []block, of block) block {
	i := slices.IndexFunc(all, func(b block) bool { return b.command == of.command && b.nth == of.nth })
	if i < 0 {
		return block{}
	}
	return all[i]
}

// section gives the text of a file of an archive.
func section(archive *txtar.Archive, name string) string {
	for _, f := range archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// transcript runs the commands of an archive with a program, in a folder of its own.
func transcript(t *testing.T, archive *txtar.Archive, program string) (all []block) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	for _, f := range archive.Files {
		if f.Name != "wrangler" && f.Name != "paddock" && f.Name != "commands" {
			write(t, dir, map[string]string{f.Name: string(f.Data)})
		}
	}
	for command := range strings.Lines(section(archive, "commands")) {
		command = strings.TrimSpace(command)
		if command == "" || strings.HasPrefix(command, "#") {
			continue
		}
		all = append(all, block{command: command, text: runCommand(t, program, dir, home, command)})
		all[len(all)-1].nth = occurrences(all)
	}
	return all
}

// runCommand runs a command line of the shell behind a program, and gives what it did.
func runCommand(t *testing.T, program, dir, home, line string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "sh", "-c", program+" "+line)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = dir, &stdout, &stderr, 10*time.Second
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(e string) bool {
		name, _, _ := strings.Cut(e, "=")
		return strings.HasPrefix(name, "CLOUDFLARE_") || name == "CI"
	}), "HOME="+home, "NO_COLOR=1", "WRANGLER_SEND_METRICS=false", "SHELL=/bin/bash")
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatalf("%s: %v", line, err)
	}
	code := cmd.ProcessState.ExitCode()
	out, complaints := plainOutput(stdout.String(), dir, home), plainOutput(stderr.String(), dir, home)
	if code != 0 {
		out = strings.Trim(out, "\n") // wrangler ends what it prints of an error by an empty line
	}
	text := quoted("|", out) + quoted("!", tidied(complaints))
	if code != 0 {
		text += fmt.Sprintf("exit %d\n", code)
	}
	return text
}

// tidied has one empty line between messages, and each message once: wrangler reads the configuration
// more than once, and warns as often.
func tidied(text string) string {
	text = blankEnds.ReplaceAllString(text, "")
	var once []string
	for _, message := range messageStarts.Split(blankLines.ReplaceAllString(text, "\n\n"), -1) {
		if message = strings.TrimSpace(message); message != "" && !slices.Contains(once, message) {
			once = append(once, message)
		}
	}
	return strings.Join(once, "\n\n")
}

// quoted puts a sign in front of each line.
func quoted(sign, text string) string {
	if text == "" {
		return ""
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = sign + line + "\n"
	}
	return strings.Join(lines, "")
}

var (
	blankEnds     = regexp.MustCompile(`(?m) +$`)
	blankLines    = regexp.MustCompile(`\n{3,}`)
	messageStarts = regexp.MustCompile(`(?m)^\x00`)
)

// plain has what differs from run to run or is either program's own, and what stands for it.
var plain = []struct {
	of *regexp.Regexp
	by string
}{
	{regexp.MustCompile(`\x1b\[[0-9;]*m`), ""},
	{regexp.MustCompile(`\n ⛅️ wrangler [0-9.]+.*\n─+\n`), ""},
	{regexp.MustCompile(`🪵  Logs were written to .*\n?`), ""},
	{regexp.MustCompile(`\n *If you think this is a bug.*issues/new/choose`), ""}, // Cloudflare's
	{regexp.MustCompile(`(?s)(?:^|\n)wrangler[^\n]*\n\n.*\nGLOBAL FLAGS\n.*$`), "<help>\n"},
	{regexp.MustCompile(`(?s)(^|\n\n)[^\n]+(?:\n[^\n]+)*\n\nUsage:\n  paddock.*$`), "$1<help>\n"},
	{regexp.MustCompile("([`']|npx )paddock "), "${1}wrangler "},
	{regexp.MustCompile(`"duration": [0-9.e-]+`), `"duration": 0`},
	{regexp.MustCompile(`"expiration": 1\d{9}`), `"expiration": $$NOW`},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`), "$$TIME"},
	{regexp.MustCompile(`(?m)^([✘▲])`), "\x00$1"}, // see messageStarts
}

// plainOutput takes out of an output what is not compared.
func plainOutput(text, dir, home string) string {
	text = strings.NewReplacer(dir, "$WORK", home, "$HOME").Replace(text)
	for _, p := range plain {
		text = p.of.ReplaceAllString(text, p.by)
	}
	return text
}
