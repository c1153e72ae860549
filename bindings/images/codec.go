package images

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"

	"github.com/gen2brain/avif"
	"github.com/gen2brain/webp"

	"paddock/bindings"
	"paddock/jsruntime"
)

// svg is the one format that has no pixels.
const svg = "image/svg+xml"

// maxPixels is how large an image may be.
const maxPixels = 100_000_000

// facts are what info tells of an image.
type facts struct {
	format              string // a media type
	size, width, height int
}

// formatOf tells the format of an image by its beginning; "" for what is none that is known.
func formatOf(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return "image/gif"
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return "image/webp"
	case isAVIF(data):
		return "image/avif"
	case isSVG(data):
		return svg
	}
	return ""
}

// isAVIF looks for the brand in the file's first box.
func isAVIF(data []byte) bool {
	if len(data) < 16 || string(data[4:8]) != "ftyp" {
		return false
	}
	end := min(int(binary.BigEndian.Uint32(data)), len(data))
	return end > 8 && (bytes.Contains(data[8:end], []byte("avif")) || bytes.Contains(data[8:end], []byte("avis")))
}

func isSVG(data []byte) bool {
	head := bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf")))
	return bytes.HasPrefix(head, []byte("<svg")) || bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("<svg"))
}

// errNoImage is the error for what is no image.
var errNoImage = &coded{9520, "ERROR: Unsupported image type undefined, expected one of: JPEG, SVG, PNG, WebP, GIF or AVIF"}

// codec reads one format.
type codec struct {
	config func([]byte) (image.Config, error)
	decode func([]byte) (image.Image, error)
}

// codecOf gives the reader of a format.
func codecOf(format string) codec {
	switch format {
	case "image/jpeg":
		return codec{func(b []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(b)) },
			func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) }}
	case "image/png":
		return codec{func(b []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(b)) },
			func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) }}
	case "image/gif":
		return codec{func(b []byte) (image.Config, error) { return gif.DecodeConfig(bytes.NewReader(b)) },
			func(b []byte) (image.Image, error) { return gif.Decode(bytes.NewReader(b)) }}
	case "image/webp":
		return codec{func(b []byte) (image.Config, error) { return webp.DecodeConfig(bytes.NewReader(b)) },
			func(b []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(b)) }}
	}
	return codec{func(b []byte) (image.Config, error) { return avif.DecodeConfig(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return avif.Decode(bytes.NewReader(b)) }}
}

// inspect tells what info is asked for.
func inspect(data []byte) (facts, error) {
	f := facts{format: formatOf(data), size: len(data)}
	switch f.format {
	case "":
		return facts{}, errNoImage
	case svg:
		return f, nil
	}
	c, err := codecOf(f.format).config(data)
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return facts{}, &coded{9523, "ERROR: Internal Images binding error: Expected size, width and height for bitmap input"}
	}
	f.width, f.height = c.Width, c.Height
	return f, nil
}

// decode reads an image.
func decode(data []byte) (*image.RGBA, error) {
	f, err := inspect(data)
	switch {
	case err != nil:
		return nil, err
	case f.format == svg:
		return nil, &bindings.Unsupported{Feature: "SVG as input of Images"}
	case f.width*f.height > maxPixels:
		return nil, errTooLarge
	}
	m, err := codecOf(f.format).decode(data)
	if err != nil {
		return nil, &coded{9523, "ERROR: Internal Images binding error: " + err.Error()}
	}
	size := m.Bounds().Size()
	out := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(out, out.Bounds(), m, m.Bounds().Min, draw.Src)
	return out, nil
}

var errTooLarge = &coded{9402, "ERROR: The image is too large"}

// usualQuality is how well an image is kept where nobody says.
const usualQuality = 85

// format is how an image is to be written.
type format struct {
	mime       string
	quality    int // 1 to 100
	background color.Color
}

// readFormat reads the options of output.
func readFormat(vm *jsruntime.VM, v jsruntime.Value) (format, error) {
	if jsruntime.IsNullish(v) {
		return format{}, jsruntime.Errorf(jsruntime.TypeError, "Cannot read properties of undefined (reading 'format')")
	}
	var given struct {
		Format     string   `json:"format"`
		Quality    *float64 `json:"quality"`
		Background string   `json:"background"`
	}
	if err := read(vm, v, &given); err != nil {
		return format{}, err
	}
	f := format{mime: "image/jpeg", quality: usualQuality}
	switch given.Format {
	case "image/avif", "image/gif", "image/png", "image/webp":
		f.mime = given.Format
	case "rgb", "rgba":
		return f, failure("TRANSFORM", 9520, "ERROR: RGB/RGBA output is not supported in local mode")
	}
	if given.Quality != nil {
		f.quality = int(min(max(*given.Quality, 1), 100))
	}
	if given.Background == "" {
		return f, nil
	}
	var err error
	f.background, err = parseColor(given.Background)
	return f, err
}

// encode writes an image.
func (f format) encode(m *image.RGBA) ([]byte, error) {
	if f.background != nil {
		m = over(m, f.background)
	}
	var b bytes.Buffer
	var err error
	switch f.mime {
	case "image/png":
		err = png.Encode(&b, m)
	case "image/gif":
		err = gif.Encode(&b, m, nil)
	case "image/webp":
		err = webp.Encode(&b, m, webp.Options{Quality: f.quality, Method: 4})
	case "image/avif":
		err = avif.Encode(&b, m, avif.Options{Quality: f.quality, QualityAlpha: f.quality, Speed: avif.DefaultSpeed, ChromaSubsampling: image.YCbCrSubsampleRatio420})
	default:
		err = jpeg.Encode(&b, over(m, color.White), &jpeg.Options{Quality: f.quality})
	}
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", f.mime, err)
	}
	return b.Bytes(), nil
}
