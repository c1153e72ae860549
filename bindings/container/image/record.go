package image

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// record is what the store keeps of an image beside its layers.
type record struct {
	Config Config
	Layers []string // ids, lowest first
}

// pointer is what a registry's reference was found to be.
type pointer struct {
	Reference string // for people who look into the store
	Image     string // its ID
}

// known returns the image, or nil if the store does not have all of it.
func (s *Store) known(id string) (*Image, error) {
	var r record
	if err := s.readJSON("images", id, &r); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, err
	}
	img := &Image{ID: id, Config: r.Config}
	for i, layer := range r.Layers {
		if !exists(s.layerDir(layer)) {
			return nil, nil
		}
		s.useLayer(s.layerDir(layer))
		if slices.Contains(r.Layers[i+1:], layer) {
			continue // overlayfs refuses a folder twice; the upper one decides
		}
		if isOpaque(s.layerDir(layer)) {
			img.Layers = nil // it hides all that is below, which overlayfs does not do for its root
		}
		img.Layers = append(img.Layers, s.layerDir(layer))
	}
	return img, nil
}

// keep records an image whose layers are in the store.
func (s *Store) keep(id string, r record) (*Image, error) {
	if err := s.writeJSON("images", id, r); err != nil {
		return nil, err
	}
	img, err := s.known(id)
	if err == nil && img == nil {
		err = fmt.Errorf("keep image %s: its layers have been removed from %s", short(id), s.dir)
	}
	return img, err
}

// pointerKey names the file of a reference, which is the same for all images of one platform.
func (s *Store) pointerKey(reference string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(s.Platform()+" "+reference)))
}

func (s *Store) readJSON(kind, key string, v any) error {
	text, err := os.ReadFile(filepath.Join(s.dir, kind, fileName(key)+".json"))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return fmt.Errorf("read image store: %s of %s: %w; remove %s", kind, key, err, s.dir)
	}
	return nil
}

// writeJSON replaces the file in one step.
func (s *Store) writeJSON(kind, key string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	scratch, discard, err := s.scratch()
	if err != nil {
		return err
	}
	defer discard()
	file := filepath.Join(scratch, "json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return err
	}
	return os.Rename(file, filepath.Join(s.dir, kind, fileName(key)+".json"))
}
