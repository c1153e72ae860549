package assets

import (
	"cmp"
	"strings"
)

// types are the media types of files by their extension, as those that wrangler gives them.
var types = map[string]string{
	// pages, styles and scripts
	"html": "text/html", "htm": "text/html", "shtml": "text/html", "xhtml": "application/xhtml+xml", "xht": "application/xhtml+xml",
	"css": "text/css", "less": "text/less", "scss": "text/x-scss", "sass": "text/x-sass", "styl": "text/stylus", "js": "text/javascript",
	"mjs": "text/javascript", "cjs": "application/node", "jsx": "text/jsx", "ts": "video/mp2t", "wasm": "application/wasm",
	"wgsl": "text/wgsl", "map": "application/json", "hbs": "text/x-handlebars-template", "coffee": "text/coffeescript",
	"litcoffee": "text/coffeescript", "mml": "text/mathml", "mathml": "application/mathml+xml",
	// text and data
	"txt": "text/plain", "text": "text/plain", "conf": "text/plain", "def": "text/plain", "list": "text/plain", "log": "text/plain",
	"in": "text/plain", "ini": "text/plain", "md": "text/markdown", "markdown": "text/markdown", "mdx": "text/mdx", "csv": "text/csv",
	"tsv": "text/tab-separated-values", "ics": "text/calendar", "ifb": "text/calendar", "vtt": "text/vtt", "srt": "application/x-subrip",
	"vcf": "text/x-vcard", "yaml": "text/yaml", "yml": "text/yaml", "toml": "application/toml", "json": "application/json",
	"json5": "application/json5", "jsonml": "application/jsonml+json", "jsonld": "application/ld+json", "geojson": "application/geo+json",
	"webmanifest": "application/manifest+json", "manifest": "text/cache-manifest", "appcache": "text/cache-manifest",
	"xml": "application/xml", "xsl": "application/xml", "xslt": "application/xslt+xml", "xsd": "application/xml", "rng": "application/xml",
	"dtd": "application/xml-dtd", "atom": "application/atom+xml", "rss": "application/rss+xml", "wsdl": "application/wsdl+xml",
	"gpx": "application/gpx+xml", "kml": "application/vnd.google-earth.kml+xml", "kmz": "application/vnd.google-earth.kmz",
	"sql": "application/sql", "ipynb": "application/x-ipynb+json", "eml": "message/rfc822", "mht": "message/rfc822",
	"mhtml": "message/rfc822",
	// source
	"c": "text/x-c", "java": "text/x-java-source", "lua": "text/x-lua", "php": "application/x-httpd-php", "pl": "application/x-perl",
	"tcl": "application/x-tcl", "dart": "application/vnd.dart", "rs": "application/rls-services+xml", "sh": "application/x-sh",
	"bat": "application/x-msdownload", "tex": "application/x-tex", "latex": "application/x-latex",
	// documents
	"pdf": "application/pdf", "rtf": "application/rtf", "epub": "application/epub+zip", "mobi": "application/x-mobipocket-ebook",
	"ps": "application/postscript", "eps": "application/postscript", "ai": "application/postscript", "doc": "application/msword",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "xls": "application/vnd.ms-excel",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "ppt": "application/vnd.ms-powerpoint",
	"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", "odt": "application/vnd.oasis.opendocument.text",
	"ods": "application/vnd.oasis.opendocument.spreadsheet", "odp": "application/vnd.oasis.opendocument.presentation",
	// archives and programs
	"zip": "application/zip", "gz": "application/gzip", "bz": "application/x-bzip", "bz2": "application/x-bzip2", "xz": "application/x-xz",
	"7z": "application/x-7z-compressed", "rar": "application/vnd.rar", "tar": "application/x-tar", "jar": "application/java-archive",
	"war": "application/java-archive", "apk": "application/vnd.android.package-archive", "pkpass": "application/vnd.apple.pkpass",
	"crx": "application/x-chrome-extension", "xpi": "application/x-xpinstall", "exe": "application/octet-stream",
	"dll": "application/octet-stream", "msi": "application/octet-stream", "dmg": "application/octet-stream",
	"deb": "application/octet-stream", "rpm": "application/x-redhat-package-manager", "iso": "application/octet-stream",
	"img": "application/octet-stream", "bin": "application/octet-stream", "swf": "application/x-shockwave-flash",
	"torrent": "application/x-bittorrent",
	// keys
	"pem": "application/x-x509-ca-cert", "crt": "application/x-x509-ca-cert", "der": "application/x-x509-ca-cert",
	"cer": "application/pkix-cert", "p12": "application/x-pkcs12", "pfx": "application/x-pkcs12",
	"p7b": "application/x-pkcs7-certificates", "p7s": "application/pkcs7-signature", "asc": "application/pgp-keys",
	"pgp": "application/pgp-encrypted", "sig": "application/pgp-signature",
	// pictures
	"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "jpe": "image/jpeg", "jfif": "image/pjpeg", "gif": "image/gif",
	"webp": "image/webp", "avif": "image/avif", "heic": "image/heic", "heif": "image/heif", "jxl": "image/jxl", "svg": "image/svg+xml",
	"svgz": "image/svg+xml", "ico": "image/vnd.microsoft.icon", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff",
	"apng": "image/apng", "psd": "image/vnd.adobe.photoshop", "tga": "image/x-tga",
	// fonts
	"woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "ttc": "font/collection", "otf": "font/otf",
	"eot": "application/vnd.ms-fontobject",
	// sound
	"mp3": "audio/mpeg", "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav", "weba": "audio/webm",
	"m4a": "audio/mp4", "m4b": "audio/mp4", "flac": "audio/x-flac", "aac": "audio/aac", "aif": "audio/x-aiff", "aiff": "audio/x-aiff",
	"mid": "audio/midi", "midi": "audio/midi", "wma": "audio/x-ms-wma", "m3u": "audio/x-mpegurl",
	// film
	"mp4": "video/mp4", "m4v": "video/x-m4v", "webm": "video/webm", "ogv": "video/ogg", "mov": "video/quicktime", "qt": "video/quicktime",
	"mpeg": "video/mpeg", "mpg": "video/mpeg", "mkv": "video/x-matroska", "avi": "video/x-msvideo", "wmv": "video/x-ms-wmv",
	"flv": "video/x-flv", "3gp": "video/3gpp", "3g2": "video/3gpp2", "m3u8": "application/vnd.apple.mpegurl",
	"mpd": "application/dash+xml", "lottie": "application/zip+dotlottie",
	// models
	"glb": "model/gltf-binary", "gltf": "model/gltf+json", "obj": "model/obj", "mtl": "model/mtl", "stl": "model/stl",
	"step": "model/step", "stp": "model/step", "usdz": "model/vnd.usdz+zip",
}

// pageTypes are those that are others for files of Pages projects; "": none.
var pageTypes = map[string]string{
	"js": "application/javascript", "mjs": "application/javascript", "aac": "audio/x-aac", "sql": "application/x-sql", "asc": "application/pgp-signature",
	"jfif": "", "jxl": "", "m4b": "", "step": "", "stp": "", "wgsl": "", "mht": "", "mhtml": "", "lottie": "", "ipynb": "",
}

// contentType gives the Content-Type of a file by its extension; "" when it is unknown.
func contentType(ext string) string { return withCharset(types[extension(ext)]) }

// pageType gives the Content-Type of a file of a Pages project, which always has one.
func pageType(ext string) string {
	kind, other := pageTypes[extension(ext)]
	if !other {
		kind = types[extension(ext)]
	}
	return withCharset(cmp.Or(kind, "application/octet-stream"))
}

// extension gives an extension as it stands in the tables.
func extension(ext string) string { return strings.ToLower(strings.TrimPrefix(ext, ".")) }

func withCharset(kind string) string {
	if strings.HasPrefix(kind, "text/") {
		kind += "; charset=utf-8"
	}
	return kind
}
