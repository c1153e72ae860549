package files

import (
	"net/http"
	"path/filepath"
	"strings"
)

// sniffed is how much of a file is looked at, in bytes.
const sniffed = 512

// mimeType gives the type of a file by its name, or else by how it begins.
func mimeType(name string, head []byte) string {
	if t := typeOf(strings.ToLower(filepath.Ext(name))); t != "" {
		return t
	}
	if len(head) == 0 {
		return "inode/x-empty"
	}
	t, _, _ := strings.Cut(http.DetectContentType(head[:min(len(head), sniffed)]), ";")
	return t
}

// typeOf gives the type of an extension, with its dot; "" when it is not known.
func typeOf(extension string) string {
	switch extension {
	case ".txt", ".log", ".text", ".conf", ".ini":
		return "text/plain"
	case ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts", ".cts":
		return "text/javascript"
	case ".json", ".map":
		return "application/json"
	case ".html", ".htm":
		return "text/html"
	case ".css":
		return "text/css"
	case ".csv":
		return "text/csv"
	case ".md", ".markdown":
		return "text/markdown"
	case ".xml":
		return "application/xml"
	case ".yaml", ".yml":
		return "text/yaml"
	case ".toml":
		return "application/toml"
	case ".sh":
		return "application/x-sh"
	case ".sql":
		return "application/sql"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".avif":
		return "image/avif"
	case ".ico":
		return "image/vnd.microsoft.icon"
	case ".pdf":
		return "application/pdf"
	case ".zip":
		return "application/zip"
	case ".gz":
		return "application/gzip"
	case ".tar":
		return "application/x-tar"
	case ".wasm":
		return "application/wasm"
	case ".mp3":
		return "audio/mpeg"
	case ".wav":
		return "audio/wav"
	case ".mp4":
		return "video/mp4"
	case ".webm":
		return "video/webm"
	case ".woff":
		return "font/woff"
	case ".woff2":
		return "font/woff2"
	case ".ttf":
		return "font/ttf"
	}
	return ""
}

// isBinary tells whether content of a type is given in base64.
func isBinary(t string) bool {
	switch t {
	case "application/ecmascript", "application/javascript", "application/json", "application/json-seq",
		"application/rtf", "application/sql", "application/toml", "application/typescript",
		"application/x-empty", "application/x-httpd-php", "application/x-javascript",
		"application/x-sh", "application/x-shellscript", "application/x-typescript",
		"application/x-yaml", "application/xml", "application/xml-dtd",
		"application/xml-external-parsed-entity", "application/yaml", "inode/x-empty":
		return false
	}
	return !strings.HasPrefix(t, "text/") && !strings.HasSuffix(t, "+json") && !strings.HasSuffix(t, "+xml")
}
