package bindings

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Invalid is the error of Kind.Parse for what a section may not hold.
type Invalid struct {
	Path string // JSON path of what is wrong, as "kv_namespaces[0].id"
	Text string
}

func (e *Invalid) Error() string { return fmt.Sprintf("%q %s", e.Path, e.Text) }

// Entry is one element of a section that is an array.
type Entry[T any] struct {
	Path  string // JSON path, as "kv_namespaces[0]"
	Value T
}

// Entries reads a section that is an array. What does not fit is an *Invalid.
func Entries[T any](section string, raw json.RawMessage) ([]Entry[T], error) {
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, &Invalid{section, "should be an array but got " + string(raw) + "."}
	}
	entries := make([]Entry[T], len(items))
	for i, item := range items {
		entries[i].Path = fmt.Sprintf("%s[%d]", section, i)
		if err := json.Unmarshal(item, &entries[i].Value); err != nil {
			return nil, invalid(entries[i].Path, err)
		}
	}
	return entries, nil
}

// invalid gives a refusal of the JSON package the place of the field it is about.
func invalid(path string, err error) *Invalid {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return &Invalid{path, "is not valid: " + err.Error() + "."}
	}
	if wrong.Field != "" {
		path += "." + wrong.Field
	}
	return &Invalid{path, fmt.Sprintf("should be a %s but got a %s.", wrong.Type.Kind(), wrong.Value)}
}
