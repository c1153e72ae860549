package main

import (
	"context"
	"fmt"
	"strings"

	"paddock/wrangler/config"
	"paddock/wrangler/dev"
)

// bindingTable is the table of bindings as wrangler prints it, with what stands below it.
type bindingTable struct {
	terminal  *terminal
	session   *dev.Session
	explained bool
	modes     string // those of the last time, to see whether anything has changed
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
	if len(rows) == 0 {
		t.Status("No bindings found.")
	} else {
		width := len("Binding")
		for _, r := range rows {
			width = max(width, len([]rune(r[0])))
		}
		t.Status("Your Worker has access to the following bindings:")
		for _, r := range append([][3]string{{"Binding", "Resource", "Mode"}}, rows...) {
			t.Status(fmt.Sprintf("%-*s%-26s%s", width+6, r[0], r[1], r[2]))
		}
		t.Status("")
	}
	if len(tails) > 0 {
		t.Status("Your Worker is sending Tail events to the following Workers:\n" + strings.Join(tails, "\n") + "\n")
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
func (b *bindingTable) rows() (rows [][3]string, external bool) {
	for _, s := range b.session.Specs() {
		if s.Name == "" || s.Type == "" {
			continue
		}
		name := "env." + s.Name
		if s.Label != "" {
			name += " (" + s.Label + ")"
		}
		mode := "local"
		if worker, ok := workerOf(s.Type, s.Label); ok {
			mode, external = "local "+b.connection(worker), true
		}
		if s.Gap != "" {
			mode = "not supported"
		}
		rows = append(rows, [3]string{name, s.Type, mode})
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
func (b *bindingTable) tails() (lines []string) {
	add := func(consumers []config.TailConsumer, how string) {
		for _, c := range consumers {
			lines = append(lines, "- "+c.Worker()+how+" "+b.connection(c.Worker()))
		}
	}
	p := b.session.Projects()[0]
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
