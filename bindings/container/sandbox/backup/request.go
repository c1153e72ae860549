package backup

import (
	"net/url"
	"strings"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/place"
)

// Operations, as errors over HTTP name them.
const (
	opCreate  = "backup.create"
	opRestore = "backup.restore"
)

// asked makes an error of the first fault of a request over HTTP. Over RPC only the service looks.
func asked(operation string, faults ...string) error {
	for _, fault := range faults {
		if fault != "" {
			return sandbox.Operation(operation, sandbox.Errorf(sandbox.InvalidBackup, "%s", fault))
		}
	}
	return nil
}

// during names the operation that an error belongs to.
func during(operation string, err error) error {
	return sandbox.Operation(operation, sandbox.AsError(err))
}

// longest bounds paths, in bytes.
const longest = 4096

func dirFaults(dir string) string {
	switch {
	case dir == "":
		return "Missing or invalid field: dir"
	case len(dir) > longest:
		return "dir path exceeds maximum length"
	case !strings.HasPrefix(dir, "/"):
		return "dir must be an absolute path"
	case strings.Contains(dir, ".."):
		return "dir must not contain path traversal sequences"
	case strings.Contains(dir, "\x00"):
		return "dir must not contain null bytes"
	}
	return ""
}

func archiveFaults(archive string) string {
	switch {
	case archive == "":
		return "Missing or invalid field: archivePath"
	case len(archive) > longest:
		return "archivePath exceeds maximum length"
	case strings.Contains(archive, ".."):
		return "archivePath must not contain path traversal sequences"
	case !strings.HasPrefix(archive, place.Backups+"/"):
		return "Invalid archivePath: must use designated backup directory"
	}
	return ""
}

func compressionFaults(r sandbox.CreateBackup) string {
	switch r.Compression.Format {
	case "", "gzip", "lz4", "zstd":
		return ""
	}
	return "compression.format must be one of: gzip, lz4, zstd"
}

func partFaults(parts []sandbox.UploadPart) string {
	if len(parts) == 0 {
		return "parts must be a non-empty array"
	}
	for _, p := range parts {
		u, err := url.Parse(p.URL)
		switch {
		case p.PartNumber < 1:
			return "partNumber must be a positive integer"
		case err != nil || u.Scheme == "":
			return "part url must be a valid URL"
		case u.Scheme != "https":
			return "part url must use https"
		case p.Offset < 0:
			return "part offset must be a non-negative integer"
		case p.Size < 1:
			return "part size must be a positive integer"
		}
	}
	return ""
}
