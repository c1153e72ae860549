package r2

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"paddock/bindings"
	"paddock/bindings/bindtest"
)

// stuck is a host whose blobs cannot be removed once a test says so.
type stuck struct {
	*bindtest.Host
	on bool
}

func (s *stuck) Blobs(rel string) (bindings.Blobs, error) {
	b, err := s.Host.Blobs(rel)
	return &stuckBlobs{b, s}, err
}

type stuckBlobs struct {
	bindings.Blobs
	host *stuck
}

func (s *stuckBlobs) Remove(name string) error {
	if s.host.on {
		return errors.New("the folder is read-only")
	}
	return s.Blobs.Remove(name)
}

func openBucket(t *testing.T) (*Bucket, *stuck) {
	t.Helper()
	host := &stuck{Host: bindtest.NewHost(t, t.TempDir())}
	b, err := Open(host, "one")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b, host
}

// inParts stores an object of one part.
func inParts(t *testing.T, b *Bucket, key, body string) Part {
	t.Helper()
	id, err := b.CreateUpload(t.Context(), key, HTTPMetadata{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	part, err := b.UploadPart(t.Context(), key, id, 1, strings.NewReader(body))
	if err == nil {
		_, err = b.CompleteUpload(t.Context(), key, id, []Part{part})
	}
	if err != nil {
		t.Fatal(err)
	}
	return part
}

func content(ctx context.Context, b *Bucket, key string) (string, error) {
	f, err := b.Get(ctx, key, GetOptions{})
	if f == nil || err != nil {
		return "", err
	}
	defer f.Body.Close()
	text, err := io.ReadAll(f.Body)
	return string(text), err
}

func TestBucket_oldBodyThatStays(t *testing.T) {
	t.Parallel()
	b, host := openBucket(t)
	for _, body := range []string{"old", "new"} {
		if _, err := b.Put(t.Context(), "key", strings.NewReader(body), PutOptions{}); err != nil {
			t.Errorf("put %s: %v", body, err)
		}
		host.on = true // from now on nothing can be removed
	}
	if got, err := content(t.Context(), b, "key"); got != "new" || err != nil {
		t.Errorf("the object is %q, %v, want %q", got, err, "new")
	}
}

func TestBucket_replacedWhileOpened(t *testing.T) {
	t.Parallel()
	b, _ := openBucket(t)
	inParts(t, b, "key", "one body")
	old, err := b.find("key")
	if err != nil {
		t.Fatal(err)
	}
	inParts(t, b, "key", "a new one")
	if body, err := b.open(old, 0, old.Size); err == nil {
		text, _ := io.ReadAll(body)
		t.Errorf("the parts of another object were opened: %q", text)
	}
	if got, err := content(t.Context(), b, "key"); got != "a new one" || err != nil {
		t.Errorf("the object is %q, %v", got, err)
	}
}

func TestLister_groupDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	b, _ := openBucket(t)
	l := &lister{bucket: b, after: "gone/first"}
	if err := l.skip("gone/"); err != nil || l.after != "gone/first" {
		t.Errorf("the list goes on behind %q, %v", l.after, err)
	}
}
