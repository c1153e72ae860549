package blob_test

import (
	"context"
	"os"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/blob"
	"paddock/polyfills/es"
	"paddock/polyfills/streams"
	"paddock/polyfills/structuredclone"
)

func TestBlob(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), es.API(), streams.API(), blob.API(), structuredclone.API())
}

func TestFrom_FindsBlobsAndFiles(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, blob.API())
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		file := blob.NewFile(vm, &blob.File{Blob: blob.Blob{Data: []byte("abc"), Type: "a/b"}, Name: "n"})
		b, ok := blob.From(file)
		if !ok || string(b.Data) != "abc" || b.Type != "a/b" {
			t.Errorf("From gives %v, %v", b, ok)
		}
		if f, ok := blob.FileFrom(file); !ok || f.Name != "n" {
			t.Errorf("FileFrom gives %v, %v", f, ok)
		}
		if _, ok := blob.FileFrom(blob.New(vm, nil, "")); ok {
			t.Error("a blob passes for a file")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
