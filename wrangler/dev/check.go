package dev

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"paddock/jsruntime/dialect"
	"paddock/wrangler/bundle"
	"paddock/wrangler/check"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// check tells of what will not work as its author thinks, once for each finding.
func (s *Session) check(p *config.Project, c *code) {
	subject := check.Subject{Project: p, Place: func(at dialect.Site) (*message.Place, bool) { return placeIn(p, c.mapper, at) }}
	var err error
	if subject.Exports, err = s.fleet.Look(p.Name); err != nil {
		s.opts.Log.Debug("look at a worker", "worker", p.Name, "error", err)
		return
	}
	if check.Wanted(p) {
		outline, err := dialect.ReadOutline(p.Name+".js", c.text, check.Methods()...)
		if err != nil { // the program was compiled: the engine's parser has read it once
			s.opts.Log.Debug("read the outline of a bundle", "worker", p.Name, "error", err)
			return
		}
		subject.Outline = &outline
	}
	for _, m := range check.Worker(subject) {
		text := fmt.Sprint(m.Place, m.Text)
		if !s.told[text] {
			s.told[text] = true
			s.opts.Console.Message(m)
		}
	}
}

// placeIn finds a site of a bundle in the files that it was made of.
func placeIn(p *config.Project, mapper *bundle.Mapper, at dialect.Site) (*message.Place, bool) {
	found, ok := mapper.Map(at.Line, at.Column)
	if !ok {
		return nil, false
	}
	place := &message.Place{File: relative(p, found.File), Line: found.Line, Column: found.Column}
	if text, ok := mapper.Text(found.File); ok {
		if lines := strings.SplitN(text, "\n", found.Line+1); len(lines) >= found.Line {
			place.LineText = strings.TrimRight(lines[found.Line-1], "\r")
			place.Column = 1 + bytesBefore(place.LineText, found.Column-1)
		}
	}
	return place, strings.Contains(filepath.ToSlash(found.File), "/node_modules/")
}

// bytesBefore turns a number of UTF-16 units at the beginning of a line into a number of bytes.
func bytesBefore(line string, units int) (n int) {
	for units > 0 && n < len(line) {
		r, size := utf8.DecodeRuneInString(line[n:])
		n, units = n+size, units-max(1, utf16.RuneLen(r))
	}
	return n
}

// untold warns of tail Workers that are not part of the session.
func untold(projects []*config.Project) (warnings []message.Message) {
	for _, p := range projects {
		find := func(key string, consumers []config.TailConsumer) {
			for i, c := range consumers {
				if slices.ContainsFunc(projects, func(p *config.Project) bool { return p.Name == c.Worker() }) {
					continue
				}
				warnings = append(warnings, message.Message{
					Kind: message.Warning, Place: place(p, fmt.Sprintf("%s[%d]", key, i)),
					Text: fmt.Sprintf("The Worker %q, which is to be told of the events of %q, is not part of this session.", c.Worker(), p.Name),
					Hint: "add its configuration with another -c",
				})
			}
		}
		find("tail_consumers", p.TailConsumers())
		find("streaming_tail_consumers", p.StreamingTailConsumers())
	}
	return warnings
}

// CheckExports refuses classes of Durable Objects and Workflows that the configuration names and the worker does
// not export.
func CheckExports(p *config.Project, exported func(class string) bool) error {
	own := func(script string) bool { return script == "" || script == p.Name }
	var objects, flows []string
	for _, b := range p.DurableObjects() {
		if own(b.ScriptName) && !exported(b.ClassName) {
			objects = append(objects, b.ClassName)
		}
	}
	for _, w := range p.Workflows() {
		if own(w.ScriptName) && !exported(w.ClassName) {
			flows = append(flows, w.ClassName)
		}
	}
	var wrong message.Errors
	tell := func(kind, path, base string, missing []string) {
		if missing == nil {
			return
		}
		wrong = append(wrong, message.Message{
			Kind: message.Error,
			Text: fmt.Sprintf("Your Worker depends on the following %s, which are not exported in your entrypoint file: %s.\nYou should export these objects from your entrypoint, %s.",
				kind, strings.Join(missing, ", "), relative(p, p.Main)),
			Place: place(p, path),
			Hint:  fmt.Sprintf("add \"export class %s extends %s {}\" to %s, or take the binding out", missing[0], base, relative(p, p.Main)),
		})
	}
	tell("Durable Objects", "durable_objects.bindings", "DurableObject", objects)
	tell("Workflows", "workflows", "WorkflowEntrypoint", flows)
	if wrong == nil {
		return nil
	}
	return wrong
}
