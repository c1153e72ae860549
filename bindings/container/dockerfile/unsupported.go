package dockerfile

import (
	"errors"
	"fmt"
)

// unsupported says what only Docker can do. It is [errors.ErrUnsupported].
type unsupported string

func needsDocker(format string, args ...any) error { return unsupported(fmt.Sprintf(format, args...)) }

func (u unsupported) Error() string { return string(u) }

// Is tells errors.Is what it is.
func (unsupported) Is(target error) bool { return target == errors.ErrUnsupported }
