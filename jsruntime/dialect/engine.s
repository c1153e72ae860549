// Empty: a Go file may declare functions without bodies (linked.go) only beside an assembly file.
