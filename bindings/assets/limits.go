package assets

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"

	"paddock/bindings"
)

// Limits of the platform.
const (
	maxFile  = 25 << 20 // bytes
	maxFiles = 100000
)

// checkLimits counts the files that would be uploaded, and refuses, in wrangler's words, a folder with more or larger files than can be deployed.
//
//nolint:staticcheck // they are wrangler's words
func (s *site) checkLimits() (count int, err error) {
	ignored := s.ignored()
	err = fs.WalkDir(s.root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || ignored.ignores(path) {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Size() > maxFile {
			return fmt.Errorf("Asset too large.\nCloudflare Workers supports assets with sizes of up to 25 MiB. We found a file %s with a size of %s.\nEnsure all assets in your assets directory %q conform with the Workers maximum size requirement.",
				filepath.Join(s.dir, path), mebibytes(info.Size()), s.dir)
		}
		count++
		return nil
	})
	if err == nil && count > maxFiles {
		err = fmt.Errorf("Maximum number of assets exceeded.\nCloudflare Workers supports up to 100,000 assets in a version. We found %s files in the specified assets directory %q.\nEnsure your assets directory contains a maximum of 100,000 files, and that you have specified your assets directory correctly.",
			thousands(count), s.dir)
	}
	return count, err
}

// Files tells how many files of the folder of a spec of this kind would be uploaded, and of which folder.
func Files(spec bindings.Spec) (dir string, count int, err error) {
	s, err := openSite(spec, slog.New(slog.DiscardHandler))
	if err != nil {
		return "", 0, err
	}
	count, err = s.checkLimits()
	return s.dir, count, errors.Join(err, s.Close())
}

// mebibytes writes a size with three digits.
func mebibytes(size int64) string {
	return strings.TrimSuffix(strconv.FormatFloat(float64(size)/(1<<20), 'g', 3, 64), ".0") + " MiB"
}

// thousands writes a number with commas.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
