package container

import (
	"context"
	"maps"
	"slices"
	"sync"
	"syscall"
	"time"

	"paddock/bindings"
	"paddock/bindings/container/dockerfile"
)

var _ bindings.Renewable = (*Resource)(nil)

// Sources implements [bindings.Renewable].
func (r *Resource) Sources() bindings.Sources {
	all := bindings.Sources{Files: map[string]string{}}
	for _, img := range r.images.known {
		if img.Dockerfile == "" {
			continue
		}
		s := dockerfile.FindSources(img.Dockerfile, img.Context, img.Vars)
		maps.Copy(all.Files, s.Files)
		all.Folders = append(all.Folders, s.Folders...)
	}
	slices.Sort(all.Folders)
	all.Folders = slices.Compact(all.Folders)
	return all
}

// renewTime is how long a container may take to end by itself, as with docker stop.
const renewTime = 10 * time.Second

// Renew implements [bindings.Renewable]. The container's object is told of its end as of any other, and
// starts it again when it needs it.
func (r *Resource) Renew() bool {
	if len(r.images.known) == 0 {
		return false
	}
	r.host.Background(func(ctx context.Context) {
		r.images.forget()
		r.mu.Lock()
		lives := slices.Collect(maps.Values(r.lives))
		r.mu.Unlock()
		var ending sync.WaitGroup
		for _, l := range lives {
			if run := l.current(); run != nil && l.foreground() == nil {
				ending.Go(func() { run.renew(ctx) })
			}
		}
		ending.Wait()
	})
	return true
}

// renew asks a container to end, and kills it if it does not.
func (r *run) renew(ctx context.Context) {
	r.signal(syscall.SIGTERM)
	timer := time.NewTimer(renewTime)
	defer timer.Stop()
	select {
	case <-r.ended:
	case <-timer.C:
		_ = r.destroy(ctx, nil) // fails with the session, which ends it then
	case <-ctx.Done():
	}
}
