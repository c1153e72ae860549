package docker

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	dockertypes "github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
)

// Labels of what the engine makes.
const (
	LabelSession = "dev.paddock.session"   // of containers: which run of Paddock they belong to
	labelName    = "dev.paddock.container" // of containers: class and object
	labelProgram = "dev.paddock.sidecar"   // of images and volumes that hold the sidecar's program
)

// session names an engine of a run of Paddock for as long as anybody may ask whether that still runs.
type session struct {
	machine string
	pid     int
	began   string // tells it from another process with that number; "" where the system does not tell
	engine  string // tells it from others of the process
}

// newSession names an engine of this process.
func newSession() session {
	host, err := os.Hostname()
	if err != nil {
		host = "localhost"
	}
	return session{strings.ReplaceAll(host, "/", "-"), os.Getpid(), began(os.Getpid()), strings.ToLower(rand.Text()[:8])}
}

// String is the value of [LabelSession].
func (s session) String() string {
	return fmt.Sprintf("%s/%d/%s/%s", s.machine, s.pid, s.began, s.engine)
}

func parseSession(label string) (s session, ok bool) {
	parts := strings.Split(label, "/")
	if len(parts) != 4 {
		return s, false
	}
	pid, err := strconv.Atoi(parts[1])
	return session{parts[0], pid, parts[2], parts[3]}, err == nil && pid > 0
}

// gone tells whether a session of this machine has ended. Of others' nothing is known.
func (s session) gone() bool {
	if s.machine != newSession().machine {
		return false
	}
	return !alive(s.pid) || began(s.pid) != s.began
}

// sweep removes the containers of sessions that have ended without removing them.
func (d *daemon) sweep(ctx context.Context) error {
	return removeSessions(ctx, d.api, session.gone)
}

// removeSessions removes the containers of the chosen sessions.
func removeSessions(ctx context.Context, api *client.Client, chosen func(session) bool) error {
	list, err := api.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: client.Filters{}.Add("label", LabelSession)})
	if err != nil {
		return err
	}
	// Sidecars last: podman removes none whose network another container has.
	slices.SortStableFunc(list.Items, func(a, b dockertypes.Summary) int {
		return cmp.Compare(sidecarRank(a), sidecarRank(b))
	})
	var errs []error
	for _, c := range list.Items {
		if s, ok := parseSession(c.Labels[LabelSession]); ok && chosen(s) {
			errs = append(errs, remove(ctx, api, c.ID))
		}
	}
	return errors.Join(errs...)
}

func sidecarRank(c dockertypes.Summary) int {
	switch name := c.Labels[labelName]; {
	case strings.HasSuffix(name, sidecarSuffix):
		return 1
	case strings.HasSuffix(name, relaySuffix):
		return 2
	}
	return 0
}
