package main

import (
	"context"
	"fmt"
	"strings"

	"paddock/bindings"
	"paddock/wrangler/config"
	"paddock/wrangler/dev"
)

// bindingTable is the table of bindings as wrangler prints it, with what stands below it.
type bindingTable struct {
	terminal  *terminal
	session   *dev.Session
	explained bool
	columns   int    // of the terminal; 0: nobody minds how long lines are
	modes     string // those of the last time, to see whether anything has changed
}

// bindingRow is a line of the table.
type bindingRow struct{ name, value, kind, mode string }

// appendBinding adds the row of a spec, if it has one.
func appendBinding(rows []bindingRow, s bindings.Spec, mode string) []bindingRow {
	if s.Name == "" || s.Type == "" {
		return rows
	}
	return append(rows, bindingRow{"env." + s.Name, s.Label, s.Type, mode})
}

// bindingLines lays the table out, in wrangler's form: what each binding leads to stands in parentheses, or
// on a line of its own where the table would be wider than the terminal. Without modes there is no column of
// them.
func bindingLines(rows []bindingRow, columns int) []string {
	if len(rows) == 0 {
		return []string{"No bindings found."}
	}
	name, value, kind, mode := 0, 0, len("Resource"), 0
	for _, r := range rows {
		name, value = max(name, columnsOf(r.name)), max(value, columnsOf(r.value))
		kind, mode = max(kind, len(r.kind)), max(mode, len(r.mode))
	}
	first, gap := name+len(" ()")+value, strings.Repeat(" ", 6)
	wrap := columns > 0 && first+kind+mode+2*len(gap) >= columns
	if wrap {
		first, gap = name, strings.Repeat(" ", 4)
	}
	head := bindingRow{name: "Binding", kind: "Resource"}
	if mode > 0 {
		head.mode = "Mode"
	}
	lines := []string{"Your Worker has access to the following bindings:"}
	for _, r := range append([]bindingRow{head}, rows...) {
		if r.value != "" && !wrap {
			r.name += " (" + r.value + ")"
		}
		line := r.name + strings.Repeat(" ", max(0, first-columnsOf(r.name))) + gap + fmt.Sprintf("%-*s", kind, r.kind) + gap + r.mode
		lines = append(lines, strings.TrimRight(line, " "))
		if r.value != "" && wrap {
			lines = append(lines, "  "+r.value)
		}
	}
	return append(lines, "")
}

// What explains the modes of bindings to other Workers.
const (
	withOthers = "Service bindings, Durable Object bindings, and Tail consumers connect to other paddock dev processes running locally, with their connection status indicated by [connected] or [not connected]. For more details, refer to https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/#local-development"
	alone      = "Service bindings connect to the other Workers of the session: name the configuration of each, as in paddock dev -c wrangler.jsonc -c ../other/wrangler.jsonc."
)

// print prints the table.
func (b *bindingTable) print() {
	rows, external := b.rows()
	tails := b.tails()
	b.modes = fmt.Sprint(rows, tails)
	t := b.terminal
	for _, line := range bindingLines(rows, b.columns) {
		t.Status(line)
	}
	if len(tails) > 0 {
		t.Status(tailsTitle + "\n" + strings.Join(tails, "\n") + "\n")
	}
	text := withOthers
	if b.session.Alone() {
		text, external = alone, strings.Contains(b.modes, notConnected)
	}
	if (external || len(tails) > 0) && !b.explained {
		b.explained = true
		t.Status(text + "\n")
	}
}

// rows are those of the table. external says that some are of Workers that others may run.
func (b *bindingTable) rows() (rows []bindingRow, external bool) {
	for _, s := range b.session.Specs() {
		mode := "local"
		if worker, ok := workerOf(s.Type, s.Label); ok {
			mode, external = "local "+b.connection(worker), true
		}
		if s.Gap != "" {
			mode = "not supported"
		}
		rows = appendBinding(rows, s, mode)
	}
	return rows, external
}

// workerOf names the Worker that a binding leads to, if it may be another one.
func workerOf(kind, label string) (worker string, ok bool) {
	switch kind {
	case "Worker":
		worker, _, _ = strings.Cut(label, "#")
		return worker, true
	case "Durable Object":
		_, worker, ok = strings.Cut(label, ", defined in ")
	}
	return worker, ok
}

// tails are the lines of the Workers that are told of the primary one's events.
func (b *bindingTable) tails() []string {
	return tailLines(b.session.Projects()[0], func(worker string) string { return " " + b.connection(worker) })
}

const tailsTitle = "Your Worker is sending Tail events to the following Workers:"

// tailLines names the Workers that are told of a project's events; connection, which may be nil, adds whether
// each is there.
func tailLines(p *config.Project, connection func(worker string) string) (lines []string) {
	add := func(consumers []config.TailConsumer, how string) {
		for _, c := range consumers {
			line := "- " + c.Worker() + how
			if connection != nil {
				line += connection(c.Worker())
			}
			lines = append(lines, line)
		}
	}
	add(p.TailConsumers(), "")
	add(p.StreamingTailConsumers(), " (streaming)")
	return lines
}

const notConnected = "[not connected]"

// connection says whether a Worker is there.
func (b *bindingTable) connection(worker string) string {
	if b.session.Runs(worker) {
		return "[connected]"
	}
	return notConnected
}

// follow prints the table again when other sessions come or go, until stop.
func (b *bindingTable) follow(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		err := b.session.WatchOthers(ctx, func() {
			if rows, _ := b.rows(); fmt.Sprint(rows, b.tails()) != b.modes {
				b.terminal.Status("⎔ Connection status updated")
				b.print()
			}
		})
		if err != nil {
			b.terminal.Status(fmt.Sprintf("The connection status will not be updated: %v.", err))
		}
	}()
	return func() {
		cancel()
		<-done
	}
}
