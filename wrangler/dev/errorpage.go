package dev

import (
	"cmp"
	"errors"
	"html/template"
	"io"
	"net/http"

	"paddock/jsruntime"
)

// page is the error page that a browser gets.
var page = template.Must(template.New("error").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>An error has occurred</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;margin:3rem auto;max-width:60rem;padding:0 1rem;color:#1d1d1f}
h1{font-size:1.3rem;color:#b3261e}pre{background:#f4f4f5;padding:1rem;overflow:auto;border-radius:.4rem}
dt{font-weight:600}dd{margin:0 0 .4rem}
@media (prefers-color-scheme:dark){body{background:#1b1b1d;color:#eee}pre{background:#2a2a2d}h1{color:#ff8a80}}
</style></head><body>
{{range $i, $e := .Errors}}{{if $i}}<h2>Caused by</h2>{{end}}<h1>{{$e.Name}}: {{$e.Message}}</h1>
{{with $e.Stack}}<pre>{{.}}</pre>{{end}}{{end}}
<h2>Request</h2><dl><dt>{{.Method}}</dt><dd>{{.URL}}</dd>
{{range $name, $values := .Header}}{{range $values}}<dt>{{$name}}</dt><dd>{{.}}</dd>{{end}}{{end}}</dl>
</body></html>
`))

// fault is an error as a client is told of it.
type fault struct {
	Message string `json:"message"`
	Name    string `json:"name"`
	Stack   string `json:"stack,omitempty"`
	Cause   *fault `json:"cause,omitempty"`
}

// describe tells of an error and what it was caused by.
func describe(err error) *fault {
	var ex *jsruntime.Exception
	if !errors.As(err, &ex) {
		return &fault{Name: "Error", Message: err.Error()}
	}
	outer := &fault{}
	for f := outer; ; f = f.Cause {
		f.Message, f.Name, f.Stack = ex.Message, ex.Name, ex.Stack
		if ex = ex.Cause; ex == nil {
			return outer
		}
		f.Cause = &fault{}
	}
}

// written is an error as text, as wrangler writes it: what it is called now, and its frames, whatever its stack
// begins with.
func written(ex *jsruntime.Exception) string {
	if ex.Stack == "" {
		return ex.Error() // what is thrown need not be an error
	}
	text := cmp.Or(ex.Name, "Error")
	if ex.Message != "" {
		text += ": " + ex.Message
	}
	for _, line := range stackLines(ex.Stack) {
		text += "\n    " + line
	}
	return text
}

func errorPage(w io.Writer, r *http.Request, err error) {
	data := struct {
		Errors      []*fault
		Method, URL string
		Header      http.Header
	}{Method: r.Method, URL: r.URL.String(), Header: r.Header}
	for f := describe(err); f != nil; f = f.Cause {
		data.Errors = append(data.Errors, f)
	}
	_ = page.Execute(w, data) // the client has gone: nobody to tell
}
