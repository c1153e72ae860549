package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// ObjectClass is a Durable Object class after all migrations.
type ObjectClass struct {
	Name   string `json:"name"`
	SQLite bool   `json:"sqlite"`
}

// Misfit is what a migration cannot do: its path in the configuration, and wrangler's words.
type Misfit struct{ Path, Text string }

// migration is one element of the section "migrations".
type migration struct {
	New     []string                    `json:"new_classes"`
	SQLite  []string                    `json:"new_sqlite_classes"`
	Deleted []string                    `json:"deleted_classes"`
	Renamed []struct{ From, To string } `json:"renamed_classes"`
}

// classes are those that there are after some migrations, in their order.
type classes []ObjectClass

func (cs classes) has(name string) bool {
	return slices.ContainsFunc(cs, func(c ObjectClass) bool { return c.Name == name })
}

func (cs *classes) set(name string, sqlite bool) {
	if i := slices.IndexFunc(*cs, func(c ObjectClass) bool { return c.Name == name }); i >= 0 {
		(*cs)[i].SQLite = sqlite
		return
	}
	*cs = append(*cs, ObjectClass{name, sqlite})
}

// remove gives what the class was; its zero value is one that there was not.
func (cs *classes) remove(name string) (was ObjectClass) {
	if i := slices.IndexFunc(*cs, func(c ObjectClass) bool { return c.Name == name }); i >= 0 {
		was = (*cs)[i]
		*cs = slices.Delete(*cs, i, i+1)
	}
	return was
}

// follow does what a migration says, in wrangler's order: first what goes, then what is new. It tells
// of everything that cannot be done.
func (cs *classes) follow(m migration, path string) (misfits []Misfit) {
	tell := func(key string, i int, text, class string) {
		misfits = append(misfits, Misfit{
			Path: fmt.Sprintf("%s.%s[%d]", path, key, i),
			Text: fmt.Sprintf("Cannot apply %s migration to %s class %s", key, text, class),
		})
	}
	for i, name := range m.Deleted {
		if cs.remove(name).Name == "" {
			tell("deleted_classes", i, "non-existent", name)
		}
	}
	for i, r := range m.Renamed {
		was := cs.remove(r.From)
		if was.Name == "" {
			tell("renamed_classes", i, "non-existent", r.From)
		}
		cs.set(r.To, was.SQLite)
	}
	add := func(key string, names []string, sqlite bool) {
		for i, name := range names {
			if cs.has(name) {
				tell(key, i, "existing", name)
			}
			cs.set(name, sqlite)
		}
	}
	add("new_classes", m.New, false)
	add("new_sqlite_classes", m.SQLite, true)
	return misfits
}

// Migrations gives the classes that exist after all migrations, in their order, renames and
// deletions followed; and those of "exports", sorted by name.
func (p *Project) Migrations() []ObjectClass {
	all, _ := p.migrate()
	exports := decode[map[string]struct{ Type, Storage, State string }](p.Sections["exports"])
	for _, name := range slices.Sorted(maps.Keys(exports)) {
		if e := exports[name]; e.Type == "durable-object" && e.State != "deleted" && e.State != "renamed" && e.State != "transferred" {
			all.set(name, e.Storage == "sqlite")
		}
	}
	return all
}

// Misfits gives what migrations say of classes that there are not, or that there are already.
func (p *Project) Misfits() []Misfit {
	_, misfits := p.migrate()
	return misfits
}

// migrate follows the migrations.
func (p *Project) migrate() (all classes, misfits []Misfit) {
	all = classes{}
	for i, m := range decode[[]migration](p.Sections["migrations"]) {
		misfits = append(misfits, all.follow(m, fmt.Sprintf("migrations[%d]", i))...)
	}
	return all, misfits
}

// Exports reports whether the section "exports" declares a Durable Object class.
func (p *Project) Exports(class string) bool {
	return decode[map[string]struct{ Type string }](p.Sections["exports"])[class].Type == "durable-object"
}

// MigrationCount is the number of migrations.
func (p *Project) MigrationCount() int {
	return len(decode[[]json.RawMessage](p.Sections["migrations"]))
}

// MigrationOf gives the path of the migration that made a class without SQLite storage; "": none did.
func (p *Project) MigrationOf(class string) string {
	for i, m := range decode[[]migration](p.Sections["migrations"]) {
		if j := slices.Index(m.New, class); j >= 0 {
			return fmt.Sprintf("migrations[%d].new_classes[%d]", i, j)
		}
	}
	return ""
}
