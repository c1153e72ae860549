// Package tunnels runs the program cloudflared, where the sandbox has it: a quick tunnel gives a port
// of the sandbox an address of trycloudflare.com, a named one has its address from Cloudflare's API,
// which is the business of the Worker's half. Whoever asked to is told of the end of each.
package tunnels
