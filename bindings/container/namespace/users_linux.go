package namespace

import (
	"bufio"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"

	"paddock/bindings/container/launch"
)

// fullRange is how many users and groups an image may name.
const fullRange = 65536

// usersFor gives the users of a link's containers; nil: those of the host, for root.
func usersFor(link string) *launch.Users {
	uid, gid := os.Geteuid(), os.Getegid()
	if uid == 0 && link != launch.LinkNFTRootless {
		return nil
	}
	if uid == 0 {
		all := []launch.IDMap{{Inside: 0, Outside: 0, Size: fullRange}}
		return &launch.Users{UIDs: all, GIDs: all, Root: true}
	}
	u := &launch.Users{
		UIDs: []launch.IDMap{{Inside: 0, Outside: uid, Size: 1}},
		GIDs: []launch.IDMap{{Inside: 0, Outside: gid, Size: 1}},
		Root: true,
	}
	uids, gids := setAside("/etc/subuid", uid), setAside("/etc/subgid", uid)
	if len(uids) == 0 || len(gids) == 0 || !haveHelpers() {
		return u
	}
	u.UIDs, u.GIDs, u.Helpers = append(u.UIDs, uids...), append(u.GIDs, gids...), true
	return u
}

func haveHelpers() bool {
	_, err := exec.LookPath("newuidmap")
	_, errs := exec.LookPath("newgidmap")
	return err == nil && errs == nil
}

// setAside reads the ranges of subuid(5) that belong to a user, as they follow its own number.
func setAside(file string, uid int) []launch.IDMap {
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	defer f.Close()
	number, name := strconv.Itoa(uid), ""
	if u, err := user.LookupId(number); err == nil {
		name = u.Username
	}
	var ranges []launch.IDMap
	for inside, lines := 1, bufio.NewScanner(f); lines.Scan() && inside < fullRange; {
		row := strings.Split(strings.TrimSpace(lines.Text()), ":")
		if len(row) != 3 || row[0] != number && (name == "" || row[0] != name) {
			continue
		}
		from, err := strconv.Atoi(row[1])
		size, errs := strconv.Atoi(row[2])
		if err != nil || errs != nil || size <= 0 {
			continue
		}
		size = min(size, fullRange-inside)
		ranges = append(ranges, launch.IDMap{Inside: inside, Outside: from, Size: size})
		inside += size
	}
	return ranges
}

// onlyRoot tells whether a container's user is replaced by the only one that there is.
func onlyRoot(user string) bool {
	u := usersFor(launch.LinkAuto)
	return u.Alone() && user != "" && userOf(user, nil) != ""
}

// userOf gives the user that a command starts as: "" is the root that the init stage is, and the only
// one where there is no other.
func userOf(user string, u *launch.Users) string {
	name, group, _ := strings.Cut(user, ":")
	root := func(s string) bool { return s == "" || s == "root" || s == "0" }
	if u.Alone() || root(name) && root(group) {
		return ""
	}
	return user
}
