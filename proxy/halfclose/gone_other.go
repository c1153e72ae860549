//go:build !linux

package halfclose

import "net"

// gone takes the end of a client's half for that of the client.
func gone(_ net.Conn, end error) error { return end }
