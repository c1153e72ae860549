// Package namespace runs OCI images without Docker, as root or as any user.
//
// The one idea: a container is its image's layers under an overlay, in namespaces of its own, with
// package launch's init stage as PID 1. Nothing of it is in the host's mount table, so that nothing
// is left when its last process ends; what it has written lies in a folder that is removed then, or
// by a sweep when Paddock starts again. Where overlayfs cannot write to the disk that the folder is
// on, as inside of another container, it is given memory instead. For root, an instance whose disk is
// limited writes to a file system in a file of that size (see makeDisk).
//
// Root gets namespaces without a user namespace, and the image's users are the host's by number.
// Other users become root of a user namespace, with the ranges of /etc/subuid where the system has
// newuidmap(1), and else with that one user: images that start as another run as root then.
//
// As with Docker, a container has Docker's set of capabilities, a /dev of its own, a read-only /sys,
// and the parts of /proc that tell of the machine masked. Of seccomp there is no more than a filter of
// families of sockets that no network namespace holds: it is no boundary against code that attacks the
// kernel.
package namespace
