// Package seccomp is the link that catches a container's connections by seccomp
// user notification, for systems where no network namespace can be had.
//
// The one idea: the kernel stops a connect of the child and asks us. We take
// the very same socket with pidfd_getfd, bind it to the loopback, remember
// source address → destination, connect it to our own listener and return the
// result, so that epoll registrations and non-blocking connects behave as ever.
// Whatever cannot be read or understood is refused, and when Paddock dies the
// kernel answers ENOSYS: the link fails closed.
//
// Calls on internet sockets are done by us, with a copy of their arguments, so that a program gains
// nothing by changing them while we decide. The sockets themselves are made by us, too, and bound to the
// loopback device: whatever is done with them, nothing leaves the machine. Other families do not exist,
// but unix, netlink and cryptographic sockets, and where the kernel has Landlock it refuses what the filter
// cannot see. Still it is not a security boundary: calls on unix sockets go on by themselves, and a program
// that exchanges the socket in that moment gets datagrams to this machine's own addresses; unix sockets,
// files and processes of the machine are there as ever; and before Linux 5.9 sockets cannot be made for
// others.
//
// [Install] runs in the child before it executes the command (see
// bindings/container/process); a [Source] serves the notifications outside.
package seccomp
