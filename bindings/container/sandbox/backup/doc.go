// Package backup makes archives of folders and restores them. The Worker's half stores them and takes
// them for opaque bytes.
//
// An archive is a tar file under Zstandard, whatever compression was asked for: unlike the original's
// squashfs it needs neither the kernel's help nor FUSE. One of the original's is restored where
// squashfs-tools are installed. To restore is to copy: the folder keeps its files when the sandbox
// sleeps, as the local flow of the original does, and what it held before is gone.
//
// The local flow of the Worker's half unpacks by the command line "/usr/bin/unsquashfs -f -d DIR
// ARCHIVE" in a session; [Commands] does what that asks for.
package backup
