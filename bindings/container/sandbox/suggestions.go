package sandbox

import "fmt"

// suggestion is what the protocol advises for an error; "" for nothing. It goes over HTTP and WebSocket
// only, as in the original.
func (e *Error) suggestion() string {
	about := func(format string, names ...string) string {
		values := make([]any, len(names))
		for i, name := range names {
			if values[i] = e.Context[name]; values[i] == nil {
				values[i] = "undefined"
			}
		}
		return fmt.Sprintf(format, values...)
	}
	switch e.Code {
	case FileNotFound:
		return about("Ensure the file exists at %v before attempting to access it", "path")
	case IsDirectory:
		return about("Cannot perform this operation on a directory. Path %v is a directory", "path")
	case NotDirectory:
		return about("Expected a directory but found a file at %v", "path")
	case Denied:
		return "Operation not permitted. Check file/directory permissions"
	case CommandNotFound:
		return about(`Check that "%v" is installed and available in the system PATH`, "command")
	case ProcessNotFound:
		return "Verify the process ID is correct and the process has not already exited"
	case SessionExists:
		return about(`Session "%v" already exists. Use a different session ID or reuse the existing session`, "sessionId")
	case SessionDestroyed:
		return about(`Session "%v" was destroyed. Create a new session to continue executing commands`, "sessionId")
	case SessionEnded:
		return about(`Session "%v" ended because its shell exited (exit code: %v). Session-local state (env vars, cwd, shell functions) has been lost. Retry the call to start a fresh session, or call createSession() with the same id to recreate it explicitly`, "sessionId", "exitCode")
	case PortExposed:
		return about("Port %v already has preview URL authorization or activation state", "port")
	case PortNotExposed:
		return about("Port %v is not currently available for this operation", "port")
	case GitRepositoryNotFound:
		return "Verify the repository URL is correct and accessible"
	case GitAuthFailed:
		return "Check authentication credentials or use a public repository"
	case GitBranchNotFound:
		return about(`Branch "%v" does not exist in the repository. Check the branch name or use the default branch`, "branch")
	case InterpreterNotReady:
		return "Code interpreter is not ready. Please wait a moment and try again"
	case ContextNotFound:
		return about(`Context "%v" does not exist. Create a context first using createContext()`, "contextId")
	case Invalid:
		return "Check the request parameters and ensure they match the required format"
	case InvalidBackup:
		return about("Invalid backup configuration: %v", "reason")
	case BackupCreateFailed:
		return "Backup creation failed. Check that the directory exists and you have sufficient disk space"
	case BackupRestoreFailed:
		return "Backup restoration failed. The archive may be corrupted or the target directory may be in use"
	}
	return ""
}
