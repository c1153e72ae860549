package fetch

import (
	"encoding/base64"
	"net/http"
	neturl "net/url"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/headers"
)

// dataURL answers a data: URL (Fetch, "data: URL processor").
func dataURL(vm *jsruntime.VM, raw string) jsruntime.Value {
	raw, _, _ = strings.Cut(strings.TrimPrefix(raw, "data:"), "#")
	head, payload, ok := strings.Cut(raw, ",")
	if !ok {
		return vm.RejectedWith(jsruntime.Errorf(jsruntime.TypeError, "Fetch API cannot load: data:%s", raw))
	}
	body, err := neturl.PathUnescape(payload)
	if err != nil {
		body = payload
	}
	mime := strings.TrimSpace(head)
	if rest, isBase64 := cutBase64(mime); isBase64 {
		mime = rest
		compact := strings.TrimRight(strings.Map(func(r rune) rune {
			if strings.ContainsRune(" \t\n\f\r", r) {
				return -1
			}
			return r
		}, body), "=")
		data, err := base64.RawStdEncoding.DecodeString(compact)
		if err != nil {
			return vm.RejectedWith(jsruntime.Errorf(jsruntime.TypeError, "Fetch API cannot load: data:%s", raw))
		}
		body = string(data)
	}
	if strings.HasPrefix(mime, ";") {
		mime = "text/plain" + mime
	}
	if !strings.Contains(mime, "/") {
		mime = "text/plain;charset=US-ASCII"
	}
	return vm.Resolved(responseClass.New(vm, &Response{
		status: http.StatusOK, url: "data:" + raw,
		message: message{
			body:    Body{present: true, kind: dataBody, data: []byte(body)},
			headers: headers.Headers{Header: http.Header{"Content-Type": {mime}}, Guard: headers.Immutable},
		},
	}))
}

func cutBase64(mime string) (rest string, ok bool) {
	i := strings.LastIndex(mime, ";")
	if i < 0 || !strings.EqualFold(strings.TrimSpace(mime[i+1:]), "base64") {
		return mime, false
	}
	return mime[:i], true
}
