package rounded

import "math"

const (
	tiny = 1.0 / (1 << 28)
	huge = 1 << 28
)

// Cosh is the hyperbolic cosine.
func Cosh(x float64) float64 {
	switch size := math.Abs(x); {
	case size < math.Ln2/2:
		t := Expm1(size)
		if size < 0x1p-55 {
			return 1
		}
		return 1 + t*t/(2*(1+t))
	case size < 22:
		t := Exp(size)
		return t/2 + 0.5/t
	case size < 709.7822265625:
		return Exp(size) / 2
	case size <= 710.4758600739439:
		w := Exp(size / 2)
		return w / 2 * w
	default:
		return size * math.Inf(1)
	}
}

// Sinh is the hyperbolic sine.
func Sinh(x float64) float64 {
	h := math.Copysign(0.5, x)
	switch size := math.Abs(x); {
	case x != x || math.IsInf(x, 0) || size < tiny:
		return x
	case size < 22:
		t := Expm1(size)
		if size < 1 {
			return h * (2*t - t*t/(t+1))
		}
		return h * (t + t/(t+1))
	case size < 709.7822265625:
		return h * Exp(size)
	case size <= 710.4758600739439:
		w := Exp(size / 2)
		return h * w * w
	default:
		return x * math.Inf(1)
	}
}

// Tanh is the hyperbolic tangent, with fdlibm's own Expm1, as Go has it.
func Tanh(x float64) float64 {
	var z float64
	switch size := math.Abs(x); {
	case x != x || size < 0x1p-55:
		return x
	case size < 1:
		t := math.Expm1(-2 * size)
		z = -t / (t + 2)
	case size < 22:
		z = 1 - 2/(math.Expm1(2*size)+2)
	default:
		z = 1
	}
	return math.Copysign(z, x)
}

// Asinh is the inverse of Sinh.
func Asinh(x float64) float64 {
	var w float64
	switch size := math.Abs(x); {
	case x != x || math.IsInf(x, 0) || size < tiny:
		return x
	case size > huge:
		w = Log(size) + math.Ln2
	case size > 2:
		w = Log(2*size + 1/(math.Sqrt(x*x+1)+size))
	default:
		t := x * x
		w = Log1p(size + t/(1+math.Sqrt(1+t)))
	}
	return math.Copysign(w, x)
}

// Acosh is the inverse of Cosh.
func Acosh(x float64) float64 {
	switch {
	case !(x >= 1):
		return math.NaN()
	case x >= huge:
		return Log(x) + math.Ln2
	case x == 1:
		return 0
	case x > 2:
		return Log(2*x - 1/(x+math.Sqrt(x*x-1)))
	default:
		t := x - 1
		return Log1p(t + math.Sqrt(2*t+t*t))
	}
}

// Atanh is the inverse of Tanh.
func Atanh(x float64) float64 {
	var w float64
	switch size := math.Abs(x); {
	case !(size <= 1):
		return math.NaN()
	case size == 1:
		return x * math.Inf(1)
	case size < tiny:
		return x
	case size < 0.5:
		t := size + size
		w = Log1p(t+t*size/(1-size)) / 2
	default:
		w = Log1p((size+size)/(1-size)) / 2
	}
	return math.Copysign(w, x)
}
