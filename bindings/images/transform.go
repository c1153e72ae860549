package images

import (
	"encoding/json"
	"slices"
	"strings"
)

// Transform does to an image what the property cf.image of a request asks for (options, as JSON), and gives
// the new one with its media type. Options that are not emulated are left out, and told of.
//
// Platform: https://developers.cloudflare.com/images/transform-images/transform-via-workers/
func Transform(data, options []byte) (out []byte, mime string, leftOut []string, err error) {
	asked, leftOut, err := readAsked(options)
	if err != nil {
		return nil, "", nil, err
	}
	before, err := inspect(data)
	if err != nil {
		return nil, "", nil, err
	}
	m, err := decode(data)
	if err != nil {
		return nil, "", nil, err
	}
	if m, err = asked.apply(m); err != nil {
		return nil, "", nil, err
	}
	if asked.Format == "json" {
		out, err := described(before, m.Bounds().Dx(), m.Bounds().Dy())
		return out, "application/json", leftOut, err
	}
	f := format{mime: before.format, quality: asked.quality()}
	if name, ok := formats[asked.Format]; ok {
		f.mime = name
	}
	out, err = f.encode(m)
	return out, f.mime, leftOut, err
}

// formats are the names that the option format has for what is written; any other keeps the image's own.
var formats = map[string]string{
	"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "baseline-jpeg": "image/jpeg", "png": "image/png", "png-force": "image/png",
}

// asked is what cf.image may ask for: an edit, and more.
type asked struct {
	edit
	Format  string          `json:"format"`
	Quality json.RawMessage `json:"quality"`
	Ratio   *float64        `json:"dpr"`
	Draw    json.RawMessage `json:"draw"`
}

// readAsked reads the options, without those that are not emulated.
func readAsked(options []byte) (a *asked, leftOut []string, err error) {
	a = &asked{}
	if err := json.Unmarshal(options, a); err != nil {
		return nil, nil, err
	}
	if a.Draw != nil {
		leftOut = append(leftOut, "draw")
	}
	if _, ok := readGravity(a.Gravity); !ok {
		leftOut, a.Gravity = append(leftOut, "gravity: "+string(a.Gravity)), nil
	}
	if a.Segment != "" {
		leftOut, a.Segment = append(leftOut, "segment"), ""
	}
	if !slices.Contains(fits, a.Fit) {
		leftOut, a.Fit = append(leftOut, "fit: "+a.Fit), ""
	}
	if a.Fit == "" {
		a.Fit = "scale-down"
	}
	if a.Fit == "pad" && a.Background == "" {
		a.Background = "#ffffff"
	}
	if a.Ratio != nil && *a.Ratio > 0 {
		for _, side := range []*float64{a.Width, a.Height} {
			if side != nil {
				*side *= *a.Ratio
			}
		}
	}
	return a, leftOut, a.supported()
}

// quality is a number, or one of four words.
func (a *asked) quality() int {
	var number float64
	if json.Unmarshal(a.Quality, &number) == nil {
		return int(min(max(number, 1), 100))
	}
	switch strings.Trim(string(a.Quality), `"`) {
	case "low":
		return 35
	case "medium-low":
		return 50
	case "medium-high":
		return 70
	case "high":
		return 90
	}
	return usualQuality
}

// described is the answer to the format json: what the image was, and what it would be.
func described(before facts, width, height int) ([]byte, error) {
	type original struct {
		Size   int    `json:"file_size"`
		Width  int    `json:"width"`
		Height int    `json:"height"`
		Format string `json:"format"`
	}
	return json.Marshal(struct {
		Width    int      `json:"width"`
		Height   int      `json:"height"`
		Original original `json:"original"`
	}{width, height, original{before.size, before.width, before.height, before.format}})
}
