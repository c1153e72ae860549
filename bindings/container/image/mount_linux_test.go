package image

import (
	"archive/tar"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// Linux itself must see in our layers what Tree sees.
func TestTree_AgreesWithOverlayfs(t *testing.T) {
	t.Parallel()
	layers := layersOf(t,
		[]tar.Header{dir("a"), file("a/1", "low"), file("a/2", "low"), dir("b"), file("b/1", "low"), dir("c"), file("c/1", "low"), dir("d"), file("d/1", "low"), file("f", "low")},
		[]tar.Header{file("a/.wh.1", ""), file("a/3", "mid"), file("b/.wh..wh..opq", ""), file("b/2", "mid"), file(".wh.c", ""), dir("c"), file("c/2", "mid"), file(".wh.d", ""), symlink("l", "a/2")},
		[]tar.Header{file("a/1", "top"), file("d/2", "top"), file(".wh.f", "")},
	)
	for option, userNamespace := range map[string]bool{"as root": false, "as in a user namespace": true} {
		t.Run(option, func(t *testing.T) {
			merged := t.TempDir()
			lower := slices.Clone(layers)
			slices.Reverse(lower)
			data := "lowerdir=" + strings.Join(lower, ":")
			if userNamespace {
				data += ",userxattr"
			}
			if err := unix.Mount("overlay", merged, "overlay", unix.MS_RDONLY, data); err != nil {
				t.Skipf("overlayfs cannot be mounted here: %v", err)
			}
			t.Cleanup(func() { _ = unix.Unmount(merged, unix.MNT_DETACH) })
			want := tree(t, merged)
			var got []string
			var walk func(e Entry)
			walk = func(e Entry) {
				list, err := e.List()
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range list {
					rel, _ := filepath.Rel("/", e.Name)
					switch {
					case e.IsDir():
						got = append(got, rel+"/")
						walk(e)
					case e.Mode().IsRegular():
						text, err := os.ReadFile(e.Path)
						if err != nil {
							t.Fatal(err)
						}
						got = append(got, rel+" = "+string(text))
					default:
						target, _ := os.Readlink(e.Path)
						got = append(got, rel+" -> "+target)
					}
				}
			}
			root, err := NewTree(layers).Lookup("/")
			if err != nil {
				t.Fatal(err)
			}
			walk(root)
			for i, line := range want { // overlayfs shows a mark that is not its own
				want[i] = strings.TrimSuffix(line, " opaque")
			}
			if !slices.Equal(got, want) {
				t.Errorf("tree is %q\nLinux sees %q", got, want)
			}
		})
	}
}
