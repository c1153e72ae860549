package bundle

import (
	"encoding/json"
	"slices"
	"strings"
)

// metafile is what is read of esbuild's account of a build.
type metafile struct {
	Inputs map[string]metafileInput // by paths relative to the project, or with a namespace
}

type metafileInput struct {
	Bytes   int
	Imports []metafileImport
	Format  string // "esm", "cjs", or "" if nothing in the file tells
}

type metafileImport struct {
	Path     string // of an input, or a pattern of files
	Original string // what the source says
	External bool
}

// esbuildRuntime is what esbuild's own helpers are imported from.
const esbuildRuntime = "<runtime>"

func readMetafile(text string) (meta metafile) {
	_ = json.Unmarshal([]byte(text), &meta) // esbuild writes no other
	return meta
}

// tellsItself reports whether a file says that it is an ES module, and imports none of CommonJS: the type decides what
// the default export of such a module is. That of a host module is the same either way.
func (meta metafile) tellsItself(input metafileInput) bool {
	return input.Format == "esm" && !slices.ContainsFunc(input.Imports, func(i metafileImport) bool {
		if i.Path == esbuildRuntime {
			return false
		}
		return i.External || meta.Inputs[i.Path].Format != "esm" && !strings.HasPrefix(i.Path, hostNamespace+":")
	})
}
