package container

import (
	"errors"
	"path/filepath"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/proxy/authority"
)

// Resource is the containers of one class.
type Resource struct {
	opts   Options
	host   bindings.Host
	worker string
	class  string
	images *images
	limits Limits

	most int // how many containers may run at once; 0: any number

	authority *authority.Authority // of intercepted TLS, for as long as the session

	fullOnce sync.Once // the user is told that max_instances are running

	mu       sync.Mutex // guards lives, ended, running, failures
	lives    map[string]*life
	ended    bool
	running  int
	failures map[string]bool // why containers did not start, of which the user has been told
}

var (
	_ bindings.Resource = (*Resource)(nil)
	_ bindings.Attacher = (*Resource)(nil)
)

// Bind implements bindings.Resource: there is nothing on env.
func (r *Resource) Bind(*jsruntime.VM) (jsruntime.Value, error) { return jsruntime.Undefined(), nil }

// Attach implements bindings.Attacher: it puts container on the ctx of the class's objects.
func (r *Resource) Attach(vm *jsruntime.VM, object bindings.Object) ([]bindings.Property, error) {
	to := object.Target()
	if to.Entrypoint != r.class {
		return nil, nil
	}
	l, err := r.life(to.Object)
	if err != nil {
		return nil, err
	}
	return []bindings.Property{{Name: "container", Value: newSurface(vm, l, object)}}, nil
}

// life gives the container of an object, which may not have been started yet.
func (r *Resource) life(object string) (*life, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return nil, jsruntime.ErrClosed
	}
	l, ok := r.lives[object]
	if !ok {
		l = newLife(r, object)
		r.lives[object] = l
	}
	return l, nil
}

// admit counts a container in, if one more may run; then the caller calls leave.
func (r *Resource) admit() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.most > 0 && r.running >= r.most {
		return false
	}
	r.running++
	return true
}

func (r *Resource) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running--
}

// Close implements bindings.Resource: it destroys every container and waits for them.
func (r *Resource) Close() error {
	r.mu.Lock()
	r.ended = true
	lives := r.lives
	r.lives = nil
	r.mu.Unlock()
	errs := make([]error, len(lives))
	var wg sync.WaitGroup
	i := 0
	for _, l := range lives {
		wg.Add(1)
		go func(i int, l *life) {
			defer wg.Done()
			errs[i] = l.close()
		}(i, l)
		i++
	}
	wg.Wait()
	return errors.Join(errs...)
}

// hidden are the folders of the host that no container is to see: the state folder.
func (r *Resource) hidden() ([]string, error) {
	file, err := r.host.StateFile("containers")
	if err != nil {
		return nil, err
	}
	return []string{filepath.Dir(file)}, nil
}
