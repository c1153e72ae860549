// Package compat is compatibility dates and flags: what a Worker's date and flags switch on.
//
// The one idea: a [Set] answers whether a flag is in force, and [Of] gives the running Worker's.
// What depends on a flag asks for it where it happens; there is no other list of such places.
//
// Platform: https://developers.cloudflare.com/workers/configuration/compatibility-flags/
package compat

import (
	"maps"
	"slices"
	"time"

	"paddock/jsruntime"
)

// Set is what is in force for one Worker. The zero Set has no date: only what is always on.
type Set struct {
	date  string
	named []string
}

// New makes the set of a compatibility date, as "2026-01-01", and flags by name.
func New(date string, flags []string) Set { return Set{date: date, named: slices.Clone(flags)} }

// Date gives the compatibility date.
func (s Set) Date() string { return s.date }

// Has reports whether a flag is in force: named, or on by default since a date that the Worker's
// has reached and not switched off. It wants the name that enables, as "nodejs_compat".
func (s Set) Has(flag string) bool {
	if slices.Contains(s.named, flag) {
		return true
	}
	f, known := find(flag)
	if !known || slices.Contains(s.named, f.disable) {
		return false
	}
	if f.since != "" && s.date >= f.since {
		return true
	}
	return f.impliedBy != "" && s.date >= f.impliedSince && (s.Has(f.impliedBy) || f.alsoBy != "" && s.Has(f.alsoBy))
}

// Names reports whether a flag is named, rather than on by a date. It is for what the local platform does by other dates
// than the Worker's.
func (s Set) Names(flag string) bool { return slices.Contains(s.named, flag) }

// Node reports whether Node's modules may be imported.
func (s Set) Node() bool { return s.Has("nodejs_compat") || s.Has("nodejs_compat_v2") }

// find gives what is known of a flag by the name that enables it.
func find(name string) (f flag, known bool) {
	for _, all := range registries() {
		if f, known = all[name]; known {
			break
		}
	}
	return f, known
}

// registries are all of the platform's flags.
func registries() []map[string]flag { return []map[string]flag{flags, inert, granted} }

// Known gives the names of the platform's flags, in order.
func Known() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for _, all := range registries() {
			for name := range all {
				if !yield(name) {
					return
				}
			}
		}
	})
}

// Exists reports whether the platform has a flag, by the name that enables it or by the one that disables.
func Exists(name string) bool {
	return slices.ContainsFunc(registries(), func(all map[string]flag) bool { return names(all, name) })
}

// Inert reports whether a flag that exists does not do here what it is for.
func Inert(name string) bool { return names(inert, name) }

// names reports whether one of the flags has a name.
func names(all map[string]flag, name string) bool {
	if _, ok := all[name]; ok {
		return true
	}
	for _, f := range all {
		if f.disable == name && name != "" {
			return true
		}
	}
	return false
}

// Unknown gives the first of the names that the platform does not have; "" if it has all.
func Unknown(names []string) string {
	for _, name := range names {
		if !Exists(name) {
			return name
		}
	}
	return ""
}

// Conflict tells, in the platform's words, why flags may not stand together; "" if they may. nodejs_compat may stand
// beside nodejs_compat_v2, which wrangler refuses and the runtime takes.
func Conflict(names []string) string {
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return "Compatibility flag specified multiple times: " + name
		}
		if f, _ := find(name); f.disable != "" && slices.Contains(names, f.disable) {
			return "Compatibility flags are mutually contradictory: " + name + " vs " + f.disable
		}
	}
	return ""
}

// Latest is the date of code that has none: projects without one, tests of single APIs, suites.
const Latest = "2026-11-17"

// slot holds the set of a VM's Worker.
var slot = jsruntime.NewSlot(func(*jsruntime.VM) Set { return Set{date: Latest} })

// Of gives the set of the Worker that vm runs.
func Of(vm *jsruntime.VM) Set { return slot.Get(vm) }

// API makes a set the one of a VM; one without a date gets the date Latest.
func API(s Set) jsruntime.API {
	if s.date == "" {
		s.date = Latest
	}
	return jsruntime.API{Name: "compat", Install: func(vm *jsruntime.VM) error {
		slot.Set(vm, s)
		if !s.Has("set_tostring_tag") {
			vm.HideClassTags()
		}
		if !s.Has("workers_api_getters_setters_on_prototype") {
			names := maps.Clone(onInstances)
			if s.Has("url_standard") {
				delete(names, "URL") // which came later
			}
			vm.AccessorsOnInstances(names)
		} else if s.Has("pedantic_wpt") {
			vm.AccessorsOnInstances(map[string][]string{"Event": {"isTrusted"}})
		}
		if !s.Has("immutable_api_prototypes") {
			vm.MutablePrototypes()
		}
		if s.Has("precise_timers") {
			vm.CoarsenClock(3 * time.Millisecond)
		}
		if !s.Has("capture_async_api_throws") {
			vm.ThrowAtOnce()
		}
		if !s.Has("unwrap_custom_thenables") {
			vm.IgnoreThenables()
		}
		if s.Has("enhanced_error_serialization") {
			vm.KeepErrorProperties()
		}
		return nil
	}}
}
