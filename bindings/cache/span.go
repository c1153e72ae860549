package cache

import (
	"net/http"

	"paddock/polyfills/trace"
)

// tellRequest notes what a method is asked for.
func tellRequest(s *trace.Span, method string, a asked) {
	if s == nil {
		return
	}
	if a.ignoreMethod != nil {
		s.Set("cache.request.ignore_method", *a.ignoreMethod)
	}
	s.Set("cache.request.url", a.url)
	s.Set("cache.request.method", a.method)
	if method == "match" {
		tellHeader(s, a.header, "cache.request.header.", "Range", "If-Modified-Since", "If-None-Match")
	}
}

// told are the words of attributes for headers.
var told = map[string]string{
	"Range": "range", "If-Modified-Since": "if_modified_since", "If-None-Match": "if_none_match",
	"Cache-Control": "cache_control", "Cache-Tag": "cache_tag", "Etag": "etag", "Expires": "expires", "Last-Modified": "last_modified",
}

func tellHeader(s *trace.Span, header http.Header, prefix string, names ...string) {
	for _, name := range names {
		if v := header.Get(name); v != "" {
			s.Set(prefix+told[name], v)
		}
	}
}

// tellPayload notes what is to be stored.
func tellPayload(s *trace.Span, resp *http.Response) {
	if s == nil {
		return
	}
	s.Set("cache.request.payload.status_code", int64(resp.StatusCode))
	tellHeader(s, resp.Header, "cache.request.payload.header.", "Cache-Control", "Cache-Tag", "Etag", "Expires", "Last-Modified")
}

// tellFound notes what was found; nil: nothing was.
func tellFound(s *trace.Span, resp *http.Response) {
	if s == nil {
		return
	}
	if resp == nil {
		s.Set("cache.response.status_code", int64(http.StatusGatewayTimeout))
		s.Set("cache.response.body.size", int64(0))
		s.Set("cache.response.cache_status", "MISS")
		s.Set("cache.response.success", false)
		return
	}
	s.Set("cache.response.status_code", int64(resp.StatusCode))
	if resp.ContentLength >= 0 {
		s.Set("cache.response.body.size", resp.ContentLength)
	}
	s.Set("cache.response.cache_status", "HIT")
	s.Set("cache.response.success", true)
}

// tellRemoved notes whether there was something to remove.
func tellRemoved(s *trace.Span, found bool) {
	if s == nil {
		return
	}
	status := http.StatusNotFound
	if found {
		status = http.StatusOK
	}
	s.Set("cache.response.status_code", int64(status))
	s.Set("cache.response.success", found)
}
