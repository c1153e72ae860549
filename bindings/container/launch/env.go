package launch

import (
	"maps"
	"slices"
	"strings"
)

// SetEnv sets a variable of an environment, in place where it is there already.
func SetEnv(env []string, name, value string) []string {
	for i, old := range env {
		if strings.HasPrefix(old, name+"=") {
			env[i] = name + "=" + value
			return env
		}
	}
	return append(env, name+"="+value)
}

// GetEnv gives a variable of an environment, "" when it is not set.
func GetEnv(env []string, name string) string {
	for _, e := range env {
		if v, ok := strings.CutPrefix(e, name+"="); ok {
			return v
		}
	}
	return ""
}

// OverlayEnv gives a copy of an environment with variables over it, in the order of their names.
func OverlayEnv(base []string, over map[string]string) []string {
	env := slices.Clone(base)
	for _, name := range slices.Sorted(maps.Keys(over)) {
		env = SetEnv(env, name, over[name])
	}
	return env
}
