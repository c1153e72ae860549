package dev_test

import (
	"os"
	"testing"
)

// TestContainerWords holds the errors of ctx.container to those of the real runtime.
func TestContainerWords(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("testdata/containerwords.js")
	if err != nil {
		t.Fatal(err)
	}
	p := newProject(t, boxes, string(source))
	p.engine = fakeEngine{make(chan *fakeInstance, 1)}
	_, url := p.serve(t)
	if _, body, _ := get(t, url); body != "64 as they should be" {
		t.Error(body)
	}
}
