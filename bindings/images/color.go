package images

import (
	"fmt"
	"image/color"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"

	"paddock/bindings"
)

var (
	hexColor = regexp.MustCompile(`^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$`)
	rgbColor = regexp.MustCompile(`^rgba?\(\s*([\d.]+)(?:\s*,\s*|\s+)([\d.]+)(?:\s*,\s*|\s+)([\d.]+)(?:\s*[,/]\s*([\d.]+)(%?))?\s*\)$`)
)

// parseColor reads a color of CSS: a name, hexadecimal digits, rgb() or rgba().
func parseColor(text string) (color.Color, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if c, ok := colornames.Map[text]; ok {
		return c, nil
	}
	if text == "transparent" {
		return color.Transparent, nil
	}
	if hexColor.MatchString(text) {
		return parseHex(text[1:]), nil
	}
	if parts := rgbColor.FindStringSubmatch(text); parts != nil {
		alpha := 1.0
		if parts[4] != "" {
			alpha = number(parts[4])
			if parts[5] == "%" {
				alpha /= 100
			}
		}
		return color.NRGBA{clamp(number(parts[1])), clamp(number(parts[2])), clamp(number(parts[3])), clamp(alpha * 255)}, nil
	}
	return nil, &bindings.Unsupported{Feature: fmt.Sprintf("Images with the color %q", text)}
}

// number reads what the expression has found; what is none is 0.
func number(digits string) float64 {
	n, _ := strconv.ParseFloat(digits, 64)
	return n
}

func parseHex(digits string) color.Color {
	if len(digits) < 6 { // each digit stands for two
		var double strings.Builder
		for _, d := range digits {
			double.WriteRune(d)
			double.WriteRune(d)
		}
		digits = double.String()
	}
	if len(digits) == 6 {
		digits += "ff"
	}
	n, _ := strconv.ParseUint(digits, 16, 32) // they are digits
	return color.NRGBA{uint8(n >> 24), uint8(n >> 16), uint8(n >> 8), uint8(n)}
}

// gray16 is a shade from 0 to 1 as an alpha.
func gray16(v float64) color.Color { return color.Alpha16{uint16(v * 0xffff)} }
