package main

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// The ways to mount "$0" of a shell.
const (
	smallDisk = `mount -t tmpfs -o size=3m small "$0"`
	readOnly  = `mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"`
)

// mounting gives the beginning of a command that mounts the folder that comes next in a way, and
// then becomes the command behind it. No other process sees the mount.
func mounting(t *testing.T, mount string) []string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("disks are made on Linux only")
	}
	command := []string{"unshare", "--mount"}
	if os.Geteuid() != 0 {
		command = append(command, "--map-root-user")
	}
	command = append(command, "sh", "-c", mount+` && exec "$@"`)
	if out, err := exec.Command(command[0], append(command[1:], t.TempDir(), "true")...).CombinedOutput(); err != nil {
		t.Skipf("no disk can be made here: %v: %s", err, out)
	}
	return command
}

// startOnSmallDisk runs the ledger with its state on a disk of 3 MB. It gives the server and the
// place at which this process reaches the disk.
func startOnSmallDisk(t *testing.T) (s *devServer, disk string) {
	t.Helper()
	app, err := filepath.Abs("../../fixtures/apps/ledger")
	if err != nil {
		t.Fatal(err)
	}
	state := t.TempDir()
	s = startDevIn(t, append(mounting(t, smallDisk), state), app, "--persist-to", state)
	s.answers(t, "/prepare", "prepared")
	return s, fmt.Sprintf("/proc/%d/root%s", s.cmd.Process.Pid, state)
}

// stores are the sorts of storage that the ledger keeps values in.
var stores = []string{"kv", "r2", "d1", "do"}

// expect makes a request of the ledger and compares status and answer.
func (s *devServer) expect(t *testing.T, method, path, body string, status int, want string) {
	t.Helper()
	got, answer, err := ask(method, s.url+path, body)
	if err != nil || got != status || answer != want {
		t.Errorf("%s %s: %d %q %v, want %d %q", method, path, got, answer, err, status, want)
	}
}

func TestDev_fullDisk(t *testing.T) {
	t.Parallel()
	s, disk := startOnSmallDisk(t)
	for _, store := range stores {
		s.expect(t, http.MethodPut, "/"+store+"/kept", "kept in "+store, http.StatusOK, "put")
	}
	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	large := strings.Repeat("x", 100_000)
	for store, want := range map[string]string{
		"kv": "Error: Network connection lost.", "r2": "Error: Network connection lost.",
		"d1": "Error: database or disk is full: SQLITE_FULL", "do": "Error: database or disk is full: SQLITE_FULL",
	} {
		s.expect(t, http.MethodPut, "/"+store+"/large", large, http.StatusInternalServerError, want)
		s.expect(t, http.MethodGet, "/"+store+"/kept", "", http.StatusOK, "kept in "+store)
		s.expect(t, http.MethodGet, "/"+store+"/large", "", http.StatusNotFound, "none")
	}
	s.says(t, "no space left on device")
	t.Run("what there is room for again is stored", func(t *testing.T) {
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		for _, store := range stores {
			s.expect(t, http.MethodPut, "/"+store+"/large", large, http.StatusOK, "put")
			s.expect(t, http.MethodGet, "/"+store+"/large", "", http.StatusOK, large)
		}
	})
	copied := t.TempDir() // SQLite does not follow the way to another process's disk
	if err := os.CopyFS(copied, os.DirFS(filepath.Join(disk, "v3"))); err != nil {
		t.Fatal(err)
	}
	verifyFiles(t, copied)
}

// fill writes to a file until its disk is full.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

func TestReadOnlyState(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	must(t, paddock(t, hello(t), "kv", "key", "put", "--namespace-id", "x", "k", "v", "--persist-to", state))
	before := contents(t, state)
	way := append(mounting(t, readOnly), state)
	for _, args := range [][]string{
		{"dev", "--port", "0"}, {"kv", "key", "put", "--namespace-id", "x", "k", "new"}, {"r2", "object", "put", "bucket/k", "--file", "index.ts"},
	} {
		r := finish(t, through(t, way, paddock(t, hello(t), append(args, "--persist-to", state)...)))
		if r.code != 1 || !strings.Contains(r.stderr, "cannot be written: make it writable, or choose another folder with --persist-to") {
			t.Errorf("%v: exit code %d: %s", args, r.code, r.stderr)
		}
	}
	if after := contents(t, state); !maps.Equal(before, after) {
		t.Errorf("the folder was changed: %v", slices.Sorted(maps.Keys(after)))
	}
}

// contents reads all files below a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, dir+"/")] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A state folder that a later version wrote stays as it is.
func TestDev_newerState(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{"a later format": "v3/paddock.format", "a later layout": "v4/kv/x"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := t.TempDir()
			write(t, state, map[string]string{file: "2\n"})
			for _, args := range [][]string{{"dev", "--port", "0"}, {"kv", "key", "put", "--namespace-id", "x", "k", "v"}} {
				r := finish(t, paddock(t, hello(t), append(args, "--persist-to", state)...))
				if r.code != 1 || !strings.Contains(r.stderr, "has the newer ") || !strings.Contains(r.stderr, "update Paddock") {
					t.Errorf("%v: exit code %d: %s", args, r.code, r.stderr)
				}
			}
			if left := contents(t, state); len(left) != 1 || left[file] != "2\n" {
				t.Errorf("the folder holds %v", left)
			}
		})
	}
}
