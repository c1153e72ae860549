package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paddock/bindings/d1"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

func newD1Migrations(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "migrations", Short: "Create, list and apply migrations", Args: positionals(0, 0), RunE: help}
	cmd.AddCommand(newD1MigrationsCreate(a), newD1MigrationsList(a), newD1MigrationsApply(a))
	return cmd
}

// migrations are the files that change one database.
type migrations struct {
	dir      string // absolute
	below    string // as the configuration has it, relative to its folder
	pattern  string // of files, relative to dir
	whole    string // pattern as the configuration has it
	table    string // that tells which were applied
	config   string // name of the configuration file
	explicit bool   // the configuration says where the files are
}

// migrationsOf reads where a database's migrations are.
func migrationsOf(p *config.Project, d config.D1Database) (*migrations, error) {
	m := &migrations{below: "migrations", table: cmp.Or(d.MigrationsTable, "d1_migrations"), config: filepath.Base(p.Path)}
	if d.MigrationsDir != nil {
		m.below, m.explicit = path.Clean(filepath.ToSlash(*d.MigrationsDir)), true
	}
	m.dir = filepath.Join(p.Dir, filepath.FromSlash(m.below))
	m.pattern, m.whole = "*.sql", path.Join(m.below, "*.sql")
	if d.MigrationsPattern == nil {
		return m, nil
	}
	if !m.explicit {
		return nil, fmt.Errorf("You have set `migrations_pattern: %q` in your %s file but have not set `migrations_dir` for this D1 binding.\n\nWhen `migrations_pattern` is set, `migrations_dir` must also be set, and `migrations_pattern` must start with `${migrations_dir}/`. Add a `migrations_dir` entry to your %[2]s file (for example, `\"migrations_dir\": \"migrations\"`).", *d.MigrationsPattern, m.config) //nolint:staticcheck // wrangler's words
	}
	suggested := m.whole
	m.whole = path.Clean(filepath.ToSlash(*d.MigrationsPattern))
	var inside bool
	if m.pattern, inside = strings.CutPrefix(m.whole, m.below+"/"); !inside && m.below != "." {
		return nil, fmt.Errorf("The configured `migrations_pattern: %q` in your %s file must start with `%s/` to match `\"migrations_dir\": %q`.\n\nEither change `migrations_pattern` so it starts with `%[3]s/` (for example, `%[5]q`), or change `migrations_dir` to match the start of your pattern.", *d.MigrationsPattern, m.config, m.below, m.below, suggested) //nolint:staticcheck // wrangler's words
	}
	return m, nil
}

// matches tells of a path below the folder whether it is a migration.
func (m *migrations) matches(name string) bool {
	pattern := regexp.QuoteMeta(m.pattern)
	for _, r := range [][2]string{{`\*\*/`, `(?:[^./][^/]*/)*`}, {`\*`, `[^/]*`}, {`\?`, `[^/]`}} {
		pattern = strings.ReplaceAll(pattern, r[0], r[1])
	}
	hidden := strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
	ok, err := regexp.MatchString("^(?:"+pattern+")$", name)
	return ok && err == nil && !hidden
}

// files lists the migrations in the order in which they are applied.
func (m *migrations) files() ([]string, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(m.dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && m.matches(name) {
			names = append(names, name)
		}
		return err
	})
	slices.SortFunc(names, compareMigrations)
	return names, err
}

// compareMigrations orders by number, then by name, folder by folder. What has no number comes last.
func compareMigrations(a, b string) int {
	as, bs := strings.Split(a, "/"), strings.Split(b, "/")
	for i := range min(len(as), len(bs)) {
		an, aok := numberOf(as[i])
		bn, bok := numberOf(bs[i])
		switch {
		case aok && bok && an != bn:
			return cmp.Compare(an, bn)
		case aok != bok && aok:
			return -1
		case aok != bok:
			return 1
		}
		if c := cmp.Compare(as[i], bs[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(as), len(bs))
}

// numberOf gives the number that a migration's name begins with.
func numberOf(name string) (int, bool) {
	name, _, _ = strings.Cut(name, "/")
	digits := 0
	for digits < len(name) && name[digits] >= '0' && name[digits] <= '9' {
		digits++
	}
	n, err := strconv.Atoi(name[:digits])
	return n, err == nil
}

// find makes sure that the folder is there; ask says whether it may be made.
func (m *migrations) find(a *app, ask bool) error {
	if info, err := os.Stat(m.dir); err == nil && info.IsDir() {
		return nil
	}
	warning := "No migrations folder found."
	if !m.explicit {
		warning += fmt.Sprintf(" Set `migrations_dir` in your %s file to choose a different path.", m.config)
	}
	if ask && a.confirm(fmt.Sprintf("%s\nOk to create %s?", warning, m.dir)) {
		return os.MkdirAll(m.dir, 0o755)
	}
	a.printMessages([]message.Message{{Kind: message.Warning, Text: warning}})
	return fmt.Errorf("No migrations present at %s.", m.dir) //nolint:staticcheck // wrangler's words
}

// unapplied lists the migrations that the database has not seen; it makes their table.
func (m *migrations) unapplied(db database) ([]string, error) {
	results, err := db.Run(d1.Query{SQL: "CREATE TABLE IF NOT EXISTS " + m.quoted() + `(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);`}, d1.Query{SQL: "SELECT name FROM " + m.quoted()})
	if err != nil {
		return nil, err
	}
	applied := map[any]bool{}
	for _, row := range results[1].Rows {
		applied[row[0]] = true
	}
	names, err := m.files()
	return slices.DeleteFunc(names, func(name string) bool { return applied[name] }), err
}

func (m *migrations) quoted() string { return `"` + strings.ReplaceAll(m.table, `"`, `""`) + `"` }

func newD1MigrationsCreate(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "create DATABASE MESSAGE",
		Short:   "Make the file of a new migration",
		Example: "  paddock d1 migrations create my-db \"create users\"",
		Args:    positionals(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.loadProject(cmd.Context())
			if missing := (*config.NotFound)(nil); errors.As(err, &missing) {
				return errNoMigrationsConfig
			}
			if err != nil {
				return err
			}
			d, err := findDatabase(p, args[0])
			if err != nil {
				return err
			}
			m, err := migrationsOf(p, d)
			if err != nil {
				return err
			}
			return m.create(a, args[1])
		},
	}
}

func (m *migrations) create(a *app, text string) error {
	if strings.ContainsAny(text, `/\`) {
		return fmt.Errorf(`The migration name %q contains a path separator ("/" or "\"). Please remove this and try again.`, text) //nolint:staticcheck // wrangler's words
	}
	next := 1
	if names, err := m.files(); err == nil { // without a folder there are none
		for _, name := range names {
			if n, ok := numberOf(name); ok {
				next = max(next, n+1)
			}
		}
	}
	name := fmt.Sprintf("%04d_%s.sql", next, strings.ReplaceAll(text, " ", "_"))
	if !m.matches(name) {
		return fmt.Errorf("Wrangler would like to make a new migration called `%s` but it does not match the configured `migrations_pattern: %q` in your %s file, so `wrangler d1 migrations apply` would not pick it up. `wrangler d1 migrations create` only writes top-level files inside `migrations_dir`.\n\nIf you are using an ORM like drizzle to manage migrations, use the ORM's command (e.g. `drizzle-kit generate`) instead of `wrangler d1 migrations create` — it will create files in the nested layout your `migrations_pattern` expects.\n\nOtherwise, change `migrations_pattern` in your %[3]s file to match top-level `.sql` files (for example, `%[4]s`).", path.Join(m.below, name), m.whole, m.config, path.Join(m.below, "*.sql")) //nolint:staticcheck // wrangler's words
	}
	if err := m.find(a, true); err != nil {
		return err
	}
	file := filepath.Join(m.dir, name)
	head := fmt.Sprintf("-- Migration number: %04d \t %s\n", next, time.Now().UTC().Format("2006-01-02T15:04:05.000Z"))
	if err := os.WriteFile(file, []byte(head), 0o644); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "✅ Successfully created Migration '%s'!\n\nThe migration is available for editing here\n%s\n", name, file)
	return nil
}

// errNoMigrationsConfig is the error of commands on migrations where there is no configuration.
var errNoMigrationsConfig = errors.New("No configuration file found. Create a wrangler.jsonc file to define your D1 database.") //nolint:staticcheck // wrangler's words

// withMigrations runs f on the migrations of a database that it has not seen.
func (a *app) withMigrations(cmd *cobra.Command, f *d1Flags, name string, do func(db database, m *migrations, names []string) error) error {
	return a.withState(cmd, &f.stateFlags, func(p *config.Project, s localState) error {
		if p.Path == "" {
			return errNoMigrationsConfig
		}
		d, _ := findDatabase(p, name) // wrangler looks for the migrations first, be there a database or not
		m, err := migrationsOf(p, d)
		if err != nil {
			return err
		}
		if err := m.find(a, false); err != nil {
			return err
		}
		return a.openDatabase(p, s, f, name, func(db database) error {
			names, err := m.unapplied(db)
			if err != nil {
				return err
			}
			if len(names) == 0 {
				fmt.Fprintln(a.Stdout, "✅ No migrations to apply!")
				return nil
			}
			fmt.Fprintln(a.Stdout, "Migrations to be applied:")
			return do(db, m, names)
		})
	})
}

func newD1MigrationsList(a *app) *cobra.Command {
	f := &d1Flags{}
	cmd := &cobra.Command{
		Use:     "list DATABASE",
		Example: "  paddock d1 migrations list my-db",
		Short:   "Print the migrations that are not applied yet",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withMigrations(cmd, f, args[0], func(_ database, _ *migrations, names []string) error {
				a.printTable(column("Name", names))
				return nil
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}

// column makes a table of one column.
func column(head string, cells []string) [][]string {
	rows := [][]string{{head}}
	for _, cell := range cells {
		rows = append(rows, []string{cell})
	}
	return rows
}

func newD1MigrationsApply(a *app) *cobra.Command {
	f := &d1Flags{}
	cmd := &cobra.Command{
		Use:     "apply DATABASE",
		Example: "  paddock d1 migrations apply my-db",
		Short:   "Apply the migrations that are not applied yet",
		Args:    positionals(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withMigrations(cmd, f, args[0], func(db database, m *migrations, names []string) error {
				a.printTable(column("name", names))
				question := fmt.Sprintf("About to apply %d migration(s)\nYour database may not be available to serve requests during the migration, continue?", len(names))
				if !a.confirm(question) {
					return nil
				}
				return a.applyMigrations(db, m, args[0], names)
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}

// applyMigrations applies one after the other. Each is a transaction, which also notes it.
func (a *app) applyMigrations(db database, m *migrations, database string, names []string) error {
	rows := [][]string{{"name", "status"}}
	for _, name := range names {
		rows = append(rows, []string{name, "🕒️"})
	}
	for i, name := range names {
		text, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		note := fmt.Sprintf("\nINSERT INTO %s (name)\nvalues ('%s');", m.quoted(), strings.ReplaceAll(name, "'", "''"))
		if _, err := a.executeSQL(db, database, string(text)+note, false); err != nil {
			return err
		}
		rows[i+1][1] = "✅"
		a.printTable(rows)
	}
	return nil
}
