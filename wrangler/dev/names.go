package dev

// spelled are names of headers that the platform writes in another way than Go's canonical one.
var spelled = map[string]string{
	"Etag": "ETag", "Www-Authenticate": "WWW-Authenticate", "Cf-Cache-Status": "CF-Cache-Status", "Cf-Ray": "CF-Ray",
	"Sec-Websocket-Accept": "Sec-WebSocket-Accept", "Sec-Websocket-Extensions": "Sec-WebSocket-Extensions",
	"Sec-Websocket-Key": "Sec-WebSocket-Key", "Sec-Websocket-Protocol": "Sec-WebSocket-Protocol", "Sec-Websocket-Version": "Sec-WebSocket-Version",
}

// joined are the headers that the platform's server knows: several values of one leave as a single line. Those of all others leave
// as they were given, and so do cookies.
var joined = map[string]bool{
	"Accept": true, "Accept-Charset": true, "Accept-Encoding": true, "Accept-Language": true, "Accept-Ranges": true,
	"Access-Control-Allow-Origin": true, "Age": true, "Allow": true, "Authorization": true, "Cache-Control": true,
	"CF-Cache-Status": true, "CF-Ray": true, "Content-Disposition": true, "Content-Encoding": true, "Content-Language": true,
	"Content-Location": true, "Content-Range": true, "Content-Type": true, "Cookie": true, "Date": true, "ETag": true, "Expires": true,
	"From": true, "If-Match": true, "If-Modified-Since": true, "If-None-Match": true, "If-Range": true, "If-Unmodified-Since": true,
	"Last-Modified": true, "Link": true, "Location": true, "Max-Forwards": true, "Origin": true, "Pragma": true,
	"Proxy-Authenticate": true, "Proxy-Authorization": true, "Range": true, "Referer": true, "Refresh": true, "Retry-After": true,
	"Server": true, "Strict-Transport-Security": true, "User-Agent": true, "Vary": true, "Via": true, "WWW-Authenticate": true,
}
