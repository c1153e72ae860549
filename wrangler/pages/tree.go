package pages

import (
	"cmp"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"paddock/wrangler/bundle"
	"paddock/wrangler/message"
)

// route is what the functions of one path do.
type route struct {
	path, mount string   // the URL's, and that of the folder: "/a/:id", "/a"
	method      string   // "" for all
	middleware  function // of _middleware.js; the zero function is none
	module      function // of any other file
}

// function is an export of a file.
type function struct{ file, export string }

var (
	handler    = regexp.MustCompile(`^onRequest(Get|Post|Put|Patch|Delete|Options|Head)?$`)
	extensions = []string{".mjs", ".js", ".ts", ".tsx", ".jsx"}
)

// routesOf finds the routes of a folder, in the order in which they are tried.
func routesOf(dir string) ([]route, error) {
	files, err := filesOf(dir)
	if err != nil {
		return nil, err
	}
	var routes []route
	for _, file := range files {
		exports, err := bundle.Exports(dir, file)
		if err != nil {
			return nil, err
		}
		for _, export := range exports {
			m := handler.FindStringSubmatch(export)
			if m == nil {
				continue
			}
			r, err := routeOf(dir, function{file, export}, strings.ToUpper(m[1]))
			if err != nil {
				return nil, err
			}
			routes = join(routes, r)
		}
	}
	slices.SortStableFunc(routes, compare)
	return routes, nil
}

// filesOf lists the scripts of a folder, those of a folder before those of the folders in it.
func filesOf(dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && slices.Contains(extensions, filepath.Ext(path)) {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the functions: %w", err)
	}
	slices.SortStableFunc(files, func(a, b string) int {
		return cmp.Compare(strings.Count(a, string(filepath.Separator)), strings.Count(b, string(filepath.Separator)))
	})
	return files, nil
}

// routeOf makes the route of a function by the name of its file.
func routeOf(dir string, f function, method string) (route, error) {
	rel, err := filepath.Rel(dir, strings.TrimSuffix(f.file, filepath.Ext(f.file)))
	if err != nil {
		return route{}, fmt.Errorf("read the functions: %w", err)
	}
	path := "/" + filepath.ToSlash(rel)
	folder, name := path[:strings.LastIndexByte(path, '/')], path[strings.LastIndexByte(path, '/')+1:]
	middleware := name == "_middleware" || name == "_middleware_"
	if middleware || name == "index" {
		path = folder
	}
	r := route{method: method}
	if middleware {
		r.middleware = f
	} else {
		r.module = f
	}
	if r.path, err = parameters(f.file, cmp.Or(path, "/")); err != nil {
		return r, err
	}
	r.mount, err = parameters(f.file, cmp.Or(folder, "/"))
	return r, err
}

// parameter is a part of a file's name that stands for a segment of the path, or for any number of them.
var (
	parameter = regexp.MustCompile(`\[\[([^\]]+)\]\]|\[([^\]]+)\]`)
	word      = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
)

// parameters writes [id] as :id and [[path]] as :path*.
func parameters(file, path string) (string, error) {
	var wrong error
	out := parameter.ReplaceAllStringFunc(path, func(found string) string {
		m := parameter.FindStringSubmatch(found)
		name, star := m[1], "*"
		if name == "" {
			name, star = m[2], ""
		}
		if !word.MatchString(name) {
			wrong = message.Errors{{
				Kind: message.Error, Place: &message.Place{File: file},
				Text: fmt.Sprintf("Invalid Pages function route parameter - %q. Parameter names must only contain alphanumeric and underscore characters.", found),
			}}
		}
		return ":" + name + star
	})
	return out, wrong
}

// join adds a route, to the one of the same path and method if there is one: an index file and a middleware.
func join(routes []route, r route) []route {
	i := slices.IndexFunc(routes, func(other route) bool { return other.path == r.path && other.method == r.method })
	if i < 0 {
		return append(routes, r)
	}
	routes[i].mount = r.mount
	if r.module != (function{}) {
		routes[i].module = r.module
	}
	if r.middleware != (function{}) {
		routes[i].middleware = r.middleware
	}
	return routes
}

// compare puts what says more before what says less: more segments, fixed ones before parameters, a method
// before all methods.
func compare(a, b route) int {
	left, right := segments(a.path), segments(b.path)
	if len(left) != len(right) {
		return len(right) - len(left)
	}
	for i := range left {
		for _, mark := range []string{"*", ":"} {
			if c := rank(strings.Contains(left[i], mark)) - rank(strings.Contains(right[i], mark)); c != 0 {
				return c
			}
		}
	}
	return cmp.Or(rank(a.method == "")-rank(b.method == ""), strings.Compare(a.path, b.path))
}

func segments(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

func rank(later bool) int {
	if later {
		return 1
	}
	return 0
}
