package images

import (
	"encoding/json"
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
)

// gravity is the point that stays in view when an image is cropped, as fractions of its sides.
type gravity struct{ x, y float64 }

// readGravity reads a side, a point, or nothing, which is the center.
func readGravity(raw json.RawMessage) (g gravity, ok bool) {
	var side string
	if raw == nil || json.Unmarshal(raw, &side) == nil {
		switch side {
		case "", "center":
			return gravity{0.5, 0.5}, true
		case "left":
			return gravity{0, 0.5}, true
		case "right":
			return gravity{1, 0.5}, true
		case "top":
			return gravity{0.5, 0}, true
		case "bottom":
			return gravity{0.5, 1}, true
		}
		return gravity{}, false
	}
	point := struct{ X, Y float64 }{0.5, 0.5}
	if json.Unmarshal(raw, &point) != nil {
		return gravity{}, false
	}
	return gravity{min(max(point.X, 0), 1), min(max(point.Y, 0), 1)}, true
}

// resize fits an image into the width and the height.
func (e *edit) resize(m *image.RGBA) (*image.RGBA, error) {
	w, h := side(e.Width), side(e.Height)
	if w == 0 && h == 0 {
		return m, nil
	}
	from := m.Bounds().Size()
	x, y := float64(w)/float64(from.X), float64(h)/float64(from.Y) // the scale of each axis
	if w == 0 {
		x, w = y, scaled(from.X, y)
	}
	if h == 0 {
		y, h = x, scaled(from.Y, x)
	}
	if w*h > maxPixels {
		return nil, errTooLarge
	}
	smaller, larger := min(x, y), max(x, y)
	switch e.Fit {
	case "squeeze":
		return scale(m, w, h), nil
	case "cover":
		return e.crop(m, larger, w, h)
	case "crop":
		if larger > 1 {
			return scaleBy(m, min(smaller, 1)), nil
		}
		return e.crop(m, larger, w, h)
	case "pad":
		return pad(scaleBy(m, smaller), w, h), nil
	case "scale-down":
		return scaleBy(m, min(smaller, 1)), nil
	}
	return scaleBy(m, smaller), nil // "contain"
}

// side reads a width or a height; 0 is none.
func side(given *float64) int {
	if given == nil || *given < 1 {
		return 0
	}
	return int(math.Round(min(*given, maxPixels)))
}

func scaled(side int, by float64) int { return max(1, int(math.Round(float64(side)*by))) }

func scaleBy(m *image.RGBA, by float64) *image.RGBA {
	size := m.Bounds().Size()
	return scale(m, scaled(size.X, by), scaled(size.Y, by))
}

func scale(m *image.RGBA, w, h int) *image.RGBA {
	if (image.Point{X: w, Y: h}) == m.Bounds().Size() {
		return m
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Bounds(), m, m.Bounds(), draw.Src, nil)
	return out
}

// crop scales an image and keeps a part of a size, the part around the point of gravity.
func (e *edit) crop(m *image.RGBA, by float64, w, h int) (*image.RGBA, error) {
	size := m.Bounds().Size()
	if float64(size.X)*by*float64(size.Y)*by > maxPixels {
		return nil, errTooLarge
	}
	m = scaleBy(m, by)
	size = m.Bounds().Size()
	w, h = min(w, size.X), min(h, size.Y)
	x := int(math.Round(float64(size.X-w) * e.gravity.x))
	y := int(math.Round(float64(size.Y-h) * e.gravity.y))
	return part(m, image.Rect(x, y, x+w, y+h)), nil
}

// pad puts an image into the middle of a white one.
func pad(m *image.RGBA, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	size := m.Bounds().Size()
	x, y := (w-size.X)/2, (h-size.Y)/2
	draw.Draw(out, image.Rect(x, y, x+size.X, y+size.Y), m, image.Point{}, draw.Src)
	return out
}
