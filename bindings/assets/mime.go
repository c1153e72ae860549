package assets

import "strings"

// types are the media types of files by their extension.
var types = map[string]string{
	"html": "text/html", "htm": "text/html", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript", "txt": "text/plain",
	"text": "text/plain", "md": "text/markdown", "csv": "text/csv", "ics": "text/calendar", "vtt": "text/vtt", "xml": "text/xml",
	"json": "application/json", "map": "application/json", "jsonld": "application/ld+json", "webmanifest": "application/manifest+json",
	"wasm": "application/wasm", "pdf": "application/pdf", "zip": "application/zip", "gz": "application/gzip", "tar": "application/x-tar",
	"bin": "application/octet-stream", "rtf": "text/rtf", "xhtml": "application/xhtml+xml", "atom": "application/atom+xml", "rss": "application/rss+xml",
	"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif",
	"svg": "image/svg+xml", "ico": "image/vnd.microsoft.icon", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff", "apng": "image/apng",
	"woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "otf": "font/otf", "eot": "application/vnd.ms-fontobject",
	"mp3": "audio/mpeg", "ogg": "audio/ogg", "wav": "audio/wav", "weba": "audio/webm", "m4a": "audio/mp4", "flac": "audio/x-flac", "aac": "audio/x-aac",
	"mp4": "video/mp4", "webm": "video/webm", "ogv": "video/ogg", "mov": "video/quicktime", "mpeg": "video/mpeg",
}

// contentType gives the Content-Type of a file by its extension; "" when it is unknown.
func contentType(ext string) string {
	kind := types[strings.ToLower(strings.TrimPrefix(ext, "."))]
	if strings.HasPrefix(kind, "text/") {
		kind += "; charset=utf-8"
	}
	return kind
}
