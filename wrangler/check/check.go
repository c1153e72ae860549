// Package check finds what a project's author would else find out late: handlers that never run,
// rules that match nothing, classes that nothing reaches.
//
// The one idea: it looks at what is so. Settings are read from the loaded classes, and the text of
// the bundle only tells of what no class shows before it has instances. Nothing is sought by the
// name of a package: what makes a class a container's is the configuration, and what makes its
// settings settings are the accessors that it inherits.
package check

import (
	"paddock/jsruntime/dialect"
	"paddock/jsruntime/worker"
	"paddock/polyfills/compat"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// Subject is one loaded Worker.
type Subject struct {
	Project *config.Project
	Exports []worker.Export
	// Outline is that of the bundle, read with [Methods]; nil where there is none.
	Outline *dialect.Outline
	// Place finds a site of the bundle in the project's files; inPackage tells that the file is one
	// of a package. It gives nil for what no file holds.
	Place func(at dialect.Site) (place *message.Place, inPackage bool)
}

// Wanted tells whether a project has anything for which its bundle must be read.
func Wanted(p *config.Project) bool { return len(p.Containers()) > 0 }

// Methods gives the methods whose calls an outline must have.
func Methods() []string {
	return []string{"setAllowedHosts", "setDeniedHosts", "allowHost", "denyHost"}
}

// Worker gives the warnings about a Worker.
func Worker(s Subject) []message.Message {
	f := &findings{Subject: s}
	f.compatibility()
	f.remote()
	f.configuration()
	if s.Outline != nil {
		f.exports()
		f.calls()
		for _, c := range s.Project.Containers() {
			if e := f.export(c.ClassName); e != nil {
				f.class(*e)
			}
		}
	}
	return f.messages
}

// findings are what was found so far.
type findings struct {
	Subject
	messages []message.Message
}

// warn adds a warning; notes give the reason, hint the repair.
func (f *findings) warn(at *message.Place, text, note, hint string) {
	m := message.Message{Kind: message.Warning, Text: text, Place: at, Hint: hint}
	if note != "" {
		m.Notes = []string{note}
	}
	f.messages = append(f.messages, m)
}

// where gives the place of a path of the configuration; nil: there is none.
func (f *findings) where(path string) *message.Place {
	if f.Project.Unwritten() {
		return nil
	}
	at := f.Project.Where(path)
	return &at
}

// place gives the place of a site of the bundle.
func (f *findings) place(at dialect.Site) *message.Place {
	place, _ := f.Place(at)
	return place
}

func (f *findings) export(name string) *worker.Export {
	for i := range f.Exports {
		if f.Exports[i].Name == name {
			return &f.Exports[i]
		}
	}
	return nil
}

func (f *findings) flag(name string) bool {
	return compat.New(f.Project.Compat.Date, f.Project.Compat.Flags).Has(name)
}
