package kv

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"paddock/bindings"
	"paddock/bindings/store"
	"paddock/jsruntime"
)

// Names of what a Worker of Workers Sites has.
const (
	siteContent  = "__STATIC_CONTENT"
	siteManifest = "__STATIC_CONTENT_MANIFEST"
)

// sitePrefix begins the keys that the manifest gives to files. The cache passes over what is
// asked for by such a key, so that a file is always the one on the disk.
const sitePrefix = "$__MINIFLARE_SITES__$/"

// site is the files of a project of Workers Sites, as a namespace that cannot be written.
type site struct {
	dir  string // absolute
	root *os.Root
	takes
}

var _ source = (*site)(nil)

// openSite opens the folder of a site.
func openSite(c *siteConfig) (*site, error) {
	root, err := os.OpenRoot(c.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("The directory %s of Workers Sites does not exist.", c.dir) //nolint:staticcheck // a sentence for the user
	}
	if err != nil {
		return nil, fmt.Errorf("open site: %w", err)
	}
	return &site{c.dir, root, newTakes(c.include, c.exclude)}, nil
}

// refuseSite is the error for an operation of HTTP that a site has not.
func refuseSite(verb, method string) error {
	return &Error{verb, 405, fmt.Sprintf("Cannot %s() with Workers Sites namespace", method)}
}

// Get implements source.
func (s *site) Get(_ context.Context, key string) (*Entry, error) {
	if err := checkName("GET", key); err != nil {
		return nil, err
	}
	name := siteName(key)
	if !s.has(name) {
		return nil, nil
	}
	f, err := s.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, nil //nolint:nilerr // what is not there, or outside of the folder, is no key
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, f.Close()
	}
	return &Entry{Body: f}, nil
}

// Put implements source.
func (*site) Put(context.Context, string, io.Reader, PutOptions) error {
	return refuseSite("PUT", "put")
}

// Delete implements source.
func (*site) Delete(context.Context, string) error { return refuseSite("DELETE", "delete") }

// refuseMany implements source.
func (*site) refuseMany() error { return refuseSite("GET_BULK", "post") }

// cached implements source.
func (*site) cached(string) ([]byte, string, bool) { return nil, "", false }

// List implements source.
func (s *site) List(_ context.Context, prefix, cursor string, limit int) (keys []Key, next string, err error) {
	limit, err = checkPage(prefix, limit)
	if err != nil {
		return nil, "", err
	}
	files, err := s.files()
	if err != nil {
		return nil, "", err
	}
	after := store.DecodeCursor(cursor)
	for _, file := range files {
		if key := siteKey(file); strings.HasPrefix(key, prefix) && key > after {
			keys = append(keys, Key{Name: key})
		}
	}
	slices.SortFunc(keys, func(a, b Key) int { return cmp.Compare(a.Name, b.Name) })
	if len(keys) > limit {
		keys = keys[:limit]
		next = base64.StdEncoding.EncodeToString([]byte(keys[limit-1].Name))
	}
	return keys, next, nil
}

// files lists the names of the files that the site has, with slashes.
func (s *site) files() (names []string, err error) {
	err = fs.WalkDir(s.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && s.has(name) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list site: %w", err)
	}
	return names, nil
}

// manifest is the JSON text of what key each file has.
func (s *site) manifest() (string, error) {
	files, err := s.files()
	if err != nil {
		return "", err
	}
	keys := make(map[string]string, len(files))
	for _, file := range files {
		keys[file] = siteKey(file)
	}
	text, err := json.Marshal(keys)
	return string(text), err
}

// siteKey is the key of a file in the manifest.
func siteKey(file string) string { return sitePrefix + encodeComponent(file) }

// siteName gives the file that a key stands for.
func siteName(key string) string {
	if encoded, ok := strings.CutPrefix(key, sitePrefix); ok {
		if name, err := url.PathUnescape(encoded); err == nil {
			return name
		}
	}
	return key
}

// encodeComponent is encodeURIComponent.
func encodeComponent(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-_.!~*'()", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// siteResource is the binding of the files.
type siteResource struct {
	*site
	binding *binding
}

// Bind implements bindings.Resource.
func (r *siteResource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	return class.New(vm, r.binding), nil
}

// Close implements bindings.Resource.
func (r *siteResource) Close() error { return r.root.Close() }

// manifestResource is the text of the manifest: a module, or a global of scripts in
// service-worker syntax.
type manifestResource struct{ *site }

var _ bindings.Module = (*manifestResource)(nil)

// IsModule implements bindings.Module.
func (*manifestResource) IsModule() {}

// Bind implements bindings.Resource.
func (r *manifestResource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	text, err := r.manifest()
	if err != nil {
		return nil, err
	}
	return vm.ToValue(text), nil
}

// Close implements bindings.Resource.
func (r *manifestResource) Close() error { return r.root.Close() }
