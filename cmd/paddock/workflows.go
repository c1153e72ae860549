package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/wrangler/message"
)

// The commands of workflows talk to a running `paddock dev`, which alone knows what its instances do, by the
// interface that wrangler's talk to wrangler's.

func newWorkflowsCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "workflows", Short: "See and steer the Workflows of a running dev session", Args: positionals(0, 0), RunE: help,
		Example: "  paddock dev &\n  paddock workflows trigger my-workflow '{\"user\":1}'\n  paddock workflows instances describe my-workflow latest",
	}
	instances := &cobra.Command{Use: "instances", Short: "See and steer single instances", Args: positionals(0, 0), RunE: help}
	instances.AddCommand(newInstancesList(a), newInstancesDescribe(a), newInstancesSendEvent(a), newInstancesDelete(a))
	instances.AddCommand(newInstancesChanges(a)...)
	cmd.AddCommand(newWorkflowsList(a), newWorkflowsDescribe(a), newWorkflowsTrigger(a), newWorkflowsDelete(a), instances)
	return cmd
}

// devSession is where a dev session listens, by flags, and how what it says is printed.
type devSession struct {
	port  int
	local bool
	json  bool
}

func (d *devSession) add(flags *pflag.FlagSet) {
	flags.IntVar(&d.port, "port", 8787, "port of the dev session")
	flags.BoolVar(&d.json, "json", false, "print JSON and nothing else")
	flags.BoolVar(&d.local, "local", true, "ask a dev session (the default)")
	_ = flags.MarkHidden("local") // it is there
}

// workflowCommand makes a command about a workflow of a dev session.
func workflowCommand(cmd *cobra.Command, run func(ctx context.Context, d *devSession, args []string) error) *cobra.Command {
	d := &devSession{}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !d.local {
			return message.Errors{{Kind: message.Error, Text: "not emulated: Workflows of an account.", Hint: "leave --local=false out, or use wrangler"}}
		}
		return run(cmd.Context(), d, args)
	}
	d.add(cmd.Flags())
	return cmd
}

// path joins the segments of a path of the session's interface.
func (*devSession) path(segments ...string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteString("/" + url.PathEscape(s))
	}
	return b.String()
}

// ask sends a request to the session and reads the answer's result into result, which may be a *json.RawMessage.
func (d *devSession) ask(ctx context.Context, method, path string, body, result any) error {
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return err
		}
	}
	address := "http://localhost:" + strconv.Itoa(d.port) + "/cdn-cgi/local/explorer/api" + path
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(text))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return message.Errors{{
			Kind: message.Error, Text: fmt.Sprintf("Could not connect to local dev session on port %d. Make sure \"paddock dev\" is running.", d.port),
			Notes: []string{err.Error()}, Hint: "--port names another one",
		}}
	}
	defer resp.Body.Close()
	var answer struct {
		Success bool
		Errors  []struct{ Message string }
		Result  json.RawMessage
	}
	switch err := json.NewDecoder(resp.Body).Decode(&answer); {
	case err != nil:
		return fmt.Errorf("Local API error: HTTP %d", resp.StatusCode) //nolint:staticcheck // wrangler's words
	case !answer.Success && len(answer.Errors) > 0:
		return fmt.Errorf("Local API error: %s", answer.Errors[0].Message) //nolint:staticcheck // wrangler's words
	}
	return json.Unmarshal(answer.Result, result)
}

// tell asks for something and has it shown: as it is with --json, else by show.
func (a *app) tell(ctx context.Context, d *devSession, method, path string, body any, show func(told json.RawMessage) error) error {
	var told json.RawMessage
	if err := d.ask(ctx, method, path, body, &told); err != nil {
		return err
	}
	if d.json {
		return a.printTold(told)
	}
	return show(told)
}

// printTold prints JSON as it was told.
func (a *app) printTold(raw json.RawMessage) error {
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "    "); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.Stdout, b.String())
	return err
}

// warn prints a warning.
func (a *app) warn(text string) {
	a.printMessages([]message.Message{{Kind: message.Warning, Text: text}})
}

// toldWorkflow is what is told of one.
type toldWorkflow struct {
	Name      string         `json:"name"`
	Script    string         `json:"script_name"`
	Class     string         `json:"class_name"`
	Instances map[string]int `json:"instances"`
}

func newWorkflowsList(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "list", Short: "List the session's Workflows", Args: positionals(0, 0),
		Example: "  paddock workflows list --json",
	}
	return workflowCommand(cmd, func(ctx context.Context, d *devSession, _ []string) error {
		return a.tell(ctx, d, http.MethodGet, "/workflows", nil, func(told json.RawMessage) error {
			var all []toldWorkflow
			if err := json.Unmarshal(told, &all); err != nil {
				return err
			}
			if len(all) == 0 {
				a.warn("There are no Workflows in the local dev session")
				return nil
			}
			rows := [][]string{{"Name", "Script name", "Class name"}}
			for _, w := range all {
				rows = append(rows, []string{w.Name, w.Script, w.Class})
			}
			fmt.Fprintf(a.Stdout, "Showing %s from local dev session:\n", counted(len(all), "workflow"))
			a.printTable(rows)
			return nil
		})
	})
}

// counted says how many there are of something.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func newWorkflowsDescribe(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "describe WORKFLOW", Short: "Tell what a Workflow is and what its instances do", Args: positionals(1, 1),
		Example: "  paddock workflows describe my-workflow",
	}
	return workflowCommand(cmd, func(ctx context.Context, d *devSession, args []string) error {
		var w toldWorkflow
		if err := d.ask(ctx, http.MethodGet, d.path("workflows", args[0]), nil, &w); err != nil {
			return err
		}
		if d.json {
			text, err := json.Marshal(w)
			if err != nil {
				return err
			}
			return a.printTold(text)
		}
		a.printLabels([]label{{"Name", w.Name}, {"Script Name", w.Script}, {"Class Name", w.Class}})
		fmt.Fprintln(a.Stdout, "Instance Status Counts:")
		var counts []label
		for _, state := range slices.Sorted(maps.Keys(w.Instances)) {
			counts = append(counts, label{state, strconv.Itoa(w.Instances[state])})
		}
		a.printIndented("  ", counts)
		return nil
	})
}

func newWorkflowsTrigger(a *app) *cobra.Command {
	var id string
	cmd := &cobra.Command{
		Use: "trigger WORKFLOW [PARAMS]", Short: "Create an instance, with parameters in JSON", Args: positionals(1, 2),
		Example: "  paddock workflows trigger my-workflow '{\"user\":1}' --id first",
	}
	cmd.Flags().StringVar(&id, "id", "", "id of the instance (default a random one)")
	return workflowCommand(cmd, func(ctx context.Context, d *devSession, args []string) error {
		body := map[string]any{}
		if len(args) > 1 && args[1] != "" {
			if !json.Valid([]byte(args[1])) {
				return notJSON("instance parameters", args[1])
			}
			body["params"] = json.RawMessage(args[1])
		}
		if id != "" {
			body["id"] = id
		}
		return a.tell(ctx, d, http.MethodPost, d.path("workflows", args[0], "instances"), body, func(told json.RawMessage) error {
			var made struct{ ID string }
			if err := json.Unmarshal(told, &made); err != nil {
				return err
			}
			fmt.Fprintf(a.Stdout, "🚀 Workflow instance %q has been triggered successfully\n", made.ID)
			return nil
		})
	})
}

// notJSON is the error for a text of the command line that should be JSON.
func notJSON(what, text string) error {
	var v any
	return fmt.Errorf("Error while parsing %s: %q with %w", what, text, json.Unmarshal([]byte(text), &v)) //nolint:staticcheck // wrangler's words
}

func newWorkflowsDelete(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "delete WORKFLOW", Short: "Remove all instances of a Workflow", Args: positionals(1, 1),
		Example: "  paddock workflows delete my-workflow",
	}
	return workflowCommand(cmd, func(ctx context.Context, d *devSession, args []string) error {
		return a.tell(ctx, d, http.MethodDelete, d.path("workflows", args[0]), nil, func(json.RawMessage) error {
			fmt.Fprintf(a.Stdout, "✅ Workflow %q instances removed successfully from local dev session.\n", args[0])
			return nil
		})
	})
}
