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
	result := api.Transform(src, api.TransformOptions{
		Sourcefile: name,
		LogLevel:   api.LogLevelSilent,
		Loader:     api.LoaderJS,
		Target:     api.ESNext,
		Supported:  dialect.Lowered(),
		Charset:    api.CharsetASCII,
	})
	if len(result.Errors) == 0 {
		return string(result.Code), nil
	}
	var out message.Errors
	for _, m := range result.Errors {
		wrong := message.Message{Kind: message.Error, Text: m.Text}
		if at := m.Location; at != nil {
			wrong.Place = &message.Place{File: name, Line: at.Line, Column: at.Column + 1, LineText: at.LineText, Length: at.Length}
		}
		out = append(out, wrong)
	}
	return "", out
}
