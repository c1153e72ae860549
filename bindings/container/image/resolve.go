package image

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Resolve finds an image and makes its layers ready:
//
//	[HOST/]NAME[:TAG][@DIGEST]  an image of a registry
//	oci:FOLDER[:TAG]            a folder in the OCI image layout
//	docker-archive:FILE[:TAG]   a file that docker save has written
//	dir:ROOT                    a folder that is a root file system, used where it lies
//
// Relative paths are taken from the working directory. What lies in the store is used from there.
// progress receives lines for the user, as docker pull writes them; nil discards them.
func (s *Store) Resolve(ctx context.Context, reference string, progress io.Writer) (*Image, error) {
	img, err := s.resolve(ctx, reference, newProgress(progress))
	if err != nil {
		return nil, fmt.Errorf("image %s: %w", reference, err)
	}
	return img, nil
}

func (s *Store) resolve(ctx context.Context, reference string, p *progress) (*Image, error) {
	kind, place, _ := strings.Cut(reference, ":")
	switch kind {
	case "oci":
		return s.layout(ctx, place, p)
	case "docker-archive":
		return s.archive(ctx, place, p)
	case "dir":
		return folder(place)
	}
	return s.pull(ctx, reference, p)
}

// folder is an image of one layer that says nothing about how to run it.
func folder(root string) (*Image, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(abs)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is not a folder; name the folder that is the root of the file system", abs)
	}
	return &Image{ID: fmt.Sprintf("sha256:%x", sha256.Sum256([]byte("dir:"+abs))), Layers: []string{abs}, folder: abs}, nil
}

// Key names what builds find in the image: its ID, and with a folder that is used where it lies also
// names, kinds, sizes and times of all that is in it now.
func (i *Image) Key() (string, error) {
	if i.folder == "" {
		return i.ID, nil
	}
	h := sha256.New()
	fmt.Fprintln(h, i.ID)
	err := filepath.WalkDir(i.folder, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Lstat(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%q %v %d %d\n", name, info.Mode(), info.Size(), info.ModTime().UnixNano())
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("look at what the folder has: %w", err)
	}
	return digest(h), nil
}
