package durable

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"paddock/jsruntime"
)

// clone makes the child dst a copy of the child src and of all that is below it, in the place of what
// dst was. Without src dst is empty afterwards. What anybody has been told of is committed, so files can
// be copied as they are.
func (f *facets) clone(src, dst string) error {
	over := jsruntime.Errorf(jsruntime.PlainError, "Facet was cloned-over.")
	if src == dst {
		f.abort(dst, over)
		return nil
	}
	if err := f.discard(dst, over); err != nil {
		return err
	}
	class, object := f.namespace.shared, f.parent.Target().Object
	index, err := class.facetIndex(object)
	if err != nil {
		return err
	}
	return index.copy(f.child(src), f.child(dst), func(from, to int) error {
		source, err := class.facetFile(object, from)
		if err != nil {
			return err
		}
		target, err := class.facetFile(object, to)
		if err != nil {
			return err
		}
		for _, suffix := range []string{"-wal", ""} {
			if err := copyFile(source+suffix, target+suffix); err != nil {
				return fmt.Errorf("clone facet: %w", err)
			}
		}
		return nil
	})
}

// child gives the path of a child from the object down.
func (f *facets) child(name string) []string { return append(slices.Clone(f.path), name) }

// copy gives the facets that are to be copies of a facet and of those below it numbers, and calls each
// with the numbers of the one and the other.
func (x *facetIndex) copy(from, to []string, each func(from, to int) error) error {
	found := x.below(from)
	if len(found) == 0 {
		return nil
	}
	id, err := x.id(to)
	if err != nil {
		return err
	}
	if err := each(found[0], id); err != nil {
		return err
	}
	for _, e := range slices.Clone(x.entries) {
		if e.parent != found[0] {
			continue
		}
		if err := x.copy(append(slices.Clone(from), e.name), append(slices.Clone(to), e.name), each); err != nil {
			return err
		}
	}
	return nil
}

// copyFile copies a file to a place where there is none. Nothing is done for a file that is not there.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
