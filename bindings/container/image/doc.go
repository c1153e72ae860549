// Package image keeps OCI images on disk, without Docker: it pulls them from a registry or reads them
// from files, checks every digest, and unpacks each layer once into a folder that overlayfs can mount.
//
// The ideas to hold: a [Store] is a folder in the user's cache that all projects and processes share.
// What lies under its final name is whole, because it was made elsewhere and renamed. A layer is named
// by the digest of its contents before compression, so images that share a layer share its folder.
// An image that is in the store needs no network.
//
// Layers are in overlayfs's own form: a file that a layer removes is a character device 0:0, and a
// folder that hides those below it is marked opaque, for mounts as root (trusted.overlay.opaque) where
// the store is root's, and for mounts in a user namespace (user.overlay.opaque) always.
//
// A process that is not root gives files to the users of its containers through [Users], where it has
// such; else all files are its own, which are root's inside.
//
// Differs from Docker: devices in layers are left out, because engines give containers a /dev of their
// own. What only another user of a container may read, a process that is not root cannot copy from it.
//
// Format: https://github.com/opencontainers/image-spec/blob/main/layer.md
package image
