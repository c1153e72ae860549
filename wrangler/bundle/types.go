package bundle

import "paddock/wrangler/message"

// Formats of a worker.
const (
	FormatModules       = "modules"        // the entry has a default export
	FormatServiceWorker = "service-worker" // the entry calls addEventListener
)

// Types of modules, in configuration and in Output.Modules.
const (
	TypeESModule = "ESModule"
	TypeCommonJS = "CommonJS"
	TypeText     = "Text"         // imported as a string
	TypeData     = "Data"         // imported as an ArrayBuffer
	TypeWasm     = "CompiledWasm" // imported as a WebAssembly.Module
)

// ModulePrefix precedes the name of an Output.Module when the bundle asks the host for it.
const ModulePrefix = "paddock:module/"

// Input says what to bundle and how; its fields follow the wrangler configuration.
type Input struct {
	Name        string            // of the worker, used in messages
	Dir         string            // the project, an absolute path
	Entry       string            // the main file, absolute or relative to Dir
	TSConfig    string            // a tsconfig file; "" finds the nearest to each source file
	Define      map[string]string // JavaScript expressions by the names they replace
	Alias       map[string]string // what to import instead of a specifier
	JSXFactory  string            // "" means React.createElement, or what the tsconfig says
	JSXFragment string            // "" means React.Fragment, or what the tsconfig says
	Rules       []Rule            // in front of wrangler's own

	Conditions []string // of the exports of packages; nil: wrangler's
	Platform   string   // of esbuild: "browser", "node" or "neutral"; "" is "browser"
	NodeEnv    string   // what process.env.NODE_ENV is replaced by; "" is "development"

	// AssetsPath is the beginning of URLs of folders that functions of Pages import as "assets:FOLDER"; "":
	// such imports are like all others.
	AssetsPath string

	// NoBundle takes the entry as it is. Its relative imports are still joined into one
	// script, because the engine has no modules, but nothing is dropped from them.
	NoBundle bool
	// FindAdditionalModules also takes in every file under the entry's folder that a rule
	// matches, so that import(name) with a computed name finds it. With NoBundle all
	// .js, .mjs and .cjs files match. Such modules are loaded synchronously: a top-level await
	// in one is an error.
	FindAdditionalModules bool

	Minify      bool
	CompatDate  string // yyyy-mm-dd
	CompatFlags []string

	// HostModules reports whether the runtime has a module, as "cloudflare:workers" or
	// "node:fs". Nil means that it has all of them.
	HostModules func(specifier string) bool
	// HostExports gives the names of what a module of the runtime exports, for one that has no default
	// export; nil for another. Nil means that all of them are others.
	HostExports func(specifier string) []string
	// HostNames gives the names of what modules of the runtime export that have a default export, too, by their
	// specifiers; nothing for those whose names need not be the ones that the platform's bundle would find. Nil means
	// that any name can be imported.
	HostNames func(specifiers []string) map[string][]string
}

// Rule says how files that match one of Globs are imported.
type Rule struct {
	Type        string
	Globs       []string
	Fallthrough *bool // later rules of the same type count, too; nil: not, and that is warned of
}

// Output is a bundled worker.
type Output struct {
	Code     string            // the script, see the package comment
	Map      func() []byte     // makes the source map, version 3; sources are relative to Input.Dir
	Modules  []Module          // what the script asks of the host under ModulePrefix
	Inputs   []string          // absolute paths of all files read; watch them
	Trees    []Tree            // folders whose new files may concern the script
	Format   string            // FormatModules or FormatServiceWorker
	Exports  []string          // names that the entry exports, sorted
	Warnings []message.Message // what the user should know

	// Unlinked waits until it is known whether the script imports names that modules of the runtime do not have,
	// and gives message.Errors then: the platform refuses such a script when it links it.
	Unlinked func() error
}

// Tree is a folder of files that are watched, and of those in the folders in it.
type Tree struct {
	Dir   string                 // absolute
	Wants func(file string) bool // which files are meant, by their absolute paths; nil: all
}

// Module is a file that is not JavaScript and reaches the worker through the host.
type Module struct {
	Name string // unique in the output: the path relative to Input.Dir, with slashes
	Type string // TypeText, TypeData or TypeWasm
	Data []byte
}
