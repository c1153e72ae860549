package pidfd

import (
	"os/exec"
	"testing"
)

func TestKill(t *testing.T) {
	t.Parallel()
	cat := exec.Command("cat")
	stdin, err := cat.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cat.Start(); err != nil {
		t.Fatal(err)
	}
	Kill(cat.Process.Pid, func() bool { return false })
	if err := stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cat.Wait(); err != nil {
		t.Errorf("a process that is not meant ends with %v", err)
	}
	sleep := exec.Command("sleep", "1000")
	if err := sleep.Start(); err != nil {
		t.Fatal(err)
	}
	Kill(sleep.Process.Pid, func() bool { return true })
	if err := sleep.Wait(); err == nil || err.Error() != "signal: killed" {
		t.Errorf("one that is meant ends with %v", err)
	}
}
