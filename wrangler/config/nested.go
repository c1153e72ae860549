package config

import (
	"maps"
	"slices"
	"strings"
)

// fieldRule is what a field of a section must be.
type fieldRule struct {
	want   want
	needed bool     // the section must have it
	choice []string // the texts that it may be; nil: any
	fields fieldsOf // of an object; nil: they are not held to anything
}

// fieldsOf are the fields that a section may have.
type fieldsOf map[string]fieldRule

// nested are the sections whose fields are checked here, one by one.
func nested() map[string]fieldsOf {
	text, yes, count := fieldRule{want: aString}, fieldRule{want: aBoolean}, fieldRule{want: aNumber}
	list, anyOf := fieldRule{want: aStringArray}, fieldRule{}
	kept := func(more fieldsOf) fieldRule {
		more["enabled"], more["head_sampling_rate"], more["persist"], more["destinations"] = yes, count, yes, list
		return fieldRule{want: anObject, fields: more}
	}
	return map[string]fieldsOf{
		"dev": {
			"ip": text, "port": count, "inspector_port": count, "inspector_ip": text, "local_protocol": text, "upstream_protocol": text,
			"host": text, "enable_containers": yes, "container_engine": anyOf, "generate_types": yes,
		},
		"build": {"command": text, "cwd": text, "watch_dir": anyOf, "upload": anyOf},
		"assets": {
			"directory": text, "binding": text, "run_worker_first": anyOf,
			"html_handling":      {want: aString, choice: []string{"auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash", "none"}},
			"not_found_handling": {want: aString, choice: []string{"single-page-application", "404-page", "none"}},
		},
		"access": {"dev": {want: anObject, fields: fieldsOf{"aud": {want: aString, needed: true}, "identity": {want: anObject}}}},
		"observability": {
			"enabled": yes, "head_sampling_rate": count, "logs": kept(fieldsOf{"invocation_logs": yes}), "traces": kept(fieldsOf{}),
		},
		"triggers":  {"crons": anyOf},
		"limits":    {"cpu_ms": count, "subrequests": count},
		"placement": {"mode": {want: aString, choice: []string{"off", "smart", "targeted"}}, "hint": text, "region": text, "host": text, "hostname": text},
		"secrets":   {"required": list},
	}
}

// checkNested holds the fields of sections to their types; fields that there are not are warned of.
func (c *checker) checkNested(view *node) {
	all := nested()
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if section := view.get(key); section != nil && section.shape == object {
			c.checkFields(section, key, all[key])
		}
	}
}

func (c *checker) checkFields(section *node, path string, fields fieldsOf) {
	c.unexpected(section, path, slices.Collect(maps.Keys(fields)))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if fields[name].needed && section.get(name) == nil {
			c.fail(section, `"%s.%s" is a required field.`, path, name)
		}
	}
	for _, m := range section.members {
		rule, ok := fields[m.name]
		if !ok {
			continue
		}
		at := path + "." + m.name
		if fits, what := m.value.fits(rule.want); !fits {
			c.fail(m.value, `Expected %q to be of type %s but got %s.`, at, what, m.value.json())
			continue
		}
		if s, isText := m.value.str(); isText && rule.choice != nil && !slices.Contains(rule.choice, s) {
			c.fail(m.value, `Expected %q field to be one of ["%s"] but got %s.`, at, strings.Join(rule.choice, `","`), m.value.json())
		}
		if rule.fields != nil {
			c.checkFields(m.value, at, rule.fields)
		}
	}
}
