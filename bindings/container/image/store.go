package image

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// Store is a folder of images. It is safe for concurrent use, also by several processes.
type Store struct {
	dir       string
	platform  v1.Platform
	limits    limits
	users     Users // nil: there are none but this process's own
	keychain  authn.Keychain
	transport http.RoundTripper
	backoff   remote.Backoff
	stall     time.Duration // after so long without a byte a layer is read anew
	again     bool          // see [Store.LookAgain]
}

// LookAgain gives the same store for who asks the registry for every tag, also for one that is there.
// Where the registry cannot be reached, what is there is used all the same.
func (s *Store) LookAgain() *Store {
	again := *s
	again.again = true
	return &again
}

// Open makes the folder where it is missing, and removes what a killed process left half made, and what
// nobody has used for a month. dir "" stands for the user's cache folder; users are those that a process which
// is not root has for containers, nil: none. The credentials for registries are Docker's: those of its
// config.json and of the helpers named there.
func Open(dir string, users Users) (*Store, error) {
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("open image store: %w", err)
		}
		dir = filepath.Join(cache, "paddock", "images")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open image store: %w", err)
	}
	for _, sub := range []string{"layers", "images", "references", "locks", "new"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("open image store: %w", err)
		}
	}
	s := &Store{
		dir:       dir,
		users:     users,
		platform:  v1.Platform{OS: "linux", Architecture: runtime.GOARCH},
		limits:    standardLimits(),
		keychain:  authn.DefaultKeychain,
		transport: remote.DefaultTransport,
		backoff:   remote.Backoff{Duration: time.Second, Factor: 3, Jitter: 0.1, Steps: 3},
		stall:     time.Minute,
	}
	s.sweep()
	s.prune()
	return s, nil
}

// Dir is the store's folder, absolute.
func (s *Store) Dir() string { return s.dir }

// Platform is what images of several platforms are taken for, as "linux/amd64": Linux on this
// machine's architecture.
func (s *Store) Platform() string { return s.platform.String() }

// layerDir is where the layer's files lie when the layer is whole. One that is not of the store is
// named by where it lies.
func (s *Store) layerDir(id string) string {
	if filepath.IsAbs(id) {
		return id
	}
	return filepath.Join(s.dir, "layers", fileName(id), "fs")
}

// fileName makes a file's name of a digest or a lock's name.
func fileName(s string) string { return strings.NewReplacer(":", "-", "/", "-").Replace(s) }
