package dev

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"paddock/bindings/images"
	"paddock/polyfills/fetch"
	"paddock/wrangler/message"
)

// imaged sends requests, and does to the images that come what their property cf.image asks for. As in
// wrangler, what cannot be done leaves the image as it came.
type imaged struct {
	leaving
	console Console
}

// RoundTrip implements http.RoundTripper.
func (i imaged) RoundTrip(req *http.Request) (*http.Response, error) {
	options := imageOptions(req)
	if options == nil {
		return i.leaving.RoundTrip(req)
	}
	via := "image-resizing"
	if given := req.Header["Via"]; len(given) > 0 {
		via = strings.Join(given, ", ") + ", " + via
	}
	req.Header["Via"] = []string{via}
	resp, err := i.leaving.RoundTrip(req)
	if err != nil || resp.StatusCode < 200 || resp.StatusCode > 299 || resp.Header.Get("Content-Encoding") != "" {
		return resp, err
	}
	data, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	out, mime, leftOut, err := images.Transform(data, options)
	if err != nil {
		i.tell(fmt.Sprintf("The image of %s stays as it is: %s", req.URL.Redacted(), err))
		resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(data)), int64(len(data))
		return resp, nil
	}
	if len(leftOut) > 0 {
		i.tell(fmt.Sprintf("Not emulated of cf.image, and left out: %s", strings.Join(leftOut, ", ")))
	}
	resp.StatusCode, resp.Status = http.StatusOK, "200 OK"
	resp.Header = http.Header{"Content-Type": {mime}, "Content-Length": {fmt.Sprint(len(out))}}
	if mime != "application/json" {
		resp.Header.Set("Cf-Resized", "internal=ok/m")
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(out)), int64(len(out))
	return resp, nil
}

func (i imaged) tell(text string) {
	i.console.Message(message.Message{Kind: message.Warning, Text: text})
}

// imageOptions gives cf.image of a request, as JSON; nil for one that has none.
func imageOptions(req *http.Request) []byte {
	text := fetch.CFOf(req).Text
	if !strings.Contains(text, `"image"`) {
		return nil
	}
	var cf struct {
		Image json.RawMessage `json:"image"`
	}
	var options map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &cf) != nil || json.Unmarshal(cf.Image, &options) != nil || len(options) == 0 {
		return nil
	}
	return cf.Image
}
