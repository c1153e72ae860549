package check

import (
	"fmt"
	"slices"
	"strings"

	"paddock/jsruntime/dialect"
	"paddock/jsruntime/worker"
)

// class looks at one container's class.
func (f *findings) class(e worker.Export) {
	lineage := f.lineage(e)
	f.hidden(e, lineage)
	if len(e.Statics) == 0 {
		return // of no package's making
	}
	f.https(e, lineage)
	f.lists(e, lineage)
}

// lineage gives the class and its superclasses as far as the project's own files have them: the one
// with the accessors of the settings ends it.
func (f *findings) lineage(e worker.Export) []dialect.Class {
	var line []dialect.Class
	at := slices.IndexFunc(f.Outline.Classes, func(c dialect.Class) bool { return c.Name == e.Class })
	for at >= 0 && !definesSettings(f.Outline.Classes[at]) && len(line) <= len(f.Outline.Classes) {
		c := f.Outline.Classes[at]
		line = append(line, c)
		at = slices.IndexFunc(f.Outline.Classes, func(s dialect.Class) bool { return c.Extends != "" && s.Binding == c.Extends })
	}
	return line
}

func definesSettings(c dialect.Class) bool {
	return slices.ContainsFunc(c.Members, func(m dialect.Member) bool { return m.Static && m.Kind == dialect.Accessor })
}

// member finds the nearest field of an object, or of the class, in a lineage.
func member(lineage []dialect.Class, name string, static bool) *dialect.Member {
	for _, c := range lineage {
		for i := range c.Members {
			if m := &c.Members[i]; m.Name == name && m.Static == static && m.Kind != dialect.Method {
				return m
			}
		}
	}
	return nil
}

// hidden finds settings that never reach the accessors that they are meant for.
func (f *findings) hidden(e worker.Export, lineage []dialect.Class) {
	for _, s := range e.Statics {
		if !s.Hidden {
			continue
		}
		m := member(lineage, s.Name, true)
		if m == nil {
			m = &dialect.Member{Site: siteOf(lineage)}
		}
		f.warn(f.place(m.Site), fmt.Sprintf("static %s of %s has no effect: it hides the setter that it is meant for.", s.Name, e.Class),
			fmt.Sprintf("A static field defines a property of its own where TypeScript's target is ES2022 or later, and always in JavaScript. The class that %s extends is never told of it, so that no handler in it ever runs; on the platform neither.", e.Class),
			fmt.Sprintf(`assign it after the class: %s.%s = …; or set "useDefineForClassFields": false in tsconfig.json`, e.Class, s.Name))
	}
}

// siteOf is where a class begins, the first site if the bundle's text does not show it.
func siteOf(lineage []dialect.Class) dialect.Site {
	if len(lineage) == 0 {
		return dialect.Site{}
	}
	return lineage[0].Site
}

// https finds handlers and lists that HTTPS passes by on its way to the internet.
func (f *findings) https(e worker.Export, lineage []dialect.Class) {
	if !f.interceptsItself(e, lineage) || !leftAt(lineage, "interceptHttps", false) || !leftAt(lineage, "enableInternet", true) {
		return
	}
	f.warn(f.place(siteOf(lineage)), fmt.Sprintf("HTTPS requests of %s pass its handlers and lists of hosts by and go out to the internet.", e.Class),
		"They hold for https:// only with interceptHttps, which is false unless the class sets it; enableInternet is true unless the class sets it.",
		"add the field interceptHttps = true to the class, or enableInternet = false")
}

// leftAt tells whether a field has the value that it has when nobody sets it; what is computed may be
// anything.
func leftAt(lineage []dialect.Class, name string, value bool) bool {
	m := member(lineage, name, false)
	return m == nil || m.Value.Known && m.Value.True == value
}

// exports finds reads of ctx.exports that give nothing.
func (f *findings) exports() {
	told := map[string]bool{}
	for _, read := range f.Outline.Exports {
		at, inPackage := f.Place(read.Site)
		if at == nil || inPackage && !f.interceptsByPackage() {
			continue
		}
		if !f.flag("enable_ctx_exports") {
			f.warn(f.where("compatibility_date"), "ctx.exports is undefined at this compatibility date.",
				fmt.Sprintf("%s reads ctx.exports.%s.", at, read.Value),
				`set "compatibility_date" to 2025-11-17 or later, or add the flag "enable_ctx_exports" to "compatibility_flags"`)
			return
		}
		if f.export(read.Value) != nil || told[read.Value] {
			continue
		}
		told[read.Value] = true
		if inPackage {
			from := packageOf(at.File)
			f.warn(f.where("main"), fmt.Sprintf("The main module does not export %s, which %s needs.", read.Value, from),
				"Each request that a handler shall answer enters the Worker through it: without it containers do not start.",
				fmt.Sprintf("add to the main module: export { %s } from %q", read.Value, from))
			continue
		}
		f.warn(at, fmt.Sprintf("ctx.exports.%s is undefined: the main module does not export it.", read.Value), "",
			fmt.Sprintf("export the class %s from the main module", read.Value))
	}
}

// interceptsByPackage tells whether a container's class has settings that its package carries out.
func (f *findings) interceptsByPackage() bool {
	for _, c := range f.Project.Containers() {
		e := f.export(c.ClassName)
		if e != nil && intercepts(*e, f.lineage(*e)) {
			return true
		}
	}
	return false
}

// interceptsItself tells whether it is the project's own code that gives a class handlers or lists: a
// package knows what it does.
func (f *findings) interceptsItself(e worker.Export, lineage []dialect.Class) bool {
	own := func(name string, static bool) bool {
		m := member(lineage, name, static)
		if m == nil {
			return false
		}
		at, inPackage := f.Place(m.Site)
		return at != nil && !inPackage
	}
	set := slices.ContainsFunc(e.Statics, func(s worker.Static) bool { return s.Set && own(s.Name, true) })
	return set || own("allowedHosts", false) || own("deniedHosts", false)
}

// intercepts tells whether a class has handlers or lists of hosts. One that is hidden counts: the package
// looks for it.
func intercepts(e worker.Export, lineage []dialect.Class) bool {
	set := slices.ContainsFunc(e.Statics, func(s worker.Static) bool { return s.Set || s.Hidden })
	lists := member(lineage, "allowedHosts", false) != nil || member(lineage, "deniedHosts", false) != nil
	return len(e.Statics) > 0 && (set || lists)
}

// packageOf gives the package that a file belongs to.
func packageOf(file string) string {
	_, rest, ok := cutLast(file, "node_modules/")
	if !ok {
		return file
	}
	parts := strings.SplitN(rest, "/", 3)
	if strings.HasPrefix(rest, "@") && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
