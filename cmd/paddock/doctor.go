package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"paddock/bindings/container"
	"paddock/bindings/container/engines"
	"paddock/bindings/container/launch"
)

func newDoctorCommand(a *app) *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Try how containers can be run here, and say what is missing",
		Long: "doctor starts a process in every engine and over every egress link, sees whether its connection is\n" +
			"caught, and says why not where it is not. --engine auto takes the first engine that works for\n" +
			"images, and process for commands on this machine's own files; --egress auto takes the engine's\n" +
			"first link that works.",
		Example: "  paddock doctor\n  paddock doctor --json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context(), asJSON) },
	}
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

func (a *app) doctor(ctx context.Context, asJSON bool) error {
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
		return e.Encode(findings)
	}
	printFindings(a, findings)
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

func printFindings(a *app, findings []finding) {
	line := func(engine, link, works, more string) {
		fmt.Fprintf(a.Stdout, "%-11s%-15s%-7s%s\n", engine, link, works, more)
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
