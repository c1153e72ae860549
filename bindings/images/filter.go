package images

import (
	"image"
	"math"
)

// filter changes the colors, then how sharp the image is.
func (e *edit) filter(m *image.RGBA) *image.RGBA {
	if e.Brightness != nil || e.Contrast != nil || e.Gamma != nil {
		m = mapped(m, e.curve())
	}
	if e.Saturation != nil {
		m = saturated(m, *e.Saturation)
	}
	if e.Blur != nil && *e.Blur > 0 {
		m = blurred(m, min(*e.Blur, 250))
	}
	if e.Sharpen != nil && *e.Sharpen > 0 {
		m = sharpened(m, min(*e.Sharpen, 10))
	}
	return m
}

func clamp(v float64) uint8 { return uint8(min(max(math.Round(v), 0), 255)) }

func factor(given *float64) float64 {
	if given == nil {
		return 1
	}
	return max(*given, 0)
}

// curve gives what becomes of each value of a channel.
func (e *edit) curve() (curve [256]uint8) {
	brightness, contrast, gamma := factor(e.Brightness), factor(e.Contrast), factor(e.Gamma)
	for i := range curve {
		v := float64(i) / 255 * brightness
		v = (v-0.5)*contrast + 0.5
		if gamma > 0 && gamma != 1 {
			v = math.Pow(max(v, 0), 1/gamma)
		}
		curve[i] = clamp(v * 255)
	}
	return curve
}

// eachPixel gives each pixel's color without its alpha to f, and takes what f makes of it.
func eachPixel(m *image.RGBA, f func(r, g, b uint8) (uint8, uint8, uint8)) *image.RGBA {
	out := image.NewRGBA(m.Bounds())
	for i := 0; i < len(m.Pix); i += 4 {
		a := uint32(m.Pix[i+3])
		if a == 0 {
			continue
		}
		of := func(v uint8) uint8 { return uint8(min(uint32(v)*255/a, 255)) }
		r, g, b := f(of(m.Pix[i]), of(m.Pix[i+1]), of(m.Pix[i+2]))
		times := func(v uint8) uint8 { return uint8((uint32(v)*a + 127) / 255) }
		out.Pix[i], out.Pix[i+1], out.Pix[i+2], out.Pix[i+3] = times(r), times(g), times(b), uint8(a)
	}
	return out
}

func mapped(m *image.RGBA, curve [256]uint8) *image.RGBA {
	return eachPixel(m, func(r, g, b uint8) (uint8, uint8, uint8) { return curve[r], curve[g], curve[b] })
}

// saturated makes colors stronger, or for factors below 1 weaker; 0 leaves shades of gray.
func saturated(m *image.RGBA, by float64) *image.RGBA {
	return eachPixel(m, func(r, g, b uint8) (uint8, uint8, uint8) {
		gray := 0.299*float64(r) + 0.587*float64(g) + 0.114*float64(b)
		of := func(v uint8) uint8 { return clamp(gray + (float64(v)-gray)*by) }
		return of(r), of(g), of(b)
	})
}

// blurred is about a Gaussian filter of a radius: three boxes after one another.
func blurred(m *image.RGBA, radius float64) *image.RGBA {
	box := max(1, int(math.Round(radius*0.6)))
	for range 3 {
		m = boxed(m, box, m.Bounds().Dx(), m.Bounds().Dy(), 4, m.Stride)
		m = boxed(m, box, m.Bounds().Dy(), m.Bounds().Dx(), m.Stride, 4)
	}
	return m
}

// boxed averages along lines of a length; step leads to a line's next pixel, next to the next line.
func boxed(m *image.RGBA, radius, length, lines, step, next int) *image.RGBA {
	out := image.NewRGBA(m.Bounds())
	at := func(i int) int { return min(max(i, 0), length-1) * step }
	for line := range lines {
		for channel := range 4 {
			base, sum := line*next+channel, 0
			for i := -radius; i <= radius; i++ {
				sum += int(m.Pix[base+at(i)])
			}
			for i := range length {
				out.Pix[base+i*step] = uint8((sum + radius) / (2*radius + 1))
				sum += int(m.Pix[base+at(i+radius+1)]) - int(m.Pix[base+at(i-radius)])
			}
		}
	}
	return out
}

// sharpened adds to an image what blurring takes from it.
func sharpened(m *image.RGBA, amount float64) *image.RGBA {
	soft := blurred(m, 1)
	out := image.NewRGBA(m.Bounds())
	for i := range m.Pix {
		if i%4 == 3 {
			out.Pix[i] = m.Pix[i]
			continue
		}
		v := float64(m.Pix[i]) + (float64(m.Pix[i])-float64(soft.Pix[i]))*amount
		out.Pix[i] = min(clamp(v), m.Pix[i|3]) // no color is more than its alpha
	}
	return out
}
