package image

// Image is one image whose layers are unpacked in a [Store].
type Image struct {
	// ID is the digest of the image's configuration, "sha256:…".
	ID string
	// Config says how to run it.
	Config Config
	// Layers are absolute folders, lowest first, in overlayfs's own form. They are shared and must
	// never be written to.
	Layers []string

	folder string // the root file system that it is, used where it lies; "": none
}

// Config is the part of an image's configuration that a container is started by. The zero value is
// the configuration of an image that says nothing.
type Config struct {
	Entrypoint   []string          `json:",omitempty"`
	Cmd          []string          `json:",omitempty"`
	Env          []string          `json:",omitempty"` // "NAME=value"
	WorkingDir   string            `json:",omitempty"` // absolute; "" stands for "/"
	User         string            `json:",omitempty"` // user[:group], names or numbers; "" is root
	StopSignal   string            `json:",omitempty"` // a name, as SIGTERM, or a number
	Labels       map[string]string `json:",omitempty"`
	Shell        []string          `json:",omitempty"` // of the Dockerfile's shell forms; nil is /bin/sh -c
	ExposedPorts []string          `json:",omitempty"` // "8080/tcp", sorted
	Volumes      []string          `json:",omitempty"` // sorted
	OnBuild      []string          `json:",omitempty"` // instructions for images that are built on this one
}
