package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"paddock/bindings/d1"
	"paddock/bindings/r2"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// The commands of this file tell of the resources of the project and of their local state, in the
// form in which wrangler tells of an account's.

func newKVNamespaceCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "namespace", Short: "Tell of the project's namespaces", Args: positionals(0, 0), RunE: help}
	cmd.AddCommand(&cobra.Command{
		Use: "list", Short: "List the project's namespaces as JSON", Args: positionals(0, 0),
		Example: "  paddock kv namespace list",
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := a.loadProject(cmd.Context())
			if err != nil {
				return err
			}
			type namespace struct {
				ID    string `json:"id"`
				Title string `json:"title"`
			}
			list := []namespace{}
			for _, n := range p.KVNamespaces() {
				list = append(list, namespace{cmp.Or(n.ID, n.Binding), n.Binding})
			}
			return a.printJSON(list)
		},
	})
	return cmd
}

// label is a line of what is told of one thing.
type label struct{ name, value string }

// printLabels prints values beside their names.
func (a *app) printLabels(labels []label) { a.printIndented("", labels) }

// printIndented is printLabels with something before each line.
func (a *app) printIndented(before string, labels []label) {
	width := 0
	for _, l := range labels {
		width = max(width, len(l.name))
	}
	for _, l := range labels {
		fmt.Fprintf(a.Stdout, "%s%-*s%s\n", before, width+3, l.name+":", l.value)
	}
}

func newR2BucketCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "bucket", Short: "Tell of the project's buckets", Args: positionals(0, 0), RunE: help}
	list := &cobra.Command{
		Use: "list", Short: "List the project's buckets", Args: positionals(0, 0),
		Example: "  paddock r2 bucket list",
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := a.loadProject(cmd.Context())
			if err != nil {
				return err
			}
			fmt.Fprintln(a.Stdout, "Listing buckets...")
			for i, b := range p.R2Buckets() {
				if i > 0 {
					fmt.Fprintln(a.Stdout)
				}
				a.printLabels([]label{{"name", cmp.Or(b.BucketName, b.Binding)}, {"binding", b.Binding}})
			}
			return nil
		},
	}
	accept(list, "jurisdiction")
	cmd.AddCommand(list, newR2BucketInfo(a))
	return cmd
}

func newR2BucketInfo(a *app) *cobra.Command {
	f, asJSON := &stateFlags{quiet: true}, false
	cmd := &cobra.Command{
		Use: "info BUCKET", Short: "Tell how much is in a bucket", Args: positionals(1, 1),
		Example: "  paddock r2 bucket info my-bucket --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withState(cmd, f, func(p *config.Project, s localState) error {
				name, err := bucketName(p, args[0])
				if err != nil {
					return err
				}
				b, err := r2.Open(s, name)
				if err != nil {
					return err
				}
				objects, bytes, err := b.Size(cmd.Context())
				if err = errors.Join(err, b.Close()); err != nil {
					return err
				}
				if objects == 0 && !declaresBucket(p, name) {
					return message.Errors{{
						Kind: message.Error, Text: "The specified bucket does not exist.",
						Hint: "the configuration declares none of this name, and the local state has nothing in it; paddock r2 bucket list tells which there are",
					}}
				}
				info := struct {
					Name    string `json:"name"`
					Objects string `json:"object_count"`
					Size    string `json:"bucket_size"`
				}{name, strconv.FormatInt(objects, 10), strconv.FormatInt(bytes, 10) + " B"}
				if asJSON {
					return a.printJSON(info)
				}
				fmt.Fprintf(a.Stdout, "Getting info for '%s'...\n", name)
				a.printLabels([]label{{"name", info.Name}, {"object_count", info.Objects}, {"bucket_size", info.Size}})
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	accept(cmd, "jurisdiction")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// declaresBucket reports whether a project has a binding to a bucket.
func declaresBucket(p *config.Project, name string) bool {
	return slices.ContainsFunc(p.R2Buckets(), func(b config.R2Bucket) bool { return cmp.Or(b.BucketName, b.Binding) == name })
}

func newD1List(a *app) *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use: "list", Short: "List the project's databases", Args: positionals(0, 0),
		Example: "  paddock d1 list --json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := a.loadProject(cmd.Context())
			if err != nil {
				return err
			}
			type database struct {
				UUID    string `json:"uuid"`
				Name    string `json:"name"`
				Binding string `json:"binding"`
			}
			list, rows := []database{}, [][]string{{"uuid", "name", "binding"}}
			for _, d := range p.D1Databases() {
				db := database{d.ID(), cmp.Or(d.DatabaseName, d.Binding), d.Binding}
				list, rows = append(list, db), append(rows, []string{db.UUID, db.Name, db.Binding})
			}
			if asJSON {
				return a.printJSON(list)
			}
			a.printTable(rows)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func newD1Info(a *app) *cobra.Command {
	f, asJSON := &d1Flags{stateFlags: stateFlags{quiet: true}}, false
	cmd := &cobra.Command{
		Use: "info DATABASE", Short: "Tell how large a database is", Args: positionals(1, 1),
		Example: "  paddock d1 info my-db --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withDatabase(cmd, f, args[0], func(db database) error {
				results, err := db.Run(d1.Query{SQL: `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\_cf\_%' ESCAPE '\' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`})
				if err != nil {
					return err
				}
				tables, _ := results[0].Rows[0][0].(int64)
				info := struct {
					UUID   string `json:"uuid"`
					Name   string `json:"name"`
					Tables int64  `json:"num_tables"`
					Size   int64  `json:"database_size"`
				}{db.ID(), cmp.Or(db.DatabaseName, db.Binding), tables, results[0].Meta.Size}
				if asJSON {
					return a.printJSON(info)
				}
				a.printTable([][]string{{"DB", info.UUID}, {"name", info.Name}, {"num_tables", strconv.FormatInt(info.Tables, 10)}, {"database_size", strconv.FormatInt(info.Size, 10) + " B"}})
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func newQueuesCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "queues", Short: "Tell of the project's queues", Args: positionals(0, 0), RunE: help}
	list := &cobra.Command{
		Use: "list", Short: "List the queues that the project's Workers send to or consume", Args: positionals(0, 0),
		Example: "  paddock queues list",
		RunE: func(*cobra.Command, []string) error {
			projects, warnings, err := a.load(nil)
			a.printMessages(warnings)
			if err != nil {
				return err
			}
			rows, err := queues(projects)
			if err == nil {
				a.printTable(rows)
			}
			return err
		},
	}
	accept(list, "page")
	cmd.AddCommand(list)
	return cmd
}

// queues gives the table of the queues of Workers, in the order in which they are named.
func queues(projects []*config.Project) ([][]string, error) {
	rows, at := [][]string{{"name", "producers", "consumers"}}, map[string]int{}
	add := func(queue string, column int, worker string) {
		i, ok := at[queue]
		if !ok {
			i = len(rows)
			at[queue], rows = i, append(rows, []string{queue, "", ""})
		}
		rows[i][column] = strings.TrimPrefix(rows[i][column]+", "+worker, ", ")
	}
	for _, p := range projects {
		var section struct {
			Producers, Consumers []struct{ Queue string }
		}
		if raw := p.Sections["queues"]; raw != nil {
			if err := json.Unmarshal(raw, &section); err != nil {
				return nil, fmt.Errorf("read queues: %w", err)
			}
		}
		for _, q := range section.Producers {
			add(q.Queue, 1, p.Name)
		}
		for _, q := range section.Consumers {
			add(q.Queue, 2, p.Name)
		}
	}
	return rows, nil
}
