package image

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// attempts is how often a layer is read that arrives damaged.
const attempts = 3

// faults are the statuses after which it helps to ask again at once: all but 429, see [patient].
func faults() []int {
	return []int{http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout}
}

// pull finds an image of a registry. As docker run does, it takes what the store has under the
// reference; only what is missing is asked for, and tags where [Store.LookAgain] says so.
func (s *Store) pull(ctx context.Context, reference string, p *progress) (*Image, error) {
	ref, err := name.ParseReference(reference)
	if err != nil {
		return nil, fmt.Errorf("%w; want [HOST/]NAME[:TAG][@DIGEST]", err)
	}
	held, err := s.held(ref)
	if _, pinned := ref.(name.Digest); err != nil || held != nil && (pinned || !s.again) {
		return held, err
	}
	p.say("%s: Pulling from %s", ref.Identifier(), strings.TrimPrefix(ref.Context().Name(), name.DefaultRegistry+"/"))
	img, err := s.download(ctx, ref, p)
	var network net.Error
	switch {
	case err != nil && held != nil && ctx.Err() == nil && errors.As(err, &network):
		p.say("Status: The registry cannot be reached; using the image that is here")
		return held, nil
	case err != nil:
		return nil, explain(ref, err)
	case held != nil && held.ID == img.ID:
		p.say("Status: Image is up to date for %s", reference)
		return img, nil
	}
	p.say("Status: Downloaded newer image for %s", reference)
	return img, s.writeJSON("references", s.pointerKey(ref.Name()), pointer{ref.Name(), img.ID})
}

// held is what the store has under a reference, nil for nothing.
func (s *Store) held(ref name.Reference) (*Image, error) {
	var at pointer
	err := s.readJSON("references", s.pointerKey(ref.Name()), &at)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.known(at.Image)
}

func (s *Store) download(ctx context.Context, ref name.Reference, p *progress) (*Image, error) {
	found, err := remote.Get(ref,
		remote.WithContext(ctx),
		remote.WithAuthFromKeychain(s.keychain),
		remote.WithTransport(&patient{next: s.transport, progress: p}),
		remote.WithPlatform(s.platform),
		remote.WithRetryBackoff(s.backoff),
		remote.WithRetryStatusCodes(faults()...),
	)
	if err != nil {
		return nil, err
	}
	var img v1.Image
	switch {
	case found.MediaType.IsIndex():
		list, err := found.ImageIndex()
		if err != nil {
			return nil, err
		}
		if img, err = s.choose(list); err != nil {
			return nil, err
		}
	case found.MediaType.IsImage():
		if img, err = found.Image(); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("it is a %s, not an image of a container", found.MediaType)
	}
	p.say("Digest: %s", found.Digest)
	return s.install(ctx, img, attempts, p)
}
