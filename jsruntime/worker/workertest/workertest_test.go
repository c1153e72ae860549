package workertest_test

import (
	"os"
	"testing"

	"paddock/jsruntime/worker/workertest"
)

func TestRun(t *testing.T) {
	t.Parallel()
	workertest.Run(t, os.DirFS("testdata"))
}
