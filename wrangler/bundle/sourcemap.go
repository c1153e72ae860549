package bundle

import (
	"net/url"
	"path/filepath"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/go-sourcemap/sourcemap"
)

// Mapper finds the place in the user's files that a place in the script comes from. It is safe for
// concurrent use.
type Mapper struct {
	dir  string
	maps func() *sourcemap.Consumer // nil: it cannot be read
}

// Position is a place in a source file.
type Position struct {
	File   string // absolute path
	Line   int    // from 1
	Column int    // in UTF-16 units, from 1
	Name   string // what the source calls the thing, "" if it has the same name in the script
}

// sourceMap gives what makes the source map of a script: by bundling once more, as the map takes a third of a
// build, and most versions of a Worker end without a place having been asked for. The project's files are taken as they
// were; where another change makes another script of them, as that of a package, there is no map.
func sourceMap(in Input, p *plugin, code string) func() []byte {
	return sync.OnceValue(func() []byte {
		o := options(in, p)
		o.Sourcemap = api.SourceMapExternal
		o.SourcesContent = api.SourcesContentInclude
		var script, places []byte
		for _, f := range api.Build(o).OutputFiles {
			switch filepath.Base(f.Path) {
			case outName:
				script = f.Contents
			case outName + ".map":
				places = f.Contents
			}
		}
		if string(script) != code {
			return nil
		}
		return places
	})
}

// NewMapper makes the mapper of a source map whose sources are relative to dir, as Output.Map is. The map is
// made and read when a place is asked for first. One that cannot be read knows no places.
func NewMapper(dir string, data func() []byte) *Mapper {
	return &Mapper{dir: dir, maps: sync.OnceValue(func() *sourcemap.Consumer {
		maps, err := sourcemap.Parse("", data())
		if err != nil {
			return nil
		}
		return maps
	})}
}

// Map maps a line and a column of the script, both from 1. It reports false for places that
// come from no file of the user's: the wrapper, the bundler's helpers, the platform's modules.
func (m *Mapper) Map(line, column int) (Position, bool) {
	maps := m.maps()
	if maps == nil {
		return Position{}, false
	}
	source, name, srcLine, srcColumn, ok := maps.Source(line, column-1)
	if !ok || source == "" || srcLine <= 0 || isVirtual(source) {
		return Position{}, false
	}
	return Position{File: m.path(source), Line: srcLine, Column: srcColumn + 1, Name: name}, true
}

// Text returns the text of a source file as it was bundled, by its absolute path.
func (m *Mapper) Text(file string) (string, bool) {
	rel, err := filepath.Rel(m.dir, file)
	maps := m.maps()
	if err != nil || maps == nil {
		return "", false
	}
	text := maps.SourceContent(filepath.ToSlash(rel))
	return text, text != ""
}

func (m *Mapper) path(source string) string {
	if filepath.IsAbs(source) {
		return source
	}
	return filepath.Join(m.dir, filepath.FromSlash(source))
}

// isVirtual reports whether a source is one of this package's making: a module in one of the
// plugin's namespaces, or the entry script.
func isVirtual(source string) bool {
	namespace, _, ok := strings.Cut(strings.TrimPrefix(source, "./"), ":")
	return ok && (namespace == pluginName || strings.HasPrefix(namespace, pluginName+"-")) && !strings.Contains(namespace, "/")
}

// URL returns the position's file as stacks show it: file:///….
func (p Position) URL() string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(p.File)}).String()
}
