// Package process runs containers as plain processes of the host.
//
// The one idea: nothing is built or pulled. "paddock exec" runs a command on
// the host's own files with only the network changed; "paddock dev" lets the
// last stage of a Dockerfile (COPY, ENV, WORKDIR, ENTRYPOINT, CMD) stand in for
// the image, on top of the host's files. RUN steps are not run, so what they
// would install must be on the host or in the build context.
//
// Every command is started by an init stage: this program runs itself again
// (see [Init], which main and TestMain call first), sets up the egress link
// from the inside, starts the command, and takes everything down with it, also
// when Paddock is killed. The links are tried by doing, best first: nft (a
// network namespace, as root), nft-rootless (with a user namespace), seccomp,
// and proxy. How connections are caught is the business of proxy/netns,
// proxy/seccomp and proxy/forward.
package process
