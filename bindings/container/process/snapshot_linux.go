package process

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
)

var _ container.Snapshotter = (*running)(nil)

// Snapshot implements [container.Snapshotter].
func (r *running) Snapshot(ctx context.Context, dir, to string) error {
	source := r.stage.beside.dir(dir)
	if r.link == LinkNFT || r.link == LinkNFTRootless {
		f, err := r.stage.openFolder(ctx, dir)
		if err != nil {
			return err
		}
		defer f.Close()
		source = fmt.Sprintf("/proc/self/fd/%d", f.Fd())
	}
	info, err := os.Stat(source)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return &os.PathError{Op: "open", Path: dir, Err: os.ErrNotExist}
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	// The slash at the end makes a link be followed.
	return copyTo(to, placement{Source: source + "/", Dir: true})
}

// openFolder asks the init stage for a folder as the container sees it.
func (p *stageProcess) openFolder(ctx context.Context, dir string) (*os.File, error) {
	e := &executed{stage: p, began: make(chan message, 1), ended: make(chan struct{})}
	if err := p.expect(e); err != nil {
		return nil, err
	}
	if err := p.wire.send(message{Open: dir, ID: e.id}); err != nil {
		return nil, errEnded
	}
	var m message
	select {
	case m = <-e.began:
	case <-p.ended:
		return nil, errEnded
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if e.folder == nil {
		return nil, fmt.Errorf("open %s in the container: %w", dir, unix.Errno(m.Failed))
	}
	return e.folder, nil
}

// open sends a folder to Paddock.
func (s *initStage) open(id uint64, dir string) {
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		errno := unix.EIO
		errors.As(err, &errno)
		s.report(message{ID: id, Opened: true, Failed: int(errno)})
		return
	}
	s.report(message{ID: id, Opened: true}, fd)
	unix.Close(fd)
}
