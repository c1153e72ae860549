package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// format is the version of what Paddock adds to wrangler's layout. It grows when a state folder
// would be misread by the Paddock before.
const format = 1

// formatName is the file that holds the format of a folder.
const formatName = "paddock.format"

// Newer is the error for a folder that a later version has written. It has not been touched.
type Newer struct {
	Dir  string // the folder with the newer state
	What string // "format 2"
}

func (e *Newer) Error() string {
	return fmt.Sprintf("the state folder %s has the newer %s, which this Paddock does not know: update Paddock, or choose another folder with --persist-to", e.Dir, e.What)
}

// checkFormat refuses a folder whose format is newer, and one beside which there is one of a later
// layout, as "v4" is beside "v3": what is in it would seem to be lost. It changes nothing.
func checkFormat(dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, formatName))
	switch {
	case err == nil:
		if n, err := strconv.Atoi(strings.TrimSpace(string(text))); err != nil || n > format {
			return &Newer{dir, "format " + strconv.Quote(strings.TrimSpace(string(text)))}
		}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("read the format of the state folder: %w", err)
	}
	layout, ok := layoutOf(filepath.Base(dir))
	if !ok {
		return nil
	}
	siblings, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		return nil // not there yet
	}
	for _, s := range siblings {
		if n, ok := layoutOf(s.Name()); ok && n > layout && s.IsDir() {
			return &Newer{filepath.Join(filepath.Dir(dir), s.Name()), "layout " + s.Name()}
		}
	}
	return nil
}

// layoutOf reads the name of a folder, as "v3".
func layoutOf(name string) (n int, ok bool) {
	digits, ok := strings.CutPrefix(name, "v")
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && n > 0
}

// markFormat writes the format of a folder that has none.
func markFormat(dir string) error {
	path := filepath.Join(dir, formatName)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.WriteFile(path, []byte(strconv.Itoa(format)+"\n"), 0o644); err != nil {
		return fmt.Errorf("write the format of the state folder: %w", err)
	}
	return nil
}
