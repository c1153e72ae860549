package sendemail

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "sendemail" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"send_email"} }

// entry is one element of the section "send_email".
type entry struct {
	Name        string    `json:"name"`
	Destination *string   `json:"destination_address"`
	Recipients  *[]string `json:"allowed_destination_addresses"`
	Senders     *[]string `json:"allowed_sender_addresses"`
}

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		label := e.Value.label()
		specs = append(specs, bindings.Spec{Name: e.Value.Name, ID: label, Label: label, Type: "Send Email", Path: e.Path, Config: e.Value})
	}
	return specs, nil
}

// label tells who may send to whom.
func (e entry) label() string {
	text := "unrestricted"
	switch {
	case e.Destination != nil && *e.Destination != "":
		text = *e.Destination
	case e.Recipients != nil && len(*e.Recipients) > 0:
		text = strings.Join(*e.Recipients, ", ")
	}
	if e.Senders != nil {
		text += " - senders: " + strings.Join(*e.Senders, ", ")
	}
	return text
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	e, ok := spec.Config.(entry)
	if !ok {
		return nil, fmt.Errorf("send_email %s is a %T", spec.Name, spec.Config)
	}
	return &resource{entry: e, host: host}, nil
}

// resource is one binding.
type resource struct {
	entry
	host bindings.Host
}

var _ bindings.Resource = (*resource)(nil)

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) { return class.New(vm, r), nil }

// Close implements bindings.Resource.
func (*resource) Close() error { return nil }

// check refuses a sender or recipients that the binding does not allow.
func (r *resource) check(from string, to []string) error {
	if r.Senders != nil && !slices.Contains(*r.Senders, from) {
		return refused("email from %s not allowed", from)
	}
	for _, address := range to {
		if r.Destination != nil && address != *r.Destination || r.Recipients != nil && !slices.Contains(*r.Recipients, address) {
			return refused("email to %s not allowed", address)
		}
	}
	return nil
}

// refused is an error of the service that would send the mail.
func refused(format string, args ...any) error {
	return &jsruntime.Error{Class: jsruntime.PlainError, Msg: fmt.Sprintf(format, args...), Props: map[string]any{"remote": true}}
}
