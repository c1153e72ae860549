// Package registry lets the `paddock dev` processes of one user find each other, so that a Worker
// can be bound to one that another process runs: what wrangler calls its dev registry.
//
// The one idea: a process is there as long as its socket takes connections. Each keeps one file in
// a folder that it shares with the others, which names its unix socket and its Workers. Who needs a
// Worker reads the folder, connects, and sends requests, calls and traces over that connection until it
// breaks. Nothing is polled, no heart beats: the kernel refuses connections to a process that is gone,
// however it ended, and breaks those that there were.
//
// # The folder
//
// It is "paddock" in the folder that WRANGLER_REGISTRY_PATH names, else "registry" in paddock's folder of
// the user's cache; sockets whose path would be too long are in one of /tmp. Only the user may look into it (mode 0700), and so only the user can connect.
// A process writes <id>.json, whole and at once, when its Workers are ready, and again when
// their names change:
//
//	{"protocol": 1, "host": "…", "pid": 1, "socket": "/…/<id>.sock", "started": "…", "workers": ["a", "b"]}
//
// and removes it when it ends. A file whose socket refuses connections is stale: whoever finds it removes
// both. Files of other hosts, in a folder that machines share, are nobody's business. Of two
// processes that run Workers of one name the older one is asked.
//
// # The connection
//
// Who dials opens streams on the connection (yamux), and so does the other side. A message on a stream is
// a head in JSON and a blob of bytes, with their lengths before them. The first stream is
// the one of calls: calls by RPC, their replies, cancels, and releases of what was handed out go there in the
// order in which they were made. A request, a body and a socket have a stream each; what breaks in one leaves
// the others alone. Whatever cannot be copied stays where it is and goes by a number, in both
// directions; it is given up when the other side releases it or the connection ends.
//
// A process of another protocol version is not connected to; the caller is told, in wrangler's words.
//
// Platform: https://developers.cloudflare.com/workers/development-testing/multi-workers/
package registry
