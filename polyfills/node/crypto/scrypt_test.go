package crypto

import (
	"bytes"
	"context"
	"testing"

	library "golang.org/x/crypto/scrypt"
)

func TestScrypt(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]int{{2, 1, 1}, {16, 1, 1}, {1024, 8, 16}, {4, 3, 2}, {64, 20, 1}} {
		ours, err := scrypt(context.Background(), []byte("password"), []byte("salt"), c[0], c[1], c[2], 100)
		theirs, _ := library.Key([]byte("password"), []byte("salt"), c[0], c[1], c[2], 100)
		if err != nil || !bytes.Equal(ours, theirs) {
			t.Errorf("%v: %x, not %x, %v", c, ours, theirs, err)
		}
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := scrypt(gone, nil, nil, 16384, 8, 1, 64); err == nil {
		t.Error("it goes on when nobody waits")
	}
}
