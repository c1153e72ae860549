package docker

import (
	"path/filepath"
	"testing"
)

func TestDiagnose(t *testing.T) {
	t.Parallel()
	t.Run("a link is tried by a container's connection", func(t *testing.T) {
		t.Parallel()
		all := newEngine(t, LinkStdio).Diagnose(t.Context())
		if len(all) != 1 || all[0].Link != LinkStdio || all[0].Err != nil || all[0].Took <= 0 {
			t.Errorf("got %+v", all)
		}
	})
	t.Run("without a daemon there is the reason, and what may help", func(t *testing.T) {
		t.Parallel()
		all := New(Options{Host: filepath.Join(t.TempDir(), "none.sock")}).Diagnose(t.Context())
		if len(all) != 1 || all[0].Err == nil || all[0].Mend == "" {
			t.Errorf("got %+v", all)
		}
	})
}
