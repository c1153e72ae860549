package image

import (
	"crypto/rand"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"golang.org/x/sys/unix"
)

func TestStore_fullDisk(t *testing.T) {
	t.Parallel()
	disk := t.TempDir()
	if err := unix.Mount("small", disk, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no disk can be made here: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(disk, unix.MNT_DETACH) })
	reg := newRegistry(t)
	ref := reg.push(t, "big", imageOf(t, v1.Config{}, archiveOf(t, file("big", rand.Text()+strings.Repeat("x", 3<<20)))))
	store := openStore(t, disk)
	var progress strings.Builder
	_, err := store.Resolve(t.Context(), ref, &progress)
	if !errors.Is(err, unix.ENOSPC) || strings.Contains(progress.String(), "Retrying") {
		t.Errorf("error is %v, and it said %s", err, progress.String())
	}
	nothingLeft(t, store)
	if err := unix.Mount("", disk, "", unix.MS_REMOUNT, "size=8m"); err != nil {
		t.Fatal(err)
	}
	img, _ := store.mustResolve(t, ref)
	if list, err := os.ReadDir(img.Layers[0]); err != nil || !slices.ContainsFunc(list, func(e os.DirEntry) bool { return e.Name() == "big" }) {
		t.Errorf("with room the layer has %v, %v", list, err)
	}
}
