// Package dockerfile reads Dockerfiles and builds images from them without Docker.
//
// The ideas to hold: each step that changes files makes one layer, in overlayfs's own form, in the
// image store; a step whose instruction, parent and copied files are those of an earlier build is
// taken from there. The package copies files itself and leaves RUN to a [Runner], which an engine has.
//
// Reference: https://docs.docker.com/reference/dockerfile/
package dockerfile
