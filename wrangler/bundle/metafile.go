package bundle

import (
	"encoding/json"
	"slices"
	"strings"
)

// metafile is what is read of esbuild's account of a build.
type metafile struct {
	Inputs  map[string]metafileInput // by paths relative to the project, or with a namespace
	Outputs map[string]struct{ Inputs map[string]struct{} }
}

type metafileInput struct {
	Bytes   int
	Imports []metafileImport
	Format  string // "esm", "cjs", or "" if nothing in the file tells
}

type metafileImport struct {
	Path     string // of an input, or a pattern of files
	Original string // what the source says
	Kind     string // as "import-statement"
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

// hostImporter is a file that has import statements for modules of the runtime.
type hostImporter struct {
	name    string            // as in the metafile
	imports map[string]string // the modules by what the file calls them
}

// hostImporters gives those that are in the output, in the order of their names.
func (meta metafile) hostImporters() (list []hostImporter) {
	for _, output := range meta.Outputs {
		for name := range output.Inputs {
			found := hostImporter{name, map[string]string{}}
			for _, i := range meta.Inputs[name].Imports {
				if specifier, host := strings.CutPrefix(i.Path, hostNamespace+":"); host && i.Kind == "import-statement" {
					found.imports[i.Original] = specifier
				}
			}
			if len(found.imports) > 0 {
				list = append(list, found)
			}
		}
	}
	slices.SortFunc(list, func(a, b hostImporter) int { return strings.Compare(a.name, b.name) })
	return list
}
