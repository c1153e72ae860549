package dockerfile

import (
	"fmt"
	"strconv"
	"strings"

	"paddock/bindings/container/image"
)

// owner is who a file belongs to.
type owner struct{ uid, gid int }

// readOwner reads user[:group], each a number or a name of the image. A user alone brings his group:
// that of the image, or for a number the same number.
func readOwner(spec string, tree *image.Tree) (*owner, error) {
	user, group, hasGroup := strings.Cut(spec, ":")
	var o owner
	if n, err := strconv.Atoi(user); err == nil {
		o = owner{n, n}
	} else {
		fields, err := account(tree, "/etc/passwd", user, 4)
		if err != nil {
			return nil, fmt.Errorf("--chown=%s: %w", spec, err)
		}
		o.uid, _ = strconv.Atoi(fields[2])
		o.gid, _ = strconv.Atoi(fields[3])
	}
	if !hasGroup {
		return &o, nil
	}
	if n, err := strconv.Atoi(group); err == nil {
		o.gid = n
		return &o, nil
	}
	fields, err := account(tree, "/etc/group", group, 3)
	if err != nil {
		return nil, fmt.Errorf("--chown=%s: %w", spec, err)
	}
	o.gid, _ = strconv.Atoi(fields[2])
	return &o, nil
}

// account finds the line of a name, with at least so many fields.
func account(tree *image.Tree, file, name string, fields int) ([]string, error) {
	text, err := tree.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the image has no %s to look up %s in; write a number: %w", file, name, err)
	}
	for line := range strings.Lines(string(text)) {
		parts := strings.Split(strings.TrimSpace(line), ":")
		if parts[0] == name && len(parts) >= fields {
			return parts, nil
		}
	}
	return nil, fmt.Errorf("%s of the image has no %s", file, name)
}
