package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// toldInstance is what a list tells of one.
type toldInstance struct {
	ID      string `json:"id"`
	Status  string `json:"status,omitempty"`
	Created string `json:"created_on,omitempty"`
}

// newest orders instances.
func newest(a, b toldInstance) int { return cmp.Compare(b.Created, a.Created) }

func newInstancesList(a *app) *cobra.Command {
	var status, from, to string
	var page, perPage int
	var reverse bool
	cmd := &cobra.Command{
		Use: "list WORKFLOW", Short: "List instances, the newest first", Args: positionals(1, 1),
		Example: "  paddock workflows instances list my-workflow --status running",
	}
	flags := cmd.Flags()
	flags.BoolVar(&reverse, "reverse", false, "the oldest first")
	flags.StringVar(&status, "status", "", "only those that are queued, running, paused, errored, terminated, complete, waiting or waitingForPause")
	flags.StringVar(&from, "date-start", "", "only those created at this date or after, as 2026-01-31 or 2026-01-31T13:00:00Z")
	flags.StringVar(&to, "date-end", "", "only those created at this date or before")
	flags.IntVar(&page, "page", 1, "which page")
	flags.IntVar(&perPage, "per-page", 0, "how many instances a page has (default 25)")
	requireValue(flags, "date-start", "date-end")
	return workflowCommand(cmd, func(ctx context.Context, d *devSession, args []string) error {
		query := url.Values{"page": {strconv.Itoa(page)}}
		if status != "" {
			query.Set("status", status)
		}
		if perPage != 0 {
			query.Set("per_page", strconv.Itoa(perPage))
		}
		if err := addDates(query, from, to); err != nil {
			return err
		}
		all := []toldInstance{}
		if err := d.ask(ctx, http.MethodGet, d.path("workflows", args[0], "instances")+"?"+query.Encode(), nil, &all); err != nil {
			return err
		}
		slices.SortStableFunc(all, newest)
		if reverse {
			slices.Reverse(all)
		}
		if d.json {
			text, err := json.Marshal(all)
			if err != nil {
				return err
			}
			return a.printTold(text)
		}
		if len(all) == 0 {
			a.warn(none(args[0], page, len(query) > 1))
			return nil
		}
		fmt.Fprintf(a.Stdout, "Showing %s from page %d:\n", counted(len(all), "instance"), page)
		rows := [][]string{{"Instance ID", "Created", "Status"}}
		for _, i := range all {
			rows = append(rows, []string{i.ID, shownTime(i.Created), shownState(i.Status)})
		}
		a.printTable(rows)
		return nil
	})
}

// none says that no instance is listed, and why.
func none(workflow string, page int, filtered bool) string {
	switch {
	case page > 1:
		return fmt.Sprintf("No instances found on page %d. Please try a smaller page number.", page)
	case filtered:
		return fmt.Sprintf("No instances in workflow %q matched the provided filters.", workflow)
	}
	return fmt.Sprintf("There are no instances in workflow %q. You can trigger it with \"paddock workflows trigger %s\"", workflow, workflow)
}

// addDates reads --date-start and --date-end. A date without a time is the whole day, in UTC.
func addDates(query url.Values, from, to string) error {
	for _, f := range []struct {
		flag, key, text string
		day             time.Duration
	}{{"--date-start", "date_start", from, 0}, {"--date-end", "date_end", to, 24*time.Hour - time.Millisecond}} {
		if f.text == "" {
			continue
		}
		at, err := time.Parse(time.DateOnly, f.text)
		at = at.Add(f.day)
		for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04"} {
			if err != nil {
				at, err = time.Parse(form, f.text)
			}
		}
		if err != nil {
			return fmt.Errorf("Looks like you have provided an invalid date %q for %s. Provide an ISO 8601 date or timestamp, for example 2026-01-01 or 2026-01-01T13:00:00Z.", f.text, f.flag) //nolint:staticcheck // wrangler's words
		}
		query.Set(f.key, at.UTC().Format("2006-01-02T15:04:05.000Z"))
	}
	return nil
}

// find gives the id of an instance, which may be "latest".
func (d *devSession) find(ctx context.Context, a *app, workflow, id string) (string, error) {
	if id != "latest" {
		return id, nil
	}
	var all []toldInstance
	if err := d.ask(ctx, http.MethodGet, d.path("workflows", workflow, "instances"), nil, &all); err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", fmt.Errorf("There are no instances in workflow %q", workflow) //nolint:staticcheck // wrangler's words
	}
	id = slices.MinFunc(all, newest).ID
	if !d.json {
		fmt.Fprintf(a.Stdout, "Latest instance is %q\n", id)
	}
	return id, nil
}

// newInstancesChanges makes the commands that have an instance pause, go on, begin again or end.
func newInstancesChanges(a *app) []*cobra.Command {
	var from struct {
		Name  string `json:"name"`
		Count int    `json:"count,omitempty"`
		Type  string `json:"type,omitempty"`
	}
	rollback := false
	change := func(name, short, done string) *cobra.Command {
		cmd := &cobra.Command{
			Use: name + " WORKFLOW ID", Short: short, Args: positionals(2, 2),
			Example: "  paddock workflows instances " + name + " my-workflow latest",
		}
		return workflowCommand(cmd, func(ctx context.Context, d *devSession, args []string) error {
			body := map[string]any{"status": name}
			switch {
			case from.Name != "":
				body["from"] = from
			case from.Count != 0 || from.Type != "":
				return errors.New("--from-step-name is required when using --from-step-count or --from-step-type")
			}
			if rollback {
				body["rollback"] = true
			}
			id, err := d.find(ctx, a, args[0], args[1])
			if err != nil {
				return err
			}
			return a.tell(ctx, d, http.MethodPatch, d.path("workflows", args[0], "instances", id, "status"), body, func(json.RawMessage) error {
				fmt.Fprintf(a.Stdout, done+" successfully\n", id, args[0])
				return nil
			})
		})
	}
	restart := change("restart", "Have an instance begin again", "🥷 The instance %q from %s was restarted")
	restart.Flags().StringVar(&from.Name, "from-step-name", "", "the step to begin with")
	restart.Flags().IntVar(&from.Count, "from-step-count", 0, "which of the steps of that name (default 1)")
	restart.Flags().StringVar(&from.Type, "from-step-type", "", "what kind of step: do, sleep or waitForEvent (default do)")
	terminate := change("terminate", "End an instance", "🥷 The instance %q from %s was terminated")
	terminate.Flags().BoolVar(&rollback, "rollback", false, "undo its steps first")
	return []*cobra.Command{
		change("pause", "Have an instance wait", "⏸️ The instance %q from %s was paused"),
		change("resume", "Have a paused instance go on", "🔄 The instance %q from %s was resumed"),
		restart, terminate,
	}
}

func newInstancesSendEvent(a *app) *cobra.Command {
	var kind, payload string
	cmd := &cobra.Command{
		Use: "send-event WORKFLOW ID", Short: "Send an event to an instance", Args: positionals(2, 2),
		Example: "  paddock workflows instances send-event my-workflow latest --type approved --payload '{\"by\":\"Ada\"}'",
	}
	cmd.Flags().StringVar(&kind, "type", "", "type of the event")
	cmd.Flags().StringVar(&payload, "payload", "{}", "what the event says, in JSON")
	_ = cmd.MarkFlagRequired("type") // it is there
	return workflowCommand(cmd, func(ctx context.Context, d *devSession, args []string) error {
		if !json.Valid([]byte(payload)) {
			return notJSON("event payload", payload)
		}
		id, err := d.find(ctx, a, args[0], args[1])
		if err != nil {
			return err
		}
		path := d.path("workflows", args[0], "instances", id, "events", kind)
		return a.tell(ctx, d, http.MethodPost, path, json.RawMessage(payload), func(json.RawMessage) error {
			with := ""
			if payload != "{}" {
				with = ` and payload "` + payload + `"`
			}
			fmt.Fprintf(a.Stdout, "📤 The event with type %q%s was sent to the instance %q from %s\n", kind, with, id, args[0])
			return nil
		})
	})
}

func newInstancesDelete(a *app) *cobra.Command {
	file := ""
	cmd := &cobra.Command{
		Use: "delete WORKFLOW [ID…]", Short: "Remove instances", Args: positionals(1, 1000),
		Example: "  paddock workflows instances delete my-workflow first second",
	}
	cmd.Flags().StringVar(&file, "filename", "", "file with a JSON array of ids")
	return workflowCommand(cmd, func(ctx context.Context, d *devSession, args []string) error {
		ids, err := a.readIDs(file)
		if err != nil {
			return err
		}
		ids = slices.Concat(args[1:], ids)
		switch {
		case len(ids) == 0:
			return errors.New("Provide at least one workflow instance ID") //nolint:staticcheck // wrangler's words
		case len(ids) > 100:
			return errors.New("You can delete at most 100 workflow instances at a time") //nolint:staticcheck // wrangler's words
		}
		for n := range ids {
			if ids[n], err = d.find(ctx, a, args[0], ids[n]); err != nil {
				return err
			}
		}
		var told json.RawMessage
		path := d.path("workflows", args[0], "instances", "batch", "delete")
		if err := d.ask(ctx, http.MethodPost, path, map[string]any{"instances": ids}, &told); err != nil {
			return err
		}
		if d.json {
			if err := a.printTold(told); err != nil {
				return err
			}
		}
		return a.printDeleted(d, args[0], told)
	})
}

// readIDs reads a file with a list of ids; "" has none.
func (a *app) readIDs(file string) (ids []string, err error) {
	if file == "" {
		return nil, nil
	}
	in, err := a.open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	if json.NewDecoder(in).Decode(&ids) != nil {
		return nil, fmt.Errorf("Unexpected JSON input from %q. Expected an array of strings.", file) //nolint:staticcheck // wrangler's words
	}
	return ids, nil
}

// printDeleted tells of instances that were deleted; those that could not be are the error.
func (a *app) printDeleted(d *devSession, workflow string, told json.RawMessage) error {
	var result struct {
		Deleted []toldInstance
		Errors  []struct{ ID, Message string }
	}
	if err := json.Unmarshal(told, &result); err != nil {
		return err
	}
	if len(result.Deleted) > 0 && !d.json {
		var names []string
		for _, i := range result.Deleted {
			names = append(names, strconv.Quote(i.ID))
		}
		fmt.Fprintf(a.Stdout, "🗑️  Deleted workflow instances from %q: %s\n", workflow, strings.Join(names, ", "))
	}
	if len(result.Errors) == 0 {
		return nil
	}
	text := fmt.Sprintf("Failed to delete %d workflow instance(s):", len(result.Errors))
	for _, e := range result.Errors {
		text += fmt.Sprintf("\n  - %s: %s", e.ID, e.Message)
	}
	return errors.New(text)
}
