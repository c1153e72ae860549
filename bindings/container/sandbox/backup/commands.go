package backup

import (
	"context"
	"strings"
	"time"

	"paddock/bindings/container/sandbox"
)

// unsquashfs is the program by which the local flow of the Worker's half unpacks.
const unsquashfs = "/usr/bin/unsquashfs"

// Commands are commands among which the one that unpacks an archive is done by the service.
func Commands(inner sandbox.Commands, b *Backup) sandbox.Commands { return commands{inner, b} }

type commands struct {
	sandbox.Commands
	backup *Backup
}

// Execute implements [sandbox.Commands].
func (c commands) Execute(ctx context.Context, r sandbox.ExecuteRequest) (sandbox.ExecuteResult, error) {
	dir, archive, ok := unpacking(r.Command)
	if !ok || c.backup.check(dir, archive) != nil {
		return c.Commands.Execute(ctx, r)
	}
	begin := time.Now()
	result := sandbox.ExecuteResult{Success: true, Command: r.Command, SessionID: r.SessionID, Timestamp: sandbox.Now()}
	if err := unpack(ctx, c.backup.env.Path(archive), c.backup.env.Path(dir)); err != nil {
		result.Success, result.ExitCode, result.Stderr = false, 1, err.Error()+"\n"
	}
	result.Duration = time.Since(begin).Milliseconds()
	return result, nil
}

// unpacking reads the command line "/usr/bin/unsquashfs -f -d 'DIR' 'ARCHIVE'".
func unpacking(line string) (dir, archive string, ok bool) {
	rest, ok := strings.CutPrefix(line, unsquashfs+" -f -d '")
	if !ok {
		return "", "", false
	}
	dir, archive, ok = strings.Cut(rest, "' '")
	archive, end := strings.CutSuffix(archive, "'")
	return dir, archive, ok && end && !strings.ContainsAny(dir+archive, `'\`)
}
