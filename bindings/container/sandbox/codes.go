package sandbox

import "net/http"

// Code is what an error is about. The client makes a class of error of each.
type Code string

// The codes of the protocol.
const (
	FileNotFound   Code = "FILE_NOT_FOUND"
	Denied         Code = "PERMISSION_DENIED"
	FileExists     Code = "FILE_EXISTS"
	IsDirectory    Code = "IS_DIRECTORY"
	NotDirectory   Code = "NOT_DIRECTORY"
	FileTooLarge   Code = "FILE_TOO_LARGE"
	NoSpace        Code = "NO_SPACE"
	TooManyFiles   Code = "TOO_MANY_FILES"
	ResourceBusy   Code = "RESOURCE_BUSY"
	ReadOnly       Code = "READ_ONLY"
	NameTooLong    Code = "NAME_TOO_LONG"
	TooManyLinks   Code = "TOO_MANY_LINKS"
	FilesystemFail Code = "FILESYSTEM_ERROR"

	CommandNotFound  Code = "COMMAND_NOT_FOUND"
	CommandDenied    Code = "COMMAND_PERMISSION_DENIED"
	InvalidCommand   Code = "INVALID_COMMAND"
	CommandFail      Code = "COMMAND_EXECUTION_ERROR"
	StreamStartFail  Code = "STREAM_START_ERROR"
	ProcessNotFound  Code = "PROCESS_NOT_FOUND"
	ProcessDenied    Code = "PROCESS_PERMISSION_DENIED"
	ProcessFail      Code = "PROCESS_ERROR"
	SessionExists    Code = "SESSION_ALREADY_EXISTS"
	SessionDestroyed Code = "SESSION_DESTROYED"
	SessionEnded     Code = "SESSION_TERMINATED"
	ReadyTimeout     Code = "PROCESS_READY_TIMEOUT"
	ExitedEarly      Code = "PROCESS_EXITED_BEFORE_READY"

	PortExposed          Code = "PORT_ALREADY_EXPOSED"
	PortInUse            Code = "PORT_IN_USE"
	PortNotExposed       Code = "PORT_NOT_EXPOSED"
	InvalidPortNumber    Code = "INVALID_PORT_NUMBER"
	InvalidPort          Code = "INVALID_PORT"
	NotResponding        Code = "SERVICE_NOT_RESPONDING"
	PortFail             Code = "PORT_OPERATION_ERROR"
	CustomDomainRequired Code = "CUSTOM_DOMAIN_REQUIRED"

	GitRepositoryNotFound Code = "GIT_REPOSITORY_NOT_FOUND"
	GitBranchNotFound     Code = "GIT_BRANCH_NOT_FOUND"
	GitAuthFailed         Code = "GIT_AUTH_FAILED"
	GitNetworkFail        Code = "GIT_NETWORK_ERROR"
	InvalidGitURL         Code = "INVALID_GIT_URL"
	GitCloneFailed        Code = "GIT_CLONE_FAILED"
	GitCheckoutFailed     Code = "GIT_CHECKOUT_FAILED"
	GitFailed             Code = "GIT_OPERATION_FAILED"

	BucketMountFail     Code = "BUCKET_MOUNT_ERROR"
	BucketUnmountFail   Code = "BUCKET_UNMOUNT_ERROR"
	S3FSMountFail       Code = "S3FS_MOUNT_ERROR"
	MissingCredentials  Code = "MISSING_CREDENTIALS"
	InvalidMount        Code = "INVALID_MOUNT_CONFIG"
	BackupCreateFailed  Code = "BACKUP_CREATE_FAILED"
	BackupRestoreFailed Code = "BACKUP_RESTORE_FAILED"
	BackupNotFound      Code = "BACKUP_NOT_FOUND"
	BackupExpired       Code = "BACKUP_EXPIRED"
	InvalidBackup       Code = "INVALID_BACKUP_CONFIG"

	InterpreterNotReady  Code = "INTERPRETER_NOT_READY"
	ContextNotFound      Code = "CONTEXT_NOT_FOUND"
	CodeFail             Code = "CODE_EXECUTION_ERROR"
	PythonUnavailable    Code = "PYTHON_NOT_AVAILABLE"
	JavaScriptUnavail    Code = "JAVASCRIPT_NOT_AVAILABLE"
	OpencodeStartFailed  Code = "OPENCODE_STARTUP_FAILED"
	WatchNotFound        Code = "WATCH_NOT_FOUND"
	WatchStartFail       Code = "WATCH_START_ERROR"
	WatchStopFail        Code = "WATCH_STOP_ERROR"
	Invalid              Code = "VALIDATION_FAILED"
	InvalidJSON          Code = "INVALID_JSON_RESPONSE"
	Unknown              Code = "UNKNOWN_ERROR"
	Internal             Code = "INTERNAL_ERROR"
	RPCTransportFail     Code = "RPC_TRANSPORT_ERROR"
	ContainerUnavailable Code = "CONTAINER_UNAVAILABLE"
	Interrupted          Code = "OPERATION_INTERRUPTED"
)

// Status gives the HTTP status that goes with a code: 500 unless the protocol has another.
func (c Code) Status() int {
	switch c {
	case FileNotFound, CommandNotFound, ProcessNotFound, PortNotExposed, GitRepositoryNotFound,
		GitBranchNotFound, ContextNotFound, WatchNotFound, BackupNotFound:
		return http.StatusNotFound
	case IsDirectory, NotDirectory, InvalidCommand, InvalidPortNumber, InvalidPort, InvalidGitURL,
		CustomDomainRequired, InvalidJSON, NameTooLong, Invalid, MissingCredentials, InvalidMount,
		BackupExpired, InvalidBackup:
		return http.StatusBadRequest
	case GitAuthFailed:
		return http.StatusUnauthorized
	case Denied, CommandDenied, ProcessDenied, ReadOnly:
		return http.StatusForbidden
	case ReadyTimeout:
		return http.StatusRequestTimeout
	case FileExists, PortExposed, PortInUse, ResourceBusy, SessionExists, Interrupted:
		return http.StatusConflict
	case SessionDestroyed, SessionEnded:
		return http.StatusGone
	case FileTooLarge:
		return http.StatusRequestEntityTooLarge
	case PythonUnavailable, JavaScriptUnavail:
		return http.StatusNotImplemented
	case NotResponding, GitNetworkFail:
		return http.StatusBadGateway
	case InterpreterNotReady, OpencodeStartFailed, RPCTransportFail, ContainerUnavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
