package namespace

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"paddock/bindings/container"
	"paddock/bindings/container/image"
)

// A snapshot is a folder with what the container has written, as a layer, and with the image below it.
const (
	layerDir     = "layer"
	snapshotFile = "namespace.json"
)

// writeSnapshot keeps the image that a snapshot's layer lies on.
func writeSnapshot(dir string, img *image.Image) error {
	if err := image.Pin(img.Layers); err != nil {
		return err
	}
	text, err := json.Marshal(img)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, snapshotFile), text, 0o644)
}

// readSnapshot gives a snapshot as an image.
func readSnapshot(dir string) (*image.Image, error) {
	text, err := os.ReadFile(filepath.Join(dir, snapshotFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: the snapshot is another engine's", container.ErrUnfit)
	}
	var img image.Image
	if err == nil {
		err = json.Unmarshal(text, &img)
	}
	if err != nil {
		return nil, fmt.Errorf("read snapshot: %w", err)
	}
	for _, l := range img.Layers {
		if _, err := os.Stat(l); err != nil {
			return nil, fmt.Errorf("the image below the snapshot is gone: %w", err)
		}
	}
	layer, err := filepath.Abs(filepath.Join(dir, layerDir))
	img.Layers = append(img.Layers, layer)
	return &img, err
}
