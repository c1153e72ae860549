// Package process runs containers as plain processes of the host.
//
// The one idea: nothing is built or pulled. "paddock exec" runs a command on
// the host's own files with only the network changed; "paddock dev" lets the
// last stage of a Dockerfile (COPY, ENV, WORKDIR, ENTRYPOINT, CMD) stand in for
// the image, on top of the host's files. RUN steps are not run, so what they
// would install must be on the host or in the build context.
//
// How a command is started, and its connections caught, is package launch's business. On links with
// namespaces a command has its own view of the files; on the others the files of a Dockerfile lie
// in a folder beside, and paths in the command are led there.
//
// A snapshot of such a container is what it has written; the host's files and the build context are as
// they are when it starts again.
//
// Cloudflare's image of a sandbox is the host's files, too, with this program as the server (see
// sandbox/place) and folders of the sandbox's own for home and workspace.
package process
