//go:build !unix

package jsruntime

import "time"

// processTime stands for how long the process has computed so far, which is not told here.
func processTime() time.Duration { return wallTime() }
