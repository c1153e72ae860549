package image

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

// refName is the annotation that gives an image of a layout its tag.
const refName = "org.opencontainers.image.ref.name"

// layout reads an image from a folder in the OCI image layout.
func (s *Store) layout(ctx context.Context, place string, p *progress) (*Image, error) {
	dir, tag := cutTag(place)
	list, err := layout.ImageIndexFromPath(dir)
	if err != nil {
		return nil, fmt.Errorf("%s is not in the OCI image layout, which has a file index.json: %w", dir, err)
	}
	manifest, err := list.IndexManifest()
	if err != nil {
		return nil, err
	}
	var found []v1.Descriptor
	var tags []string
	for _, entry := range manifest.Manifests {
		name := entry.Annotations[refName]
		if name != "" && !slices.Contains(tags, name) {
			tags = append(tags, name)
		}
		if tag == "" || name == tag {
			found = append(found, entry)
		}
	}
	switch {
	case len(found) == 0:
		return nil, fmt.Errorf("there is no image with the tag %q, only %q", tag, tags)
	case tag == "" && len(tags) > 1:
		return nil, fmt.Errorf("there are several images; name one of the tags %q, as oci:%s:%s", tags, dir, tags[0])
	case len(found) > 1:
		return s.installChosen(ctx, list, p)
	case found[0].MediaType.IsIndex():
		inner, err := list.ImageIndex(found[0].Digest)
		if err != nil {
			return nil, err
		}
		return s.installChosen(ctx, inner, p)
	}
	img, err := list.Image(found[0].Digest)
	if err != nil {
		return nil, err
	}
	return s.install(ctx, img, 1, p)
}

func (s *Store) installChosen(ctx context.Context, list v1.ImageIndex, p *progress) (*Image, error) {
	img, err := s.choose(list)
	if err != nil {
		return nil, err
	}
	return s.install(ctx, img, 1, p)
}

// archive reads an image from what docker save has written, compressed or not.
func (s *Store) archive(ctx context.Context, place string, p *progress) (*Image, error) {
	file, tag := cutTag(place)
	open := func() (io.ReadCloser, error) { return openArchive(file) }
	list, err := tarball.LoadManifest(open)
	if err != nil {
		return nil, fmt.Errorf("%s is not an archive of docker save: %w", file, err)
	}
	var tags []string
	for _, entry := range list {
		tags = append(tags, entry.RepoTags...)
	}
	if tag == "" && len(list) > 1 {
		if len(tags) == 0 {
			return nil, errors.New("there are several images without tags; save one alone")
		}
		return nil, fmt.Errorf("there are several images; name one of the tags %q, as docker-archive:%s:%s", tags, file, tags[0])
	}
	var want *name.Tag
	if tag != "" {
		parsed, err := name.NewTag(tag)
		if err != nil {
			return nil, err
		}
		want = &parsed
	}
	img, err := tarball.Image(open, want)
	if err != nil {
		if want != nil {
			return nil, fmt.Errorf("there is no image with the tag %q, only %q: %w", tag, tags, err)
		}
		return nil, err
	}
	return s.install(ctx, img, 1, p)
}

// cutTag splits FILE[:TAG]. Both may hold colons; the longest part that exists is the file.
func cutTag(place string) (file, tag string) {
	for end := len(place); end > 0; end = strings.LastIndexByte(place[:end], ':') {
		if exists(place[:end]) {
			return place[:end], strings.TrimPrefix(place[end:], ":")
		}
	}
	return place, ""
}

// openArchive opens a file and undoes its compression.
func openArchive(file string) (io.ReadCloser, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	plain, err := decompress(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	return &archiveReader{plain, f}, nil
}

// archiveReader closes both the decompressor and the file.
type archiveReader struct {
	io.ReadCloser
	file io.Closer
}

func (a *archiveReader) Close() error { return errors.Join(a.ReadCloser.Close(), a.file.Close()) }
