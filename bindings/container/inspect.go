package container

import (
	"maps"
	"slices"

	"paddock/jsruntime"
)

// inspect tells about the running container; null when there is none.
func (s *surface) inspect(vm *jsruntime.VM) (jsruntime.Value, error) {
	r := s.life.current()
	if r == nil {
		return jsruntime.Null(), nil
	}
	labels, image := r.info()
	o := vm.NewObject()
	if err := o.Set("labels", record(vm, labels)); err != nil {
		return nil, err
	}
	return o, o.Set("image", image)
}

// setLabels replaces the labels of the running container.
func (s *surface) setLabels(vm *jsruntime.VM, v jsruntime.Value) error {
	o := jsruntime.AsObject(v)
	if o == nil {
		return noParameter("setLabels", 1, "object")
	}
	r := s.life.current()
	if r == nil {
		return notRunning("setLabels")
	}
	labels, err := readLabels(vm, o)
	if err != nil {
		return err
	}
	r.setLabels(labels)
	return nil
}

func (r *run) info() (labels map[string]string, image string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.labels), r.image
}

func (r *run) setLabels(labels map[string]string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.labels = labels
}

// record makes an object of strings, in the order of their names.
func record(vm *jsruntime.VM, m map[string]string) *jsruntime.Object {
	o := vm.NewObject()
	for _, name := range slices.Sorted(maps.Keys(m)) {
		_ = o.Set(name, m[name]) // a plain object takes any property
	}
	return o
}
