package assets

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/rpc"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "assets" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"assets", PagesKey} }

// section is the section "assets".
type section struct {
	Directory   string          `json:"directory"`
	Binding     string          `json:"binding"`
	HTML        string          `json:"html_handling"`
	NotFound    string          `json:"not_found_handling"`
	WorkerFirst json.RawMessage `json:"run_worker_first"`
}

// config is what a site is made of.
type config struct {
	dir            string // absolute
	html, notFound string
	routes         routes
	// navigation lets requests of a browser's navigation have the page for what is not found
	// instead of the Worker.
	navigation bool

	pages            bool     // it is of a Pages project
	include, exclude []string // its rules for requests of the Worker
	folders          string   // the beginning of URLs of other folders; "": there are none
}

// String names the site by what it is, so that a changed one is opened anew.
func (c *config) String() string { return fmt.Sprintf("%+v", *c) }

// Values of the section's settings.
var (
	htmlHandling = []string{"auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash", "none"}
	notFounds    = []string{"none", "404-page", "single-page-application"}
)

// Parse implements bindings.Kind.
func (Kind) Parse(project bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	if key == PagesKey {
		return parsePages(raw)
	}
	var s section
	if err := json.Unmarshal(raw, &s); err != nil {
		at, text := key, "should be an object but got "+string(raw)+"."
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field != "" {
			at, text = key+"."+wrong.Field, fmt.Sprintf("should be a %s but got a %s.", wrong.Type.Kind(), wrong.Value)
		}
		return nil, &bindings.Invalid{Path: at, Text: text}
	}
	c := &config{dir: s.Directory, html: cmp.Or(s.HTML, htmlHandling[0]), notFound: cmp.Or(s.NotFound, notFounds[0])}
	switch {
	case s.Directory == "":
		return nil, &bindings.Invalid{Path: key + ".directory", Text: "is missing."}
	case !slices.Contains(htmlHandling, c.html):
		return nil, &bindings.Invalid{Path: key + ".html_handling", Text: fmt.Sprintf("should be one of %q but got %q.", htmlHandling, c.html)}
	case !slices.Contains(notFounds, c.notFound):
		return nil, &bindings.Invalid{Path: key + ".not_found_handling", Text: fmt.Sprintf("should be one of %q but got %q.", notFounds, c.notFound)}
	}
	if !filepath.IsAbs(c.dir) {
		c.dir = filepath.Join(project.Dir, c.dir)
	}
	var err error
	if c.routes, err = parseRoutes(s.WorkerFirst); err != nil {
		return nil, &bindings.Invalid{Path: key + ".run_worker_first", Text: err.Error()}
	}
	c.navigation = flags(project).Has("assets_navigation_prefers_asset_serving")
	return []bindings.Spec{{Name: s.Binding, ID: c.dir, Type: "Assets", Path: key, Config: c}}, nil
}

// flags are the project's compatibility flags.
func flags(project bindings.Project) compat.Set {
	var date string
	var names []string
	_ = json.Unmarshal(project.Section("compatibility_date"), &date)   // the types are checked;
	_ = json.Unmarshal(project.Section("compatibility_flags"), &names) // what is missing stays empty
	return compat.New(date, names)
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	s, err := openSite(spec, host.Log())
	if err != nil {
		return nil, err
	}
	if _, err := s.checkLimits(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.readRules()
	return s, nil
}

// openSite opens the folder of a spec.
func openSite(spec bindings.Spec, log *slog.Logger) (*site, error) {
	c, ok := spec.Config.(*config)
	if !ok {
		return nil, fmt.Errorf("assets are a %T", spec.Config)
	}
	root, err := os.OpenRoot(c.dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("The directory specified by the \"assets.directory\" field in your configuration file does not exist:\n%s", c.dir) //nolint:staticcheck // wrangler's words
	}
	if err != nil {
		return nil, fmt.Errorf("open assets: %w", err)
	}
	return &site{config: c, root: root, log: log, included: compileRules(c.include), excluded: compileRules(c.exclude)}, nil
}

// Bind implements bindings.Resource.
func (s *site) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	return rpc.NewService(vm, fetcher{s}, rpc.Options{}), nil
}

// Close implements bindings.Resource.
func (s *site) Close() error { return s.root.Close() }

// fetcher is the far end of the binding.
type fetcher struct{ *site }

// RoundTrip implements rpc.Service.
func (f fetcher) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	return f.serve(req), nil
}

// Invoke implements rpc.Service.
func (fetcher) Invoke(_ context.Context, _ rpc.Op, reply rpc.Reply) {
	reply(jsruntime.Message{}, &bindings.Unsupported{Feature: "RPC on the assets binding"})
}

// Dispose implements rpc.Service.
func (fetcher) Dispose() {}
