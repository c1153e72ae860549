// Package forward is the link of last resort: a classic HTTP proxy on loopback
// that a child process is pointed to by its environment (HTTP_PROXY and so on).
//
// It catches only what honours those variables and keeps nothing else from
// leaving. CONNECT becomes a flow of its own; requests in absolute form go
// through one flow for each host, because a client sends those for many hosts
// over one connection. The proxy asks for a password that only the environment
// of the child holds, so that no other program of the machine can use it.
package forward
