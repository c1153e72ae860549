package launch

import (
	"io"
	"os"

	"paddock/proxy"
)

// Config says what to start, and in what.
type Config struct {
	Name    string  // of the instance, for messages
	Choice  Choice  // its link, as the engine has chosen it
	Command Command // what to start

	// Namespaces are flags of clone(2): the namespaces that the init stage gets beside those of its
	// link. On Linux only.
	Namespaces uintptr
	// Users are the users and groups of its user namespace; nil: there is none. In one with root alone
	// every change of an owner or a user succeeds without effect.
	Users *Users
	// Setup names one of the functions that [Init] was given. It is called with SetupConfig, as JSON,
	// in the init stage when the link is up. "": there is none.
	Setup       string
	SetupConfig any
	// Capabilities are the numbers of those that the command and its children can have at the most;
	// nil: all that the init stage has.
	Capabilities []uintptr

	Resolver       proxy.Resolver // answers the DNS packets of the container
	Stdin          io.Reader      // nil: /dev/null. An *os.File is inherited as it is.
	Stdout, Stderr io.Writer      // nil: discarded. An *os.File is inherited as it is.
	Foreground     bool           // keep the user's terminal

	// Folders are removed by the init stage when Paddock dies, where it has no files of its own.
	Folders []string
	// Placed is called when the init stage runs, before it sets anything up; nil: nothing is to be done.
	Placed func(pid int) error
	// Processes is how many more processes and threads than now the user may have, by the command and
	// what it starts; 0: no limit. Root is above such limits.
	Processes int64
	// Doors are paths of unix sockets, and of folders of them, that must look closed on the link seccomp; elsewhere that is the
	// setup's business.
	Doors []string
	// Terminals says that the container has a /dev/pts of its own, which terminals are taken from.
	Terminals bool
	// Ended is called once, when nothing of the instance is left, also when it could not be started.
	Ended func()
}

// Command is what to start. The setup may change it.
type Command struct {
	Argv []string
	Env  []string
	Dir  string
	User string // "name", a number, or either with ":group", in the container's files; "": the init stage's own
}

// Users are the ranges of users and groups that a user namespace has.
type Users struct {
	UIDs, GIDs []IDMap
	// Root makes the init stage the namespace's root.
	Root bool
	// Helpers has the maps written by newuidmap(1) and newgidmap(1), which may use the ranges that
	// the system has set aside for the user.
	Helpers bool
}

// Alone tells whether there is no other user than root. Then changes of owners and users are
// pretended: see [Config].Users.
func (u *Users) Alone() bool {
	return u != nil && u.Root && len(u.UIDs) == 1 && u.UIDs[0].Size == 1
}

// IDMap is a range of numbers inside and outside of a user namespace.
type IDMap struct{ Inside, Outside, Size int }

// ended calls Ended, if there is one.
func (c *Config) ended() {
	if c.Ended != nil {
		c.Ended()
	}
}

func closeAll(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}
