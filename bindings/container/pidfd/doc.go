// Package pidfd kills processes by their numbers, and no others that have got the numbers since: a fork
// bomb takes all that there are within seconds.
package pidfd
