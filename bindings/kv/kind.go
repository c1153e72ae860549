package kv

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"paddock/bindings"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "kv" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"kv_namespaces", "site"} }

// entry is one element of the section "kv_namespaces".
type entry struct {
	Binding   string `json:"binding"`
	ID        string `json:"id"`
	PreviewID string `json:"preview_id"`
}

// Parse implements bindings.Kind.
func (Kind) Parse(project bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	if key == "site" {
		return parseSite(project, raw)
	}
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		label := cmp.Or(e.Value.PreviewID, e.Value.ID)
		specs = append(specs, bindings.Spec{Name: e.Value.Binding, ID: cmp.Or(label, e.Value.Binding), Label: label, Type: "KV Namespace", Path: e.Path})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	if c, ok := spec.Config.(*siteConfig); ok {
		return c.open(host, spec.Name)
	}
	n, err := Open(host, spec.ID)
	if err != nil {
		return nil, err
	}
	host.Background(func(ctx context.Context) { n.small.Run(ctx, host.Log()) })
	return &resource{n, host.Log(), spec.Name}, nil
}

// siteConfig is the section "site", of Workers Sites.
type siteConfig struct {
	dir              string // absolute
	include, exclude []string
}

// String names the site by what it is, so that a changed one is opened anew.
func (c *siteConfig) String() string { return fmt.Sprintf("%+v", *c) }

// parseSite reads the section "site".
func parseSite(project bindings.Project, raw json.RawMessage) ([]bindings.Spec, error) {
	var s struct {
		Bucket  string   `json:"bucket"`
		Include []string `json:"include"`
		Exclude []string `json:"exclude"`
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		at, text := "site", "should be an object but got "+string(raw)+"."
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			at, text = "site."+wrong.Field, fmt.Sprintf("should be a %s but got a %s.", wrong.Type.Kind(), wrong.Value)
		}
		return nil, &bindings.Invalid{Path: at, Text: text}
	}
	if s.Bucket == "" {
		return nil, &bindings.Invalid{Path: "site.bucket", Text: "is a required field."}
	}
	c := &siteConfig{dir: s.Bucket, include: s.Include, exclude: s.Exclude}
	if !filepath.IsAbs(c.dir) {
		c.dir = filepath.Join(project.Dir, c.dir)
	}
	content := bindings.Spec{Name: siteContent, ID: c.dir, Label: s.Bucket, Type: "Workers Sites", Path: "site", Config: c}
	manifest := content
	manifest.Name, manifest.Type = siteManifest, ""
	return []bindings.Spec{content, manifest}, nil
}

// open gives what a Worker finds under one of the two names.
func (c *siteConfig) open(host bindings.Host, name string) (bindings.Resource, error) {
	s, err := openSite(c)
	if err != nil {
		return nil, err
	}
	if name == siteManifest {
		return &manifestResource{s}, nil
	}
	return &siteResource{s, &binding{s, host.Log(), name}}, nil
}
