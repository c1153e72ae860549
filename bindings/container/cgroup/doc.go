// Package cgroup limits containers by control groups of Linux, of version 1 or 2, as far as this process
// may make them: as root, or below a group that the system has handed to the user.
package cgroup
