package launch

import "golang.org/x/sys/unix"

// mostProcesses is what RLIMIT_NPROC must be for the user to have so many more processes and threads than
// there are now; 0: no limit. All that run here are taken for the user's: counting them is not worth its time.
func mostProcesses(more int64) uint64 {
	var now unix.Sysinfo_t
	if more == 0 || unix.Sysinfo(&now) != nil {
		return 0
	}
	return uint64(now.Procs) + uint64(more)
}

// limitProcesses limits the processes of a command's user. The limit is the command's alone, and that of
// all that it starts: the init stage, which is to end them, may go past it. A command of another user than
// the init stage's goes without.
func (s *initStage) limitProcesses(pid int) {
	var now unix.Rlimit
	if s.orders.MostProcesses == 0 || unix.Prlimit(pid, unix.RLIMIT_NPROC, nil, &now) != nil {
		return
	}
	now.Cur, now.Max = min(now.Cur, s.orders.MostProcesses), min(now.Max, s.orders.MostProcesses)
	_ = unix.Prlimit(pid, unix.RLIMIT_NPROC, &now, nil) // see above
}
