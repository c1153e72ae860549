package image

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// maxLinks is how many symbolic links one name may lead through, as Linux has it.
const maxLinks = 40

// folder finds the folder that name leads to inside the layer, and makes what is missing of it. The
// result holds no link. An absolute link, and one that climbs too high, ends at the layer's root, as
// it would in a container.
func (u *unpacker) folder(name string) (string, error) {
	if name == "." {
		return ".", nil
	}
	if u.last.asked == name {
		return u.last.found, nil
	}
	todo, at, links := strings.Split(name, "/"), ".", 0
	for len(todo) > 0 {
		part := todo[0]
		todo = todo[1:]
		switch part {
		case "", ".":
			continue
		case "..":
			at = path.Dir(at) // of "." it is "."
			continue
		}
		next := path.Join(at, part)
		target, err := u.step(next)
		if err != nil {
			return "", err
		}
		if target == "" {
			at = next
			continue
		}
		if links++; links > maxLinks {
			return "", fmt.Errorf("%s leads through too many links", name)
		}
		if path.IsAbs(target) {
			at = "."
		}
		todo = append(strings.Split(target, "/"), todo...)
	}
	u.last.asked, u.last.found = name, at
	return at, nil
}

// step makes sure that name is a folder; it returns where it leads if it is a link.
func (u *unpacker) step(name string) (target string, err error) {
	info, err := u.root.Lstat(name)
	if err == nil && u.hidden[name] && info.Mode()&fs.ModeCharDevice != 0 {
		// The layer removes a name and then, without a folder's own entry, has things below it.
		if err := u.root.Remove(name); err != nil {
			return "", err
		}
		return "", u.implied(name)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", u.implied(name)
	case err != nil:
		return "", err
	case info.IsDir():
		return "", nil
	case info.Mode()&fs.ModeSymlink != 0:
		return u.root.Readlink(name)
	}
	return "", fmt.Errorf("%s is not a folder", name)
}

// implied makes a folder that has no entry of its own.
func (u *unpacker) implied(name string) error {
	if err := u.meter.entry(); err != nil {
		return err
	}
	return u.mkdir(name)
}
