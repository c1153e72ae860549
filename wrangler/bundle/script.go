package bundle

import (
	"github.com/evanw/esbuild/pkg/api"

	"paddock/jsruntime/dialect"
	"paddock/wrangler/message"
)

// Script lowers one classic script to what the engine has grammar for, and leaves its names,
// its strictness and its imports alone. name is what messages call it; the error is
// message.Errors. It is for scripts that come from elsewhere than a project, as test suites.
func Script(name, src string) (string, error) {
	return transform(src, api.TransformOptions{
		Sourcefile: name,
		Loader:     api.LoaderJS,
		Supported:  dialect.Lowered(),
		Charset:    api.CharsetASCII,
	})
}

// Text lowers a text that a running script gives to eval or a constructor of functions. Modules that it imports are
// left to the host.
func Text(src string) (string, error) {
	lowered := dialect.Lowered()
	for _, kept := range []string{"dynamic-import", "import-meta", "decorators"} { // the host's, and no syntax of the platform's
		lowered[kept] = true
	}
	return transform(src, api.TransformOptions{Loader: api.LoaderJS, Supported: lowered, Charset: api.CharsetASCII})
}

// JavaScript takes the types out of TypeScript, for engines of the present. The error is
// message.Errors.
func JavaScript(typescript string) (string, error) {
	return transform(typescript, api.TransformOptions{Sourcefile: "code.ts", Loader: api.LoaderTS})
}

// transform changes one file to the newest grammar.
func transform(src string, o api.TransformOptions) (string, error) {
	o.LogLevel, o.Target = api.LogLevelSilent, api.ESNext
	result := api.Transform(src, o)
	if len(result.Errors) == 0 {
		return string(result.Code), nil
	}
	var out message.Errors
	for _, m := range result.Errors {
		wrong := message.Message{Kind: message.Error, Text: m.Text}
		if at := m.Location; at != nil {
			wrong.Place = &message.Place{File: o.Sourcefile, Line: at.Line, Column: at.Column + 1, LineText: at.LineText, Length: at.Length}
		}
		out = append(out, wrong)
	}
	return "", out
}
