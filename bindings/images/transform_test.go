package images_test

import (
	"encoding/base64"
	"fmt"
	"image"
	"strings"
	"testing"

	"paddock/bindings/images"
)

func TestTransform_options(t *testing.T) {
	t.Parallel()
	src, err := base64.StdEncoding.DecodeString(plain(t, 40, 20, red))
	if err != nil {
		t.Fatal(err)
	}
	// The sizes and the types are those that wrangler 4.164 answers.
	for _, c := range []struct{ name, options, want string }{
		{"a width alone keeps the form", `{"width":10}`, "image/png 10x5 []"},
		{"without fit nothing is enlarged", `{"width":80,"height":80}`, "image/png 40x20 []"},
		{"contain enlarges", `{"width":80,"height":80,"fit":"contain"}`, "image/png 80x40 []"},
		{"cover cuts", `{"width":10,"height":10,"fit":"cover"}`, "image/png 10x10 []"},
		{"pad adds", `{"width":10,"height":10,"fit":"pad"}`, "image/png 10x10 []"},
		{"squeeze bends", `{"width":10,"height":30,"fit":"squeeze"}`, "image/png 10x30 []"},
		{"dpr multiplies", `{"width":10,"dpr":2}`, "image/png 20x10 []"},
		{"an image is turned first", `{"rotate":90,"width":10}`, "image/png 10x20 []"},
		{"the format may change", `{"format":"baseline-jpeg","quality":"low"}`, "image/jpeg 40x20 []"},
		{"another format is the image's own", `{"format":"auto","width":10}`, "image/png 10x5 []"},
		{"what is not emulated is left out", `{"width":10,"height":10,"fit":"cover","gravity":"auto","draw":[{}]}`, `image/png 10x10 [draw gravity: "auto"]`},
		{"an unknown fit is the usual one", `{"width":10,"fit":"zoom"}`, "image/png 10x5 [fit: zoom]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out, mime, leftOut, err := images.Transform(src, []byte(c.options))
			if err != nil {
				t.Fatal(err)
			}
			m, _, err := image.DecodeConfig(strings.NewReader(string(out)))
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprintf("%s %dx%d %v", mime, m.Width, m.Height, leftOut); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	t.Run("the format json tells of the image", func(t *testing.T) {
		t.Parallel()
		out, mime, _, err := images.Transform(src, []byte(`{"format":"json","width":10}`))
		want := fmt.Sprintf(`{"width":10,"height":5,"original":{"file_size":%d,"width":40,"height":20,"format":"image/png"}}`, len(src))
		if err != nil || mime != "application/json" || string(out) != want {
			t.Errorf("got %s %s, %v", mime, out, err)
		}
	})
	t.Run("what is no image is refused", func(t *testing.T) {
		t.Parallel()
		if _, _, _, err := images.Transform([]byte("no image"), []byte(`{"width":10}`)); err == nil {
			t.Error("got nothing")
		}
	})
}
