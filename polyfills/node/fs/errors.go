package fs

import (
	"fmt"

	"paddock/jsruntime"
)

// texts are what the codes of system calls say.
var texts = map[string]string{
	"EBADF":     "bad file descriptor",
	"EEXIST":    "file already exists",
	"EINVAL":    "invalid argument",
	"EIO":       "input/output error",
	"EISDIR":    "illegal operation on a directory",
	"ELOOP":     "symlink depth exceeded",
	"ENOENT":    "no such file or directory",
	"ENOTDIR":   "not a directory",
	"ENOTEMPTY": "directory not empty",
	"EPERM":     "operation not permitted",
}

// problem is a failed operation, before it is known of which call.
type problem struct {
	code string
	text string // instead of the code's
	path string // shown, if there is one
}

func (p *problem) Error() string { return p.code }

func fail(code string) *problem { return &problem{code: code} }

func (p *problem) at(path string) *problem { return &problem{p.code, p.text, path} }

func (p *problem) saying(text string) *problem { return &problem{p.code, text, p.path} }

// of is the error that JavaScript catches of a call.
func (p *problem) of(vm *jsruntime.VM, syscall string) *jsruntime.Object {
	text := texts[p.code]
	if p.path != "" {
		text = fmt.Sprintf("%s, %s '%s'", text, syscall, p.path)
	}
	if p.text != "" {
		text = p.text
	}
	e := vm.NewErrorObject(jsruntime.PlainError, text)
	for _, property := range [][2]string{{"syscall", syscall}, {"code", p.code}, {"path", p.path}} {
		if name, v := property[0], property[1]; v == "" {
			continue
		} else if err := e.Set(name, v); err != nil {
			vm.Throw(err)
		}
	}
	return e
}
