// Package netns is the link that catches a container's connections inside its
// own network namespace.
//
// The one idea: the listening sockets are made inside the namespace by [Setup],
// passed out over a unix socket, and served outside by a [Source]. A nat rule
// redirects every connection the namespace opens to them, and SO_ORIGINAL_DST
// tells where each was meant to go. The namespace has no device but lo, so
// nothing can leave it: when Paddock dies, the rules point to a closed listener
// and every connect is refused at once.
//
// Making the namespace and passing the sockets is the engine's business (see
// bindings/container/process). Answering DNS is port53's and package dns's.
package netns
