package store

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"github.com/mattn/go-sqlite3"

	"paddock/jsruntime"
)

// errLost is all that the local platform tells of a body that it cannot read or write.
var errLost = jsruntime.Errorf(jsruntime.PlainError, "Network connection lost.")

// Async is [jsruntime.Async] for work on state. When the storage itself fails, as on a full disk,
// the script is told in the words of the local platform, and the user, by log, what it was.
func Async[T any](vm *jsruntime.VM, log *slog.Logger, work func(context.Context) (T, error), done func(*jsruntime.VM, T) (jsruntime.Value, error)) jsruntime.Value {
	return jsruntime.Async(vm, func(ctx context.Context) (T, error) {
		v, err := work(ctx)
		told := tell(err)
		if told != err { //nolint:errorlint // is it the same one?
			log.Warn("The state folder fails: " + err.Error())
		}
		return v, told
	}, done)
}

// tell gives what a script is told of an error: the error itself, unless it is one of the storage.
func tell(err error) error {
	var driver sqlite3.Error
	var file *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &driver):
		return translate(driver)
	case errors.As(err, &file), errors.As(err, &link):
		return errLost
	}
	return err
}

// ResetText gives what the platform says of a Durable Object, or of a database that is one, that is
// reset because a commit failed.
func ResetText(err error) string {
	var refused *SQLError
	if errors.As(err, &refused) && refused.Code == "SQLITE_CONSTRAINT" {
		return "Durable Object was reset and rolled back to its last known good state because the application left the database in a state where constraints were violated: " + err.Error()
	}
	return err.Error()
}
