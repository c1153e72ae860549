package hyperdrive

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"paddock/bindings"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "hyperdrive" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"hyperdrive"} }

// entry is one element of the section "hyperdrive".
type entry struct {
	Binding string `json:"binding"`
	ID      string `json:"id"`
	Local   string `json:"localConnectionString"`
}

// Parse implements bindings.Kind. The connection string is that of the environment, if it has one.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		name := e.Value.Binding
		variable := "CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_" + name
		text := cmp.Or(os.Getenv(variable), os.Getenv("WRANGLER_HYPERDRIVE_LOCAL_CONNECTION_STRING_"+name), e.Value.Local)
		if text == "" {
			return nil, &missing{name: name, variable: variable}
		}
		db, err := parse(text)
		if err != nil {
			return nil, &bindings.Invalid{Path: e.Path + ".localConnectionString", Text: "is not valid: " + err.Error()}
		}
		specs = append(specs, bindings.Spec{
			Name: name, ID: e.Value.ID, Label: e.Value.ID, Type: "Hyperdrive Config", Path: e.Path, Config: db,
		})
	}
	return specs, nil
}

// missing is the error for a binding without a database, in wrangler's words.
type missing struct{ name, variable string }

func (e *missing) Error() string {
	return fmt.Sprintf("When developing locally, you should use a local Postgres connection string to emulate Hyperdrive functionality. Please setup Postgres locally and set the value of the '%s' variable or %q's \"localConnectionString\" to the Postgres connection string.", e.variable, e.name)
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	db, ok := spec.Config.(database)
	if !ok {
		return nil, fmt.Errorf("hyperdrive %s is a %T", spec.Name, spec.Config)
	}
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return &resource{database: db, binding: spec.Name, log: host.Log(), host: hex.EncodeToString(random[:]) + ".hyperdrive.local"}, nil
}
