// Package launch starts commands in sandboxes for the engines that need no daemon.
//
// The one idea: every command is started by an init stage. This program runs itself again (see
// [Init], which main and TestMain call first), in the namespaces that the engine asks for; sets up
// the egress link and the engine's files from the inside; starts the command; and takes everything
// down with it, also when Paddock is killed. In a PID namespace the init stage is PID 1: it reaps,
// and passes signals on. Paddock's side of it is an [Instance].
//
// The links are tried by doing, best first: nft (a network namespace, as root), nft-rootless (with a
// user namespace), seccomp, and proxy. How connections are caught is the business of proxy/netns,
// proxy/seccomp and proxy/forward; which files a command sees is that of the engines.
package launch
