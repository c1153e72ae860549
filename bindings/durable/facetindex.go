package durable

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
)

// facetMagic begins the index of an object's facets.
const facetMagic = 0xc4cdce5bc5b0ef57

// facetIndex gives the facets of an object numbers, the object itself having 0. It is a file to
// which entries are only added, in the platform's format: of each facet the parent's number and the
// length of its name, of two bytes each, and the name, in little-endian order behind a magic number.
type facetIndex struct {
	path    string
	size    int64 // of what makes sense
	entries []facetEntry
}

type facetEntry struct {
	parent int
	name   string
}

// readFacetIndex reads an index as far as it makes sense: its end may have been cut off.
func readFacetIndex(path string) (*facetIndex, error) {
	x := &facetIndex{path: path}
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("read the index of facets: %w", err)
	}
	if len(data) < 8 || binary.LittleEndian.Uint64(data) != facetMagic {
		return x, nil
	}
	for x.size = 8; ; {
		rest := data[x.size:]
		if len(rest) < 4 {
			return x, nil
		}
		parent, length := int(binary.LittleEndian.Uint16(rest)), int(binary.LittleEndian.Uint16(rest[2:]))
		if length == 0 || len(rest) < 4+length || parent > len(x.entries) {
			return x, nil
		}
		e := facetEntry{parent, string(rest[4 : 4+length])}
		if slices.Contains(x.entries, e) {
			return x, nil
		}
		x.entries = append(x.entries, e)
		x.size += int64(4 + length)
	}
}

// id gives the number of a facet, a new one if it has none. path are the names from the object down.
func (x *facetIndex) id(path []string) (int, error) {
	id := 0
	for _, name := range path {
		i := slices.Index(x.entries, facetEntry{id, name})
		if i < 0 {
			if err := x.add(facetEntry{id, name}); err != nil {
				return 0, err
			}
			i = len(x.entries) - 1
		}
		id = i + 1
	}
	return id, nil
}

// below gives the numbers of a facet and of all those below it, as far as there are any.
func (x *facetIndex) below(path []string) []int {
	id := 0
	for _, name := range path {
		i := slices.Index(x.entries, facetEntry{id, name})
		if i < 0 {
			return nil
		}
		id = i + 1
	}
	found := []int{id}
	for i, e := range x.entries { // children have higher numbers than their parents
		if slices.Contains(found, e.parent) {
			found = append(found, i+1)
		}
	}
	return found
}

func (x *facetIndex) add(e facetEntry) error {
	if len(e.name) == 0 || len(x.entries) >= 1<<16-1 {
		return fmt.Errorf("the facet %q cannot be numbered", e.name)
	}
	var entry bytes.Buffer
	if x.size == 0 {
		entry.Write(binary.LittleEndian.AppendUint64(nil, facetMagic))
	}
	entry.Write(binary.LittleEndian.AppendUint16(nil, uint16(e.parent)))
	entry.Write(binary.LittleEndian.AppendUint16(nil, uint16(len(e.name))))
	entry.WriteString(e.name)
	f, err := os.OpenFile(x.path, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("write the index of facets: %w", err)
	}
	_, err = f.WriteAt(entry.Bytes(), x.size)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write the index of facets: %w", err)
	}
	x.size += int64(entry.Len())
	x.entries = append(x.entries, e)
	return nil
}
