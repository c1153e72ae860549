package rpc_test

import (
	"os"
	"testing"

	"paddock/jsruntime/worker/workertest"
)

func TestJavaScript(t *testing.T) {
	t.Parallel()
	workertest.Run(t, os.DirFS("testdata"))
}
