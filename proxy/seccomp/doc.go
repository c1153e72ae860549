// Package seccomp is the link that catches a container's connections by seccomp
// user notification, for systems where no network namespace can be had.
//
// The one idea: the kernel stops a connect of the child and asks us. We take
// the very same socket with pidfd_getfd, bind it to the loopback, remember
// source address → destination, connect it to our own listener and return the
// result, so that epoll registrations and non-blocking connects behave as ever.
// Whatever cannot be read or understood is refused, and when Paddock dies the
// kernel answers ENOSYS: the link fails closed. It is not a security boundary:
// the child could change its arguments after we have read them.
//
// [Install] runs in the child before it executes the command (see
// bindings/container/process); a [Source] serves the notifications outside.
package seccomp
