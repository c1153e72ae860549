package bindings

// Renewable is a [Resource] that runs programs made of the project's files.
type Renewable interface {
	// Sources gives what they are made of.
	Sources() Sources
	// Renew ends the programs, and has those that start from then on be made of the files as they are by
	// then. It does not wait for their end. Without programs, and without any that could be, it is false.
	Renew() bool
}

// Sources are files of the project.
type Sources struct {
	Files   map[string]string // their versions, by absolute path
	Folders []string          // in which they lie, and others may be added
}
