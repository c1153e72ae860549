package check

import (
	"fmt"
	"slices"

	"paddock/wrangler/config"
)

// configuration looks at the classes that the configuration names.
func (f *findings) configuration() {
	f.migrations()
	bound := map[string]bool{}
	for _, b := range f.Project.DurableObjects() {
		if f.own(b) {
			bound[b.ClassName] = true
		}
	}
	for i, c := range f.Project.Containers() {
		at := fmt.Sprintf("containers[%d]", i)
		if c.ClassName == "" {
			continue
		}
		if f.export(c.ClassName) == nil {
			f.warn(f.where(at+".class_name"), fmt.Sprintf("The main module does not export the container's class %s.", c.ClassName),
				"Without the export there are no objects of the class, and no containers.",
				fmt.Sprintf("add: export class %s extends Container { … }, or export { %s } from the module that has it", c.ClassName, c.ClassName))
		}
		if !bound[c.ClassName] && !f.Project.Exports(c.ClassName) {
			f.warn(f.where(at+".class_name"), fmt.Sprintf("No Durable Object binding has the container's class %s.", c.ClassName),
				"A container is started by an object of its class, and nothing in env reaches one.",
				fmt.Sprintf(`add { "name": "CONTAINER", "class_name": %q } to "durable_objects.bindings"`, c.ClassName))
		}
		f.storage(c, at)
	}
}

// own tells whether a binding's class is one of this Worker's.
func (f *findings) own(b config.DurableObject) bool {
	return b.ScriptName == "" || b.ScriptName == f.Project.Name
}

// migrations looks for classes that no migration makes.
func (f *findings) migrations() {
	for i, b := range f.Project.DurableObjects() {
		if !f.own(b) || f.migrated(b.ClassName) != nil {
			continue
		}
		f.warn(f.where(fmt.Sprintf("durable_objects.bindings[%d].class_name", i)), fmt.Sprintf("No migration makes the Durable Object class %s.", b.ClassName),
			"Deployment is refused without one, and here its objects have no SQL storage.",
			fmt.Sprintf(`add { "tag": "v%d", "new_sqlite_classes": [%q] } to "migrations"`, f.Project.MigrationCount()+1, b.ClassName))
	}
}

func (f *findings) migrated(class string) *config.ObjectClass {
	all := f.Project.Migrations()
	if i := slices.IndexFunc(all, func(c config.ObjectClass) bool { return c.Name == class }); i >= 0 {
		return &all[i]
	}
	return nil
}

// storage looks at the storage of a container's class.
func (f *findings) storage(c config.Container, at string) {
	class := f.migrated(c.ClassName)
	if class == nil || class.SQLite {
		return
	}
	place := f.where(at + ".class_name")
	if path := f.Project.MigrationOf(c.ClassName); path != "" {
		place = f.where(path)
	}
	f.warn(place, fmt.Sprintf("The container's class %s has no SQLite storage.", c.ClassName),
		"Containers need it: deployment is refused, and Container of @cloudflare/containers throws when an object is made.",
		fmt.Sprintf(`name %s under "new_sqlite_classes" instead of "new_classes"; that cannot be changed once the class is deployed`, c.ClassName))
}
