// Command sidecar is the part of paddock that runs in Docker's containers: the program of tests is
// not static.
package main

import (
	"paddock/bindings/container/engines"
	"paddock/bindings/container/sandbox/program"
)

func main() { engines.Init(program.Options{}) }
