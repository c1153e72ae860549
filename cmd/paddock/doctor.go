package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paddock/bindings/container"
	"paddock/bindings/container/engines"
	"paddock/bindings/container/launch"
	"paddock/wrangler/message"
)

func newDoctorCommand(a *app) *cobra.Command {
	asJSON, want := false, required{}
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Try how containers can be run here, and say what is missing",
		Long: "doctor starts a process in every engine and over every egress link, sees whether its connection is\n" +
			"caught, and says why not where it is not. --engine auto takes the first engine that works for\n" +
			"images, and process for commands on this machine's own files; --egress auto takes the engine's\n" +
			"first link that works. With --engine or --egress the exit code is 1 if that cannot be had.",
		Example: "  paddock doctor\n  paddock doctor --json\n  paddock doctor --engine docker",
		Args:    positionals(0, 0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context(), asJSON, want) },
	}
	cmd.Flags().StringVar(&want.engine, "engine", engines.Auto, "the engine that must work: "+strings.Join(engines.Names(), ", "))
	cmd.Flags().StringVar(&want.egress, "egress", launch.LinkAuto, "the egress link that must work, as that of dev")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print as JSON")
	return cmd
}

// finding is a row of doctor's table, and an object of its JSON.
type finding struct {
	Engine string  `json:"engine"`
	Link   string  `json:"link"`
	Works  bool    `json:"works"`
	Chosen bool    `json:"chosen"` // what auto takes for the engine
	Took   float64 `json:"ms"`
	Reason string  `json:"reason,omitempty"` // why it does not work
	Mend   string  `json:"mend,omitempty"`
}

// required is what must work.
type required struct{ engine, egress string }

// check finds names that there are not.
func (w required) check() error {
	if !slices.Contains(engines.Names(), w.engine) {
		return fmt.Errorf("--engine: unknown engine %q; want one of %s", w.engine, strings.Join(engines.Names(), ", "))
	}
	if err := (engines.Options{Egress: w.egress}).CheckEgress(); err != nil {
		return fmt.Errorf("--egress: %w", err)
	}
	return nil
}

// is tells whether a finding is about it.
func (w required) is(f finding) bool {
	engine := w.engine == engines.Auto || w.engine == f.Engine
	return engine && (w.egress == launch.LinkAuto || w.egress == f.Link || w.egress == launch.LinkNFT && f.Link == launch.LinkNFTRootless)
}

// missing says that it cannot be had; "" if it can.
func (w required) missing(findings []finding) string {
	if slices.ContainsFunc(findings, func(f finding) bool { return f.Works && w.is(f) }) {
		return ""
	}
	switch {
	case w.egress == launch.LinkAuto:
		return "The engine " + w.engine + " does not work here."
	case w.engine == engines.Auto:
		return "The link " + w.egress + " does not work here, with any engine."
	}
	return "The link " + w.egress + " does not work here with the engine " + w.engine + "."
}

func (a *app) doctor(ctx context.Context, asJSON bool, want required) error {
	if err := want.check(); err != nil {
		return err
	}
	var findings []finding
	chosen := false
	for _, e := range engines.List(engines.Options{}) {
		for _, d := range diagnose(ctx, e) {
			f := finding{
				Engine: e.Name(), Link: d.Link, Works: d.Err == nil, Mend: d.Mend,
				Took: float64(d.Took.Round(10*time.Microsecond)) / float64(time.Millisecond),
			}
			if d.Err != nil {
				f.Reason = d.Err.Error()
			}
			f.Chosen = f.Works && !chosen
			chosen = chosen || f.Works
			findings = append(findings, f)
		}
		chosen = false
	}
	if asJSON {
		e := json.NewEncoder(a.Stdout)
		e.SetIndent("", "  ")
		if err := e.Encode(findings); err != nil {
			return err
		}
	} else {
		printFindings(a, findings)
	}
	if text := want.missing(findings); text != "" {
		return message.Errors{{Kind: message.Error, Text: text}}
	}
	return nil
}

// diagnose tries each link of an engine, or the engine as a whole.
func diagnose(ctx context.Context, e container.Engine) []container.Diagnosis {
	if d, ok := e.(container.Diagnoser); ok {
		return d.Diagnose(ctx)
	}
	begin := time.Now()
	err := e.Probe(ctx)
	return []container.Diagnosis{{Err: err, Took: time.Since(begin)}}
}

// The colours of what works and what does not.
const (
	green = "\x1b[32m"
	red   = "\x1b[31m"
)

// painter gives what colours text on standard output.
func (a *app) painter() func(code, text string) string {
	out, ok := a.Stdout.(*os.File)
	if !ok || !message.ColorFor(out) {
		return func(_, text string) string { return text }
	}
	return func(code, text string) string { return code + text + "\x1b[0m" }
}

func printFindings(a *app, findings []finding) {
	paint := a.painter()
	line := func(engine, link, works, more string) {
		works = fmt.Sprintf("%-7s", works)
		switch strings.TrimSpace(works) {
		case "yes":
			works = paint(green, works)
		case "no":
			works = paint(red, works)
		}
		fmt.Fprintln(a.Stdout, strings.TrimRight(fmt.Sprintf("%-11s%-15s%s%s", engine, link, works, more), " "))
	}
	line("Engine", "Link", "Works", "")
	for _, f := range findings {
		switch {
		case !f.Works:
			line(f.Engine, f.Link, "no", f.Reason)
			if f.Mend != "" {
				line("", "", "", "→ "+f.Mend)
			}
		case f.Chosen:
			line(f.Engine, f.Link, "yes", fmt.Sprintf("%.0f ms, taken by --egress auto", f.Took))
		default:
			line(f.Engine, f.Link, "yes", fmt.Sprintf("%.0f ms", f.Took))
		}
	}
	if text := conclusion(findings); text != "" {
		fmt.Fprintln(a.Stdout, "\n"+text)
	}
	for _, f := range findings {
		if f.Chosen && f.Link == launch.LinkProxy {
			fmt.Fprintln(a.Stdout, "\nOnly the proxy works: programs that ignore HTTP_PROXY are not caught, nor kept from the network.")
		}
	}
}

// conclusion tells what is taken when nothing is asked for: the first engine that works for images, and
// the last of all, process, for commands. "" says that nothing works.
func conclusion(findings []finding) string {
	var taken []finding
	for _, f := range findings {
		if f.Chosen {
			taken = append(taken, f)
		}
	}
	if len(taken) == 0 {
		return ""
	}
	images, commands := taken[0], taken[len(taken)-1]
	return fmt.Sprintf("Without --engine and --egress, images run on the engine %s over the link %s, and commands of paddock exec over %s.",
		images.Engine, images.Link, commands.Link)
}
