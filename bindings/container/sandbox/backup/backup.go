package backup

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/place"
)

// Backup implements [sandbox.Backup].
type Backup struct {
	env     sandbox.Environment
	workDir string // [place.Backups], but in tests
}

var _ sandbox.Backup = (*Backup)(nil)

// New gives the service.
func New(env sandbox.Environment) *Backup { return &Backup{env, place.Backups} }

// roots are the folders that may be archived, with what is below them.
func roots() []string { return []string{"/workspace", "/home", "/tmp", "/var/tmp", "/app"} }

// check finds what is wrong with a folder to archive or to restore.
func (b *Backup) check(dir, archive string) error {
	details := sandbox.Context{"dir": dir, "archivePath": archive}
	list := strings.Join(roots(), ", ")
	if !strings.HasPrefix(dir, "/") || strings.Contains(dir, "..") || strings.Contains(dir, "\x00") {
		return sandbox.Errorf(sandbox.InvalidBackup, "Backup directory must be a safe absolute path (no '..' or null bytes) under an allowed prefix (%s): %s", list, dir).With(details)
	}
	allowed := func(root string) bool { return dir == root || strings.HasPrefix(dir, root+"/") }
	if !slices.ContainsFunc(roots(), allowed) {
		return sandbox.Errorf(sandbox.InvalidBackup, "Directory not in allowed paths (%s): %s", list, dir).With(details)
	}
	return b.checkArchive(archive)
}

func (b *Backup) checkArchive(archive string) error {
	details := sandbox.Context{"archivePath": archive}
	switch {
	case !strings.HasPrefix(archive, b.workDir+"/"):
		return sandbox.Errorf(sandbox.InvalidBackup, "Invalid archivePath: must use designated backup directory").With(details)
	case strings.Contains(archive, ".."):
		return sandbox.Errorf(sandbox.InvalidBackup, "Invalid archivePath: must not contain path traversal sequences").With(details)
	}
	return nil
}

// Create implements [sandbox.Backup].
func (b *Backup) Create(ctx context.Context, r sandbox.CreateBackup) (sandbox.Archive, error) {
	if err := b.check(r.Dir, r.ArchivePath); err != nil {
		return sandbox.Archive{}, err
	}
	if f := r.Compression.Format; f != "" && f != "gzip" && f != "lz4" && f != "zstd" {
		return sandbox.Archive{}, sandbox.Errorf(sandbox.InvalidBackup, "Invalid compression algorithm: %s. Expected one of: gzip, lz4, zstd", f).
			With(sandbox.Context{"compression": f})
	}
	details := sandbox.Context{"dir": r.Dir, "archivePath": r.ArchivePath}
	if err := os.MkdirAll(b.env.Path(b.workDir), 0o755); err != nil {
		return sandbox.Archive{}, sandbox.Errorf(sandbox.BackupCreateFailed, "Failed to create backup work directory: %v", err).With(details)
	}
	dir := b.env.Path(r.Dir)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return sandbox.Archive{}, sandbox.Errorf(sandbox.BackupCreateFailed, "Source directory does not exist: %s", r.Dir).With(sandbox.Context{"dir": r.Dir})
	}
	excluded := excluder(r.Excludes)
	if r.Gitignore {
		excluded = either(excluded, ignoredByGit(ctx, dir))
	}
	size, err := pack(ctx, dir, b.env.Path(r.ArchivePath), excluded)
	if err != nil {
		return sandbox.Archive{}, sandbox.Errorf(sandbox.BackupCreateFailed, "Failed to create archive: %v", err).With(details)
	}
	return sandbox.Archive{Path: r.ArchivePath, Size: size}, nil
}

// either joins two tests of paths.
func either(a, b func(string) bool) func(string) bool {
	return func(path string) bool { return a(path) || b(path) }
}

// excluder makes a test of patterns: each matches, component by component, at any depth.
func excluder(patterns []string) func(path string) bool {
	var all [][]string
	for _, p := range patterns {
		if p = withoutGlobstar(p); p != "" {
			all = append(all, strings.Split(p, "/"))
		}
	}
	return func(name string) bool {
		parts := strings.Split(name, "/")
		return slices.ContainsFunc(all, func(pattern []string) bool {
			if len(pattern) > len(parts) {
				return false
			}
			for i, part := range parts[len(parts)-len(pattern):] {
				if ok, err := path.Match(pattern[i], part); err != nil || !ok {
					return false
				}
			}
			return true
		})
	}
}

// withoutGlobstar takes "**" out of a pattern, which matches at any depth anyway.
func withoutGlobstar(p string) string {
	parts := slices.DeleteFunc(strings.Split(strings.Trim(p, "/"), "/"), func(part string) bool { return part == "**" })
	return strings.Join(parts, "/")
}

// ignoredByGit makes a test of what git ignores in a folder; where there is no git, that is nothing.
func ignoredByGit(ctx context.Context, dir string) func(path string) bool {
	out, err := exec.CommandContext(ctx, "git", "-C", dir, "-c", "safe.directory=*", "ls-files", "-z", "--others", "-i", "--exclude-standard", "--", ".").Output()
	ignored := map[string]bool{}
	if err == nil {
		for name := range bytes.SplitSeq(out, []byte{0}) {
			ignored[string(name)] = true
		}
	}
	return func(path string) bool { return ignored[path] }
}

// Restore implements [sandbox.Backup]: the folder holds what the archive does, and nothing else.
func (b *Backup) Restore(ctx context.Context, r sandbox.RestoreBackup) error {
	if err := b.check(r.Dir, r.ArchivePath); err != nil {
		return err
	}
	fail := func(format string, args ...any) error {
		return sandbox.Errorf(sandbox.BackupRestoreFailed, format, args...).With(sandbox.Context{"dir": r.Dir, "archivePath": r.ArchivePath})
	}
	if info, err := os.Stat(b.env.Path(r.ArchivePath)); err != nil || !info.Mode().IsRegular() {
		return fail("Archive file does not exist: %s", r.ArchivePath)
	}
	dir := b.env.Path(r.Dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fail("Failed to create mount directories: %v", err)
	}
	if err := replace(ctx, dir, b.env.Path(r.ArchivePath)); err != nil {
		return fail("Failed to restore archive: %v", err)
	}
	return nil
}

// replace unpacks beside what a folder holds, and takes its place when all went well.
func replace(ctx context.Context, dir, archive string) error {
	fresh, err := os.MkdirTemp(dir, ".restore-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	if err := unpack(ctx, archive, fresh); err != nil {
		return err
	}
	old, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range old {
		if name := filepath.Join(dir, entry.Name()); name != fresh {
			if err := os.RemoveAll(name); err != nil {
				return err
			}
		}
	}
	restored, err := os.ReadDir(fresh)
	if err != nil {
		return err
	}
	for _, entry := range restored {
		if err := os.Rename(filepath.Join(fresh, entry.Name()), filepath.Join(dir, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// unsquash runs the original's program for one of its archives.
func unsquash(ctx context.Context, archive, dir string) error {
	out, err := exec.CommandContext(ctx, unsquashfs, "-f", "-d", dir, archive).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", unsquashfs, err, bytes.TrimSpace(out))
	}
	return nil
}
