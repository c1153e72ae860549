package images

import (
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"

	"paddock/bindings"
)

// edit is one call of transform.
type edit struct {
	Width      *float64        `json:"width"`
	Height     *float64        `json:"height"`
	Fit        string          `json:"fit"`
	Gravity    json.RawMessage `json:"gravity"`
	Rotate     *float64        `json:"rotate"`
	Flip       string          `json:"flip"`
	Background string          `json:"background"`
	Blur       *float64        `json:"blur"`
	Brightness *float64        `json:"brightness"`
	Contrast   *float64        `json:"contrast"`
	Gamma      *float64        `json:"gamma"`
	Saturation *float64        `json:"saturation"`
	Sharpen    *float64        `json:"sharpen"`
	Border     *border         `json:"border"`
	Trim       json.RawMessage `json:"trim"`
	Segment    string          `json:"segment"`

	// What these texts mean, once they have been read.
	background color.Color // nil for none
	trim       trim
	gravity    gravity
}

// border is drawn around an image.
type border struct {
	Color  string   `json:"color"`
	Width  float64  `json:"width"`
	Top    *float64 `json:"top"`
	Bottom *float64 `json:"bottom"`
	Left   *float64 `json:"left"`
	Right  *float64 `json:"right"`

	color color.Color
}

// trim is what is cut off.
type trim struct {
	Top    int             `json:"top"`
	Bottom int             `json:"bottom"`
	Left   int             `json:"left"`
	Right  int             `json:"right"`
	Width  int             `json:"width"`
	Height int             `json:"height"`
	Border json.RawMessage `json:"border"`
}

var fits = []string{"", "scale-down", "contain", "cover", "crop", "pad", "squeeze"}

// supported reads the texts of the options, and gives the error for what is not emulated.
func (e *edit) supported() error {
	unsupported := func(format string, args ...any) error {
		return &bindings.Unsupported{Feature: "Images with " + fmt.Sprintf(format, args...)}
	}
	switch {
	case !slices.Contains(fits, e.Fit):
		return unsupported("fit: %q", e.Fit)
	case e.Segment != "":
		return unsupported("segment")
	case e.Rotate != nil && math.Mod(*e.Rotate, 90) != 0:
		return unsupported("rotate: %v", *e.Rotate)
	}
	if e.Trim != nil {
		if json.Unmarshal(e.Trim, &e.trim) != nil || e.trim.Border != nil {
			return unsupported("trim by border")
		}
	}
	var ok bool
	if e.gravity, ok = readGravity(e.Gravity); !ok {
		return unsupported("gravity: %s", e.Gravity)
	}
	var err error
	if e.Background != "" {
		if e.background, err = parseColor(e.Background); err != nil {
			return err
		}
	}
	if e.Border != nil {
		e.Border.color = color.Black
		if e.Border.Color != "" {
			e.Border.color, err = parseColor(e.Border.Color)
		}
	}
	return err
}

// apply does the edit, in the platform's order.
func (e *edit) apply(m *image.RGBA) (*image.RGBA, error) {
	m = e.trim.cut(m)
	if e.Rotate != nil {
		for range (int(*e.Rotate)/90%4 + 4) % 4 {
			m = rotated(m)
		}
	}
	m = flipped(m, e.Flip)
	m, err := e.resize(m)
	if err != nil {
		return nil, err
	}
	if e.background != nil {
		m = over(m, e.background)
	}
	m = e.filter(m)
	return e.Border.around(m), nil
}

// cut takes the sides off.
func (t trim) cut(m *image.RGBA) *image.RGBA {
	r := m.Bounds()
	r.Min.X += max(t.Left, 0)
	r.Min.Y += max(t.Top, 0)
	r.Max.X -= max(t.Right, 0)
	r.Max.Y -= max(t.Bottom, 0)
	if t.Width > 0 {
		r.Max.X = min(r.Max.X, r.Min.X+t.Width)
	}
	if t.Height > 0 {
		r.Max.Y = min(r.Max.Y, r.Min.Y+t.Height)
	}
	if r == m.Bounds() || r.Empty() {
		return m // nothing is left of an image that is cut too much: it stays
	}
	return part(m, r)
}

// part copies a part of an image.
func part(m *image.RGBA, r image.Rectangle) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: r.Size()})
	draw.Draw(out, out.Bounds(), m, r.Min, draw.Src)
	return out
}

// rotated turns an image by 90 degrees, clockwise.
func rotated(m *image.RGBA) *image.RGBA {
	size := m.Bounds().Size()
	out := image.NewRGBA(image.Rect(0, 0, size.Y, size.X))
	for y := range size.Y {
		for x := range size.X {
			copy(out.Pix[out.PixOffset(size.Y-1-y, x):], m.Pix[m.PixOffset(x, y):][:4])
		}
	}
	return out
}

// flipped mirrors an image: "h", "v" or "hv".
func flipped(m *image.RGBA, how string) *image.RGBA {
	h, v := how == "h" || how == "hv", how == "v" || how == "hv"
	if !h && !v {
		return m
	}
	size := m.Bounds().Size()
	out := image.NewRGBA(m.Bounds())
	for y := range size.Y {
		for x := range size.X {
			fromX, fromY := x, y
			if h {
				fromX = size.X - 1 - x
			}
			if v {
				fromY = size.Y - 1 - y
			}
			copy(out.Pix[out.PixOffset(x, y):], m.Pix[m.PixOffset(fromX, fromY):][:4])
		}
	}
	return out
}

// over lays an image over a color.
func over(m *image.RGBA, c color.Color) *image.RGBA {
	out := image.NewRGBA(m.Bounds())
	draw.Draw(out, out.Bounds(), image.NewUniform(c), image.Point{}, draw.Src)
	draw.Draw(out, out.Bounds(), m, image.Point{}, draw.Over)
	return out
}

// around draws the border; nil is none.
func (b *border) around(m *image.RGBA) *image.RGBA {
	if b == nil {
		return m
	}
	width := func(side *float64) int {
		if side != nil {
			return int(max(*side, 0))
		}
		return int(max(b.Width, 0))
	}
	top, bottom, left, right := width(b.Top), width(b.Bottom), width(b.Left), width(b.Right)
	size := m.Bounds().Size()
	if (size.X+left+right)*(size.Y+top+bottom) > maxPixels {
		return m
	}
	out := image.NewRGBA(image.Rect(0, 0, size.X+left+right, size.Y+top+bottom))
	draw.Draw(out, out.Bounds(), image.NewUniform(b.color), image.Point{}, draw.Src)
	draw.Draw(out, image.Rect(left, top, left+size.X, top+size.Y), m, image.Point{}, draw.Src)
	return out
}
