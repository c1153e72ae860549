package launch

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// account is a row of /etc/passwd, as far as it is there.
type account struct {
	name, home string
	uid, gid   uint32
}

// credential finds a user, as "name", "uid" or either with ":group", in the container's own files,
// with the groups that it is a member of; nil for "".
func credential(user string) (*syscall.Credential, error) {
	if user == "" {
		return nil, nil
	}
	name, group, hasGroup := strings.Cut(user, ":")
	a, err := findAccount(name)
	if err != nil {
		return nil, err
	}
	c := &syscall.Credential{Uid: a.uid, Gid: a.gid, NoSetGroups: !maySetGroups()}
	if !hasGroup {
		c.Groups = groupsOf(a.name)
		return unlessSelf(c), nil
	}
	gid, err := strconv.ParseUint(group, 10, 32)
	if row := lookUp("/etc/group", group, 2); row != nil {
		gid, err = strconv.ParseUint(row[2], 10, 32)
	}
	if err != nil {
		return nil, fmt.Errorf("unable to find group %s: no matching entries in group file", group)
	}
	c.Gid = uint32(gid)
	return unlessSelf(c), nil
}

// findAccount finds a user by name or number.
func findAccount(name string) (account, error) {
	row := lookUp("/etc/passwd", name, 2)
	a := account{name: name, home: "/"}
	uid, err := strconv.ParseUint(name, 10, 32)
	if row != nil {
		uid, err = strconv.ParseUint(row[2], 10, 32)
		if gid, err := strconv.ParseUint(row[3], 10, 32); err == nil {
			a.gid = uint32(gid)
		}
		if a.name = row[0]; len(row) > 5 && row[5] != "" {
			a.home = row[5]
		}
	}
	if err != nil {
		return a, fmt.Errorf("unable to find user %s: no matching entries in passwd file", name)
	}
	a.uid = uint32(uid)
	return a, nil
}

// Home finds the home folder of a user, named as [Command].User is, in the files that this process
// sees; "/" where they do not tell.
func Home(user string) string {
	name, _, _ := strings.Cut(user, ":")
	if name == "" {
		name = "0"
	}
	a, err := findAccount(name)
	if err != nil {
		return "/"
	}
	return a.home
}

// groupsOf lists the groups that have a user among their members.
func groupsOf(name string) []uint32 {
	text, err := os.ReadFile("/etc/group")
	if err != nil {
		return nil
	}
	var groups []uint32
	for line := range strings.Lines(string(text)) {
		row := strings.Split(strings.TrimSpace(line), ":")
		if len(row) < 4 || !slices.Contains(strings.Split(row[3], ","), name) {
			continue
		}
		if gid, err := strconv.ParseUint(row[2], 10, 32); err == nil {
			groups = append(groups, uint32(gid))
		}
	}
	return groups
}

// maySetGroups tells whether this process may: it must be root, also of a user namespace whose
// creator was allowed to.
func maySetGroups() bool {
	text, err := os.ReadFile("/proc/self/setgroups")
	return os.Geteuid() == 0 && (err != nil || strings.TrimSpace(string(text)) != "deny")
}

// unlessSelf spares a change that changes nothing, and that only root may make.
func unlessSelf(c *syscall.Credential) *syscall.Credential {
	if int(c.Uid) == os.Geteuid() && int(c.Gid) == os.Getegid() {
		return nil
	}
	return c
}

// lookUp finds the row of a file of accounts by its name or, in column id, its number.
func lookUp(file, name string, id int) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(text)) {
		row := strings.Split(strings.TrimSpace(line), ":")
		if len(row) > 3 && (row[0] == name || row[id] == name) {
			return row
		}
	}
	return nil
}
