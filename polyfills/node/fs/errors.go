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
func (p *problem) of(syscall string) error {
	props := map[string]any{"code": p.code, "syscall": syscall}
	text := texts[p.code]
	if p.path != "" {
		props["path"] = p.path
		text = fmt.Sprintf("%s, %s '%s'", text, syscall, p.path)
	}
	if p.text != "" {
		text = p.text
	}
	return &jsruntime.Error{Class: jsruntime.PlainError, Msg: text, Props: props}
}
