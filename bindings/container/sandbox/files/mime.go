package files

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
)

// sniffed is how much of a file is looked at, in bytes.
const sniffed = 4096

// mimeType gives the type of a file by its name, or else by how it begins, as the program file tells it.
func mimeType(name string, head []byte) string {
	if t := typeOf(strings.ToLower(filepath.Ext(name))); t != "" {
		return t
	}
	return typeOfContent(head[:min(len(head), sniffed)])
}

// streamType is mimeType as a stream of bytes has it, which is not looked into.
func streamType(name string) string {
	t := typeOf(strings.ToLower(filepath.Ext(name)))
	switch t {
	case "":
		return "application/octet-stream"
	case "text/plain", "text/javascript", "text/html", "text/css", "application/json":
		return t + ";charset=utf-8"
	}
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
	case ".json5":
		return "application/json5"
	case ".html", ".htm":
		return "text/html"
	case ".css":
		return "text/css"
	case ".csv":
		return "text/csv"
	case ".tsv":
		return "text/tab-separated-values"
	case ".md", ".markdown":
		return "text/markdown"
	case ".mdx":
		return "text/mdx"
	case ".xml":
		return "application/xml"
	case ".yaml", ".yml":
		return "text/yaml"
	case ".toml":
		return "application/toml"
	case ".sh":
		return "application/x-sh"
	case ".rs":
		return "application/rls-services+xml"
	case ".c", ".h", ".cpp", ".cc", ".cxx", ".hh":
		return "text/x-c"
	case ".java":
		return "text/x-java-source"
	case ".php":
		return "application/x-httpd-php"
	case ".pl":
		return "application/x-perl"
	case ".lua":
		return "text/x-lua"
	case ".sql":
		return "application/x-sql"
	case ".rtf":
		return "text/rtf"
	}
	return typeOfBytes(extension)
}

// typeOfBytes is typeOf for what is no text.
func typeOfBytes(extension string) string {
	switch extension {
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
		return "image/x-icon"
	case ".bmp":
		return "image/x-ms-bmp"
	case ".tiff", ".tif":
		return "image/tiff"
	case ".pdf":
		return "application/pdf"
	case ".zip":
		return "application/zip"
	case ".gz":
		return "application/gzip"
	case ".tar":
		return "application/x-tar"
	case ".bz2":
		return "application/x-bzip2"
	case ".xz":
		return "application/x-xz"
	case ".7z":
		return "application/x-7z-compressed"
	case ".wasm":
		return "application/wasm"
	case ".mp3":
		return "audio/mpeg"
	case ".wav":
		return "audio/x-wav"
	case ".ogg":
		return "audio/ogg"
	case ".mp4":
		return "video/mp4"
	case ".webm":
		return "video/webm"
	case ".mov":
		return "video/quicktime"
	case ".woff":
		return "font/woff"
	case ".woff2":
		return "font/woff2"
	case ".ttf":
		return "font/ttf"
	case ".otf":
		return "font/otf"
	case ".eot":
		return "application/vnd.ms-fontobject"
	case ".doc":
		return "application/msword"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	case ".exe":
		return "application/x-msdownload"
	case ".class":
		return "application/java-vm"
	case ".jar":
		return "application/java-archive"
	case ".pem", ".crt":
		return "application/x-x509-ca-cert"
	case ".key":
		return "application/x-iwork-keynote-sffkey"
	}
	return ""
}

// typeOfContent gives the type of what begins so.
func typeOfContent(head []byte) string {
	switch {
	case len(head) == 0:
		return "inode/x-empty"
	case len(head) == 1:
		return "application/octet-stream" // too short for file to tell
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "text/plain"
	case bytes.HasPrefix(head, []byte("\x7fELF")):
		return "application/x-executable"
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return "application/gzip"
	}
	if !isText(head) {
		t, _, _ := strings.Cut(http.DetectContentType(head), ";")
		if strings.HasPrefix(t, "text/") {
			t = "application/octet-stream"
		}
		return t
	}
	return typeOfText(head)
}

// isText tells whether there are only characters that texts have, in any encoding of single bytes or UTF-8.
func isText(head []byte) bool {
	for _, c := range head {
		if c < ' ' && !strings.ContainsRune("\a\b\t\n\f\r\x1b", rune(c)) || c == 0x7f {
			return false
		}
	}
	return true
}

// interpreters are programs in the first line of a script, with the types of their languages.
var interpreters = []struct {
	program *regexp.Regexp
	kind    string
}{
	{regexp.MustCompile(`^#! ?\S*/(env )?(ba|da|z|k)?sh\b`), "text/x-shellscript"},
	{regexp.MustCompile(`^#! ?\S*/(env )?python`), "text/x-script.python"},
	{regexp.MustCompile(`^#! ?\S*/(env )?node`), "application/javascript"},
}

// typeOfText gives the type of a text.
func typeOfText(head []byte) string {
	for _, one := range interpreters {
		if one.program.Match(head) {
			return one.kind
		}
	}
	text := bytes.TrimSpace(head)
	if len(head) < sniffed && len(text) > 0 && (text[0] == '{' || text[0] == '[') && json.Valid(text) {
		return "application/json"
	}
	switch {
	case bytes.HasPrefix(text, []byte("<svg")):
		return "image/svg+xml"
	case bytes.HasPrefix(text, []byte("%PDF-")):
		return "application/pdf"
	}
	t, _, _ := strings.Cut(http.DetectContentType(head), ";")
	if t == "application/octet-stream" {
		t = "text/plain"
	}
	return t
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
