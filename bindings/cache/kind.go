package cache

import (
	"context"
	"encoding/json"
	"errors"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Kind is the kind of binding.
type Kind struct{}

var (
	_ bindings.Kind     = Kind{}
	_ bindings.Implicit = Kind{}
)

// Name implements bindings.Kind.
func (Kind) Name() string { return "cache" }

// Keys implements bindings.Kind: the configuration does not speak of caches.
func (Kind) Keys() []string { return nil }

// Parse implements bindings.Kind.
func (Kind) Parse(bindings.Project, string, json.RawMessage) ([]bindings.Spec, error) {
	return nil, nil
}

// Implied implements bindings.Implicit.
func (Kind) Implied(bindings.Project) []bindings.Spec {
	return []bindings.Spec{{ID: "caches", Type: "Cache"}}
}

// Open implements bindings.Kind. Files are opened when they are first used.
func (Kind) Open(_ context.Context, host bindings.Host, _ bindings.Spec) (bindings.Resource, error) {
	return &storage{host: host, caches: map[string]*Cache{}}, nil
}

// storage is all caches of a state folder.
type storage struct {
	host bindings.Host

	mu     sync.Mutex // guards caches
	caches map[string]*Cache
}

var (
	_ bindings.Resource = (*storage)(nil)
	_ bindings.Provider = (*storage)(nil)
	_ bindings.Resetter = (*storage)(nil)
)

// open gives the cache of a name, "" for the default one.
func (s *storage) open(name string) (*Cache, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.caches[name]; ok {
		return c, nil
	}
	c, err := Open(s.host, name)
	if err != nil {
		return nil, err
	}
	s.caches[name] = c
	return c, nil
}

// API implements bindings.Provider.
func (s *storage) API() jsruntime.API {
	return jsruntime.API{Name: "cache", Own: []string{"caches"}, Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"caches":       s.object,
		"CacheStorage": func(vm *jsruntime.VM) jsruntime.Value { return storageClass.Object(vm) },
		"Cache":        func(vm *jsruntime.VM) jsruntime.Value { return cacheClass.Object(vm) },
	}}
}

// Bind implements bindings.Resource.
func (s *storage) Bind(vm *jsruntime.VM) (jsruntime.Value, error) { return s.object(vm), nil }

// Close implements bindings.Resource.
func (s *storage) Close() error { return nil }

// Reset implements bindings.Resetter: it empties the caches that were used.
func (s *storage) Reset(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	for _, c := range s.caches {
		err = errors.Join(err, c.reset())
	}
	return err
}
