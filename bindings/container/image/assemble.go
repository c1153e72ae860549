package image

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
)

// Assemble makes an image of layers, lowest first, which are folders of the store or others that stay.
func (s *Store) Assemble(config Config, layers []string) (*Image, error) {
	r := record{Config: config}
	for _, dir := range layers {
		r.Layers = append(r.Layers, s.layerID(dir))
	}
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return s.keep(fmt.Sprintf("sha256:%x", sha256.Sum256(text)), r)
}

// layerID names a layer in a record: a layer of the store by its folder, another by its path.
func (s *Store) layerID(dir string) string {
	rel, err := filepath.Rel(filepath.Join(s.dir, "layers"), dir)
	if err != nil || strings.HasPrefix(rel, "..") {
		return dir
	}
	return filepath.Dir(rel)
}
