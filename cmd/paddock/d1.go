package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/bindings/d1"
	"paddock/wrangler/config"
)

func newD1Command(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "d1", Short: "Query and migrate the local state of D1 databases", Args: positionals(0, 0), RunE: help}
	cmd.AddCommand(newD1Execute(a), newD1Export(a), newD1Migrations(a), newD1List(a), newD1Info(a))
	return cmd
}

// d1Flags are the flags of all commands on databases.
type d1Flags struct {
	stateFlags
	preview bool
}

func (f *d1Flags) add(flags *pflag.FlagSet) {
	f.stateFlags.add(flags)
	flags.BoolVar(&f.preview, "preview", false, "use Cloudflare's own preview database")
	_ = flags.MarkHidden("preview")
}

// database is an open database of the configuration.
type database struct {
	*d1.Database
	config.D1Database
	dir string // of the state of all databases
}

// withDatabase runs f on the database with a name or a binding.
func (a *app) withDatabase(cmd *cobra.Command, f *d1Flags, name string, do func(db database) error) error {
	return a.withState(cmd, &f.stateFlags, func(p *config.Project, s localState) error {
		return a.openDatabase(p, s, f, name, do)
	})
}

// openDatabase runs f on the database with a name or a binding in an open state folder.
func (a *app) openDatabase(p *config.Project, s localState, f *d1Flags, name string, do func(db database) error) error {
	if f.preview {
		return errors.New("Cannot use --preview without --remote. The --preview flag targets a preview D1 database, which requires the --remote flag. Remove --preview or add --remote.") //nolint:staticcheck // wrangler's words
	}
	found, err := findDatabase(p, name)
	if err != nil {
		return err
	}
	db, err := d1.Open(s, found.ID())
	if err != nil {
		return err
	}
	dir := filepath.Join(a.stateDir(p, f.persistTo), "d1")
	return errors.Join(do(database{db, found, dir}), db.Close())
}

// findDatabase finds a database of the configuration by its name or binding.
func findDatabase(p *config.Project, name string) (config.D1Database, error) {
	for _, d := range p.D1Databases() {
		if name == d.DatabaseName || name == d.Binding {
			return d, nil
		}
	}
	file := "Wrangler configuration" // there is none
	if p.Path != "" {
		file = filepath.Base(p.Path)
	}
	return config.D1Database{}, fmt.Errorf("Couldn't find a D1 DB with the name or binding '%s' in your %s file.", name, file) //nolint:staticcheck // wrangler's words
}

// relative gives a path as seen from the folder to work in.
func (a *app) relative(path string) string {
	dir, err := a.dir()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		return path
	}
	if !strings.HasPrefix(rel, ".") {
		rel = "./" + rel
	}
	return rel
}

func newD1Execute(a *app) *cobra.Command {
	f := &d1Flags{}
	command, file, asJSON, yes := "", "", false, false
	cmd := &cobra.Command{
		Use:     "execute DATABASE",
		Short:   "Run SQL text or an SQL file",
		Example: "  paddock d1 execute my-db --command \"SELECT * FROM users\" --json\n  paddock d1 execute my-db --file ./seed.sql",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.quiet = asJSON
			if command != "" && file != "" && asJSON {
				return errors.Join(a.printJSON(errCommandAndFile.Error()), exitCode(1))
			}
			if f.remote && cmd.Flags().Changed("local") {
				if !asJSON {
					a.location()
				}
				return a.d1Failed(errors.New("Error: can't use --local and --remote at the same time"), asJSON)
			}
			return a.withState(cmd, &f.stateFlags, func(p *config.Project, s localState) error {
				results, err := a.execute(p, s, f, args[0], command, file)
				if err != nil {
					return a.d1Failed(err, asJSON)
				}
				if asJSON || !a.terminal() {
					return a.printJSON(results)
				}
				for _, r := range results {
					a.printTable(r.table())
				}
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&command, "command", "", "SQL text; statements are separated by ;")
	cmd.Flags().StringVar(&file, "file", "", "file with SQL text")
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "answer yes to every question")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON and nothing else")
	return cmd
}

// errCommandAndFile refuses two flags together.
var errCommandAndFile = errors.New("Error: can't provide both --command and --file.")

// d1Failed is the error of a failed command: as JSON on standard output if that was asked for.
func (a *app) d1Failed(err error, asJSON bool) error {
	if !asJSON {
		return err
	}
	failed := map[string]any{"error": map[string]string{"text": err.Error()}}
	return errors.Join(a.printJSON(failed), exitCode(1))
}

// execute runs the SQL text that two flags name on a database.
func (a *app) execute(p *config.Project, s localState, f *d1Flags, name, command, file string) (results []queryResult, err error) {
	sql, err := a.sqlOf(command, file)
	if err != nil {
		return nil, err
	}
	err = a.openDatabase(p, s, f, name, func(db database) error {
		results, err = a.executeSQL(db, name, sql, f.quiet)
		return err
	})
	return results, err
}

// sqlOf gives the text that two flags name.
//
//nolint:staticcheck // the errors are wrangler's words
func (a *app) sqlOf(command, file string) (string, error) {
	switch {
	case command != "" && file != "":
		return "", errCommandAndFile
	case command != "":
		return command, nil
	case file == "":
		return "", errors.New(`Missing required option --command or --file. Provide a SQL command inline with --command="<SQL>", or a path to a SQL file with --file=<path>.`)
	}
	data, err := os.ReadFile(a.path(file))
	if err != nil {
		return "", fmt.Errorf("Unable to read SQL text file %q. Please check the file path and try again.", file)
	}
	if bytes.HasPrefix(data, []byte("SQLite format 3")) {
		return "", errors.New("Provided file is a binary SQLite database file instead of an SQL text file. The execute command can only process SQL text files. Please export an SQL file from your SQLite database and try again.")
	}
	return string(data), nil
}

// executeSQL runs SQL text as one transaction, with wrangler's words about it unless quiet.
func (a *app) executeSQL(db database, name, sql string, quiet bool) ([]queryResult, error) {
	if !quiet {
		fmt.Fprintf(a.Stdout, "🌀 Executing on local database %s (%s) from %s:\n", name, db.ID(), a.relative(db.dir))
		fmt.Fprintln(a.Stdout, "🌀 To execute on your remote database, add a --remote flag to your wrangler command.")
	}
	statements, err := statementsOf(sql)
	if err != nil {
		return nil, err
	}
	queries := make([]d1.Query, len(statements))
	for i, s := range statements {
		queries[i].SQL = s
	}
	found, err := db.Run(queries...)
	if err != nil {
		return nil, err
	}
	if !quiet {
		fmt.Fprintf(a.Stdout, "🚣 %d %s executed successfully.\n", len(found), plural(len(found), "command"))
	}
	results := make([]queryResult, len(found))
	for i, r := range found {
		results[i] = newQueryResult(r)
	}
	return results, nil
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

func newD1Export(a *app) *cobra.Command {
	f := &d1Flags{}
	output, compatibility, opts, yes := "", choice{of: []string{"d1", "sqlite3_cli_only"}}, d1.DumpOptions{}, false
	cmd := &cobra.Command{
		Use:     "export DATABASE",
		Short:   "Write a database as SQL text",
		Example: "  paddock d1 export my-db --output ./my-db.sql",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output == "" {
				return usageError("Missing required argument: output")
			}
			return a.withState(cmd, &f.stateFlags, func(p *config.Project, s localState) error {
				if err := a.checkExport(output, compatibility, opts); err != nil {
					return err
				}
				return a.openDatabase(p, s, f, args[0], func(db database) error { return a.export(db, args[0], output, opts) })
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&output, "output", "", "file to write")
	cmd.Flags().StringArrayVar(&opts.Tables, "table", nil, "only this table (may be repeated)")
	cmd.Flags().BoolVar(&opts.NoSchema, "no-schema", false, "only rows")
	cmd.Flags().BoolVar(&opts.NoData, "no-data", false, "only the tables, without their rows")
	cmd.Flags().Var(&compatibility, "compatibility", "form of the text: d1")
	cmd.Flags().BoolVarP(&yes, "skip-confirmation", "y", false, "ask nothing")
	return cmd
}

// checkExport refuses flags of an export that do not go together.
//
//nolint:staticcheck // the errors are wrangler's words
func (a *app) checkExport(output string, compatibility choice, opts d1.DumpOptions) error {
	switch {
	case opts.NoSchema && opts.NoData:
		return errors.New("Cannot use --no-schema and --no-data together. At least one of schema or data must be included in the export. Remove one of the flags.")
	case compatibility.value == "sqlite3_cli_only":
		return errors.New("--compatibility sqlite3_cli_only is only supported for remote exports. Add the --remote flag.")
	}
	if info, err := os.Stat(a.path(output)); err == nil && info.IsDir() {
		return errors.New("Please specify a file path for --output, not a directory.")
	}
	return nil
}

// export writes a database as SQL text, with wrangler's words about it.
func (a *app) export(db database, name, output string, opts d1.DumpOptions) error {
	fmt.Fprintf(a.Stdout, "🌀 Exporting local database %s (%s) from %s:\n", name, db.ID(), a.relative(db.dir))
	fmt.Fprintln(a.Stdout, "🌀 To export your remote database, add a --remote flag to your wrangler command.")
	fmt.Fprintf(a.Stdout, "🌀 Exporting SQL to %s...\n", output)
	var text bytes.Buffer
	if err := db.Dump(&text, opts); err != nil {
		return err
	}
	if err := os.WriteFile(a.path(output), text.Bytes(), 0o644); err != nil {
		return errors.New(nodeError(output, err))
	}
	fmt.Fprintln(a.Stdout, "Done!")
	return nil
}
