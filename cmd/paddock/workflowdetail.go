package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/spf13/cobra"
)

// instanceDetail is all that is told of an instance.
type instanceDetail struct {
	Status             string
	Queued, Start, End string
	Error              *thrown
	Steps              []stepDetail
}

type stepDetail struct {
	Name, Type, Start, End string
	Success                *bool
	Output                 json.RawMessage
	Config                 struct{ Retries struct{ Delay any } }
	Attempts               []attemptDetail
}

type attemptDetail struct {
	Start, End string
	Success    *bool
	Error      *thrown
}

// thrown is an error of a Workflow's.
type thrown struct{ Name, Message string }

func (e *thrown) String() string { return e.Name + ": " + e.Message }

func newInstancesDescribe(a *app) *cobra.Command {
	outputs, limit := true, 0
	cmd := &cobra.Command{
		Use: "describe WORKFLOW [ID]", Short: "Tell what an instance has done: its steps, retries and errors", Args: positionals(1, 2),
		Example: "  paddock workflows instances describe my-workflow latest",
	}
	cmd.Flags().BoolVar(&outputs, "step-output", true, "tell what steps gave")
	cmd.Flags().IntVar(&limit, "truncate-output-limit", 5000, "how much of that")
	return workflowCommand(cmd, func(ctx context.Context, d *devSession, args []string) error {
		id, err := d.find(ctx, a, args[0], append(args, "latest")[1])
		if err != nil {
			return err
		}
		var told json.RawMessage
		if err := d.ask(ctx, http.MethodGet, d.path("workflows", args[0], "instances", id), nil, &told); err != nil {
			return err
		}
		if d.json {
			return a.printTold(withID(id, told))
		}
		var detail instanceDetail
		if err := json.Unmarshal(told, &detail); err != nil {
			return err
		}
		fmt.Fprintln(a.Stdout, "Describing latest instance:")
		a.printLabels(append([]label{{"Workflow Name", args[0]}, {"Instance Id", id}}, detail.labels()...))
		fmt.Fprintln(a.Stdout, "Steps:")
		for _, s := range detail.Steps {
			if !outputs {
				s.Output = nil
			}
			fmt.Fprintln(a.Stdout)
			a.printIndented("  ", s.labels(limit))
			a.printTable(s.attempts())
		}
		return nil
	})
}

// withID puts an instance's id before what is told of it.
func withID(id string, told json.RawMessage) json.RawMessage {
	return json.RawMessage(`{"id":` + strconv.Quote(id) + "," + string(told[1:]))
}

func (i *instanceDetail) labels() []label {
	labels := []label{{"Status", shownState(i.Status)}}
	add := func(name, value string) {
		if value != "" {
			labels = append(labels, label{name, value})
		}
	}
	if i.Queued != "" {
		add("Queued", shownTime(i.Queued))
	}
	labels = append(labels, span(i.Start, i.End)...)
	last := ""
	for _, s := range i.Steps {
		if s.Type == "step" && s.Success != nil && *s.Success || s.Type == "sleep" && s.End != "" {
			last = s.Name
		}
	}
	add("Last Successful Step", last)
	if i.Error != nil {
		add("Error", i.Error.String())
	}
	return labels
}

// span tells when something was; "": it has not begun, or lasts.
func span(start, end string) (labels []label) {
	if start != "" {
		labels = append(labels, label{"Start", shownTime(start)})
	}
	if end != "" {
		labels = append(labels, label{"End", shownTime(end)})
	}
	if start != "" {
		labels = append(labels, label{"Duration", lasted(start, end)})
	}
	return labels
}

func (s stepDetail) labels(limit int) []label {
	kind := map[string]string{"step": "🎯 Step", "sleep": "💤 Sleeping", "waitForEvent": "👀 Waiting for event"}[s.Type]
	labels := append([]label{{"Name", s.Name}, {"Type", kind}}, span(s.Start, s.End)...)
	if s.Type == "step" {
		success := "▶ Running"
		if s.Success != nil {
			success = map[bool]string{true: "✅ Yes", false: "❌ No"}[*s.Success]
		}
		labels = append(labels, label{"Success", success})
	}
	if again := s.retries(); again != "" {
		labels = append(labels, label{"Retries At", again})
	}
	if s.Type != "sleep" && s.Output != nil {
		output := string(s.Output)
		if units := utf16.Encode([]rune(output)); len(units) > limit {
			output = string(utf16.Decode(units[:limit])) + "[...output truncated]"
		}
		labels = append(labels, label{"Output", output})
	}
	return labels
}

// retries tells when a step that has failed is tried again; "": it is not.
func (s stepDetail) retries() string {
	if s.Type != "step" || s.Success != nil || len(s.Attempts) == 0 {
		return ""
	}
	last := s.Attempts[len(s.Attempts)-1]
	if last.Success == nil || *last.Success {
		return ""
	}
	ended, err := time.Parse(time.RFC3339, last.End)
	delay, ok := delayOf(s.Config.Retries.Delay)
	switch {
	case err != nil:
		return "unknown"
	case !ok:
		return "unknown (dynamic delay)"
	}
	at := ended.Add(delay)
	return fmt.Sprintf("%s (in %s from now)", at.Format(localTime), distance(time.Until(at).Abs()))
}

// delayOf reads a delay: milliseconds, or a text as "5 seconds".
func delayOf(v any) (time.Duration, bool) {
	if ms, ok := v.(float64); ok {
		return time.Duration(ms * float64(time.Millisecond)), true
	}
	text, _ := v.(string)
	amount, unit, _ := strings.Cut(text, " ")
	n, err := strconv.ParseFloat(amount, 64)
	length, ok := map[string]time.Duration{
		"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour,
		"week": 7 * 24 * time.Hour, "month": 30 * 24 * time.Hour, "year": 365 * 24 * time.Hour,
	}[strings.TrimSuffix(unit, "s")]
	return time.Duration(n * float64(length)), ok && err == nil
}

// attempts is the table of them.
func (s stepDetail) attempts() (rows [][]string) {
	failed := false
	for _, t := range s.Attempts {
		failed = failed || t.Error != nil
	}
	for _, t := range s.Attempts {
		state := "🔄 Working"
		if t.Success != nil {
			state = map[bool]string{true: "✅ Success", false: "❌ Error"}[*t.Success]
		}
		row := []string{shownTime(t.Start), shownTime(t.End), lasted(t.Start, t.End), state}
		if failed {
			text := ""
			if t.Error != nil {
				text = t.Error.String()
			}
			row = append(row, text)
		}
		rows = append(rows, row)
	}
	if rows == nil {
		return nil
	}
	head := []string{"Start", "End", "Duration", "State", "Error"}
	return append([][]string{head[:len(rows[0])]}, rows...)
}

// localTime is how wrangler shows times.
const localTime = "1/2/2006, 3:04:05 PM"

// shownTime shows a time of the session's; "" none.
func shownTime(text string) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return ""
	}
	return at.Format(localTime)
}

// shownState shows the state of an instance.
func shownState(state string) string {
	shown, ok := map[string]string{
		"complete": "✅ Completed", "errored": "❌ Errored", "paused": "⏸️ Paused", "queued": "⌛ Queued", "running": "▶ Running",
		"terminated": "🚫 Terminated", "waiting": "⏰ Waiting", "waitingForPause": "⏱️ Waiting for Pause",
	}[state]
	if !ok {
		return "❓ Unknown"
	}
	return shown
}

// lasted tells how long something took, or has taken so far.
func lasted(start, end string) string {
	from, err := time.Parse(time.RFC3339, start)
	if err != nil {
		return ""
	}
	to, err := time.Parse(time.RFC3339, end)
	if err != nil {
		to = time.Now()
	}
	return distance(to.Sub(from).Abs())
}

// distance tells of a time in the unit that fits it.
func distance(d time.Duration) string {
	const day = 24 * time.Hour
	in := func(unit time.Duration, name string) string {
		return counted(int(math.Round(float64(d)/float64(unit))), name)
	}
	switch {
	case d < time.Minute:
		return in(time.Second, "second")
	case d < time.Hour:
		return in(time.Minute, "minute")
	case d < day:
		return in(time.Hour, "hour")
	case d < 30*day:
		return in(day, "day")
	case d < 345*day:
		return in(30*day, "month")
	}
	return in(365*day, "year")
}
