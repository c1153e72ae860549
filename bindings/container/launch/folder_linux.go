package launch

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// OpenFolder opens a folder as the container sees it, by its absolute path there. A folder that does
// not exist is os.ErrNotExist.
func (i *Instance) OpenFolder(ctx context.Context, dir string) (*os.File, error) {
	s := i.stage
	e := &executed{stage: s, began: make(chan message, 1), ended: make(chan struct{})}
	if err := s.expect(e); err != nil {
		return nil, err
	}
	if err := s.wire.send(message{Open: dir, ID: e.id}); err != nil {
		return nil, errEnded
	}
	var m message
	select {
	case m = <-e.began:
	case <-s.ended:
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
