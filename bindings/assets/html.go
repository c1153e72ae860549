package assets

import (
	"net/http"
	"strings"
)

// meaning is what a path means: a file with a status, or another path to go to.
type meaning struct {
	file     string // "/a/b.html"
	status   int
	redirect string
}

// step is one thing to try for a path: to serve a file or, with a path to go to, to redirect
// there, if that path means the same file.
type step struct{ file, to string }

// steps lists what to try for a path, in order, by the site's html_handling.
func (c *config) steps(path string) []step {
	switch c.html {
	case "auto-trailing-slash":
		return auto(path)
	case "force-trailing-slash":
		return force(path)
	case "drop-trailing-slash":
		return drop(path)
	}
	return []step{{file: path}}
}

// auto wants a slash for the index of a folder and none for a file.
func auto(path string) []step {
	var first []step
	switch {
	case strings.HasSuffix(path, "/index"):
		folder, name := path[:len(path)-len("index")], path[:len(path)-len("/index")]
		first = []step{{file: path}, {path + ".html", folder}, {name + ".html", name}}
	case strings.HasSuffix(path, "/index.html"):
		folder, name := path[:len(path)-len("index.html")], path[:len(path)-len("/index.html")]
		first = []step{{path, folder}, {name + ".html", name}}
	case strings.HasSuffix(path, "/"):
		name := path[:len(path)-1]
		first = []step{{file: path + "index.html"}, {name + ".html", name}}
	case strings.HasSuffix(path, ".html"):
		name := path[:len(path)-len(".html")]
		first = []step{{path, name}, {name + "/index.html", name + "/"}}
	}
	return append(first, step{file: path}, step{file: path + ".html"}, step{path + "/index.html", path + "/"})
}

// force wants a slash always.
func force(path string) []step {
	var first []step
	switch {
	case strings.HasSuffix(path, "/index"):
		folder, name := path[:len(path)-len("index")], path[:len(path)-len("/index")]
		first = []step{{file: path}, {path + ".html", folder}, {name + ".html", folder}}
	case strings.HasSuffix(path, "/index.html"):
		folder, name := path[:len(path)-len("index.html")], path[:len(path)-len("/index.html")]
		first = []step{{path, folder}, {name + ".html", folder}}
	case strings.HasSuffix(path, "/"):
		first = []step{{file: path + "index.html"}, {file: path[:len(path)-1] + ".html"}}
	case strings.HasSuffix(path, ".html"):
		name := path[:len(path)-len(".html")]
		first = []step{{path, name + "/"}, {file: path}, {name + "/index.html", name + "/"}}
	}
	return append(first, step{file: path}, step{path + ".html", path + "/"}, step{path + "/index.html", path + "/"})
}

// drop wants no slash but for the root.
func drop(path string) []step {
	var first []step
	switch {
	case path == "/index":
		first = []step{{file: path}, {"/index.html", "/"}}
	case path == "/index.html":
		first = []step{{path, "/"}}
	case path == "/":
		first = []step{{file: "/index.html"}}
	case strings.HasSuffix(path, "/index"):
		name := path[:len(path)-len("/index")]
		first = []step{{file: path}, {name + ".html", name}, {path + ".html", name}}
	case strings.HasSuffix(path, "/index.html"):
		name := path[:len(path)-len("/index.html")]
		first = []step{{path, name}, {file: path}, {name + ".html", name}}
	case strings.HasSuffix(path, "/"):
		name := path[:len(path)-1]
		first = []step{{name + ".html", name}, {name + "/index.html", name}}
	case strings.HasSuffix(path, ".html"):
		name := path[:len(path)-len(".html")]
		first = []step{{path, name}, {name + "/index.html", name}}
	}
	return append(first, step{file: path}, step{file: path + ".html"}, step{file: path + "/index.html"})
}

// mean finds what a decoded path means; ok is false for nothing.
func (s *site) mean(path, notFound string) (m meaning, ok bool) {
	for _, step := range s.steps(path) {
		switch {
		case !s.has(step.file):
		case step.to == "":
			return meaning{file: step.file, status: http.StatusOK}, true
		case s.leads(step.to, step.file):
			return meaning{redirect: step.to}, true
		}
	}
	return s.missing(path, notFound)
}

// leads tells whether a path that is no file itself serves a file, without another redirect.
func (s *site) leads(path, file string) bool {
	if s.has(path) {
		return false
	}
	for _, step := range s.steps(path) {
		if step.to == "" && s.has(step.file) {
			return step.file == file
		}
	}
	return false
}

// missing finds the page for what is not there.
func (s *site) missing(path, notFound string) (m meaning, ok bool) {
	switch notFound {
	case "single-page-application":
		return meaning{file: "/index.html", status: http.StatusOK}, s.has("/index.html")
	case "404-page":
		for folder := path; folder != ""; {
			folder = folder[:strings.LastIndexByte(folder, '/')]
			if s.has(folder + "/404.html") {
				return meaning{file: folder + "/404.html", status: http.StatusNotFound}, true
			}
		}
	}
	return meaning{}, false
}
