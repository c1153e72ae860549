// Package docker runs containers on a Docker-compatible daemon: Docker Engine and Desktop, colima,
// podman's service, rootless ones, and remote ones over TCP or SSH.
//
// The one idea: a sidecar owns the network namespace, which has no device but lo, and the container
// joins it. The link is up in there before the container starts, so nothing can leave before, and
// nothing can when the sidecar or Paddock is killed. The sidecar's image is this program alone,
// imported on the fly ([Init] is what it does there); as a volume the program is also in the
// container, where it starts further commands, so that images need no shell.
//
// The links, best first:
//
//	nft            Paddock enters the namespace itself; needs root beside a native daemon
//	sidecar-socket the sidecar sends connections through a unix socket that it shares with Paddock
//	sidecar-port   the sidecar sends connections through a unix socket that it shares with a relay,
//	               a container with a network, whose port the daemon publishes
//	sidecar-stdio  the sidecar sends connections through its standard streams, wherever the API works
//
// Everything that is made has the label [LabelSession]. It is removed when it has ended, by a
// process of its own when Paddock was killed, and by the next start when that was killed, too.
package docker
