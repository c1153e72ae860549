// Package filetree copies folders of containers with all that the engines without Docker keep of them:
// modes, owners, times, attributes, and what overlayfs marks as removed.
//
// The one idea: what is copied may belong to a program that is hostile and runs, so nothing is read
// through a link that leads out of the folder.
package filetree
