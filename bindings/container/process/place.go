package process

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// place finds what each COPY means on disk. A .dockerignore is not applied:
// RUN steps are not run, so what they would install is taken from the context.
func place(context string, steps []copyStep) ([]placement, error) {
	var out []placement
	for _, step := range steps {
		var found []string
		for _, pattern := range step.sources {
			// Cleaning with a leading slash keeps ".." inside the context.
			matches, err := filepath.Glob(filepath.Join(context, filepath.FromSlash(path.Clean("/"+pattern))))
			if err != nil {
				return nil, fmt.Errorf("copy %s: %w", pattern, err)
			}
			if len(matches) == 0 {
				return nil, fmt.Errorf("copy %s: no such file in the build context %s: %w", pattern, context, os.ErrNotExist)
			}
			found = append(found, matches...)
		}
		for _, source := range found {
			info, err := os.Stat(source)
			if err != nil {
				return nil, fmt.Errorf("copy %s: %w", source, err)
			}
			p := placement{Source: source, Dest: path.Clean(step.dest), Dir: info.IsDir()}
			if !p.Dir && (strings.HasSuffix(step.dest, "/") || len(found) > 1) {
				p.Dest = path.Join(step.dest, filepath.Base(source))
			}
			out = append(out, p)
		}
	}
	return out, nil
}
