package rounded

import (
	_ "embed"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
)

//go:embed testdata/recorded.txt
var recorded string

var functions = map[string]func(x, y float64) float64{
	"acos": one(Acos), "acosh": one(Acosh), "asin": one(Asin), "asinh": one(Asinh), "atan": one(Atan), "atan2": Atan2, "atanh": one(Atanh),
	"cbrt": one(Cbrt), "cos": one(Cos), "cosh": one(Cosh), "exp": one(Exp), "expm1": one(Expm1), "log": one(Log), "log10": one(Log10),
	"log1p": one(Log1p), "log2": one(Log2), "pow": Pow, "sin": one(Sin), "sinh": one(Sinh), "tan": one(Tan), "tanh": one(Tanh),
}

func one(f func(float64) float64) func(x, y float64) float64 {
	return func(x, _ float64) float64 { return f(x) }
}

func TestFunctions_GiveWhatV8Gives(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(recorded) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		words := strings.Fields(line)
		numbers := make([]float64, len(words))
		for i, word := range words[1:] {
			var err error
			if numbers[i], err = strconv.ParseFloat(word, 64); err != nil {
				t.Fatal(err)
			}
		}
		want := numbers[len(words)-2]
		if got := functions[words[0]](numbers[0], numbers[1]); got != want {
			t.Errorf("%s: got %v", strings.TrimSpace(line), got)
		}
	}
}

func TestFunctions_AtTheirEdges(t *testing.T) {
	t.Parallel()
	inf, zero := math.Inf(1), math.Copysign(0, -1)
	for name, test := range map[string]struct{ got, want float64 }{
		"exp of infinity":                    {Exp(inf), inf},
		"exp of minus infinity":              {Exp(-inf), 0},
		"exp near the largest":               {Exp(709.5), 1.3549863193146328e308},
		"exp of nearly nothing":              {Exp(-745), 5e-324},
		"expm1 of minus zero":                {Expm1(zero), zero},
		"expm1 of minus infinity":            {Expm1(-inf), -1},
		"log of zero":                        {Log(0), -inf},
		"log of the smallest":                {Log(5e-324), -744.4400719213812},
		"log10 of a power":                   {Log10(1e300), 300},
		"log2 of a power":                    {Log2(0x1p-1074), -1074},
		"log1p of minus one":                 {Log1p(-1), -inf},
		"sin of a large number":              {Sin(math.MaxFloat64), 0.004961954789184062},
		"tan of a large number":              {Tan(1e21), -0.8955232925542654},
		"sin of minus zero":                  {Sin(zero), zero},
		"acos of one":                        {Acos(1), 0},
		"asin of minus zero":                 {Asin(zero), zero},
		"atan of infinity":                   {Atan(inf), math.Pi / 2},
		"atan2 of far less than nothing":     {Atan2(-1e-200, -1e200), -math.Pi},
		"atan2 of minus zero":                {Atan2(zero, -1), -math.Pi},
		"cbrt of a cube":                     {Cbrt(-27), -3},
		"cosh past the largest":              {Cosh(711), inf},
		"sinh near the largest":              {Sinh(-709.8980260721863), -1.0087079449374666e308},
		"pow that ties":                      {Pow(3, 34), 16677181699666568},
		"pow of one to infinity is none":     {Pow(-1, inf), math.NaN()},
		"pow of a negative to a fraction":    {Pow(-8, 1.0/3), math.NaN()},
		"pow to nothing":                     {Pow(math.NaN(), 0), 1},
		"pow to less than the smallest":      {Pow(-10, -1001), zero},
		"pow past the largest":               {Pow(-10, 1001), -inf},
		"pow among the smallest":             {Pow(2, -1074), 5e-324},
		"pow of integers":                    {Pow(-7, 3), -343},
		"pow to a large exponent":            {Pow(1.5, 1e300), inf},
		"pow of the smallest to nearly zero": {Pow(5e-324, 1e-300), 1},
	} {
		if math.Float64bits(test.got) != math.Float64bits(test.want) && !(test.got != test.got && test.want != test.want) {
			t.Errorf("%s: got %v, want %v", name, test.got, test.want)
		}
	}
}

// Every tenth of an integer is rounded right, which many more bits show.
func TestExp_IsTheNearestNumber(t *testing.T) {
	t.Parallel()
	for n := -300; n <= 300; n++ {
		x := float64(n) / 10
		exact, term := new(big.Float).SetPrec(400), new(big.Float).SetPrec(400).SetInt64(1)
		for i := int64(1); i < 250; i++ {
			exact.Add(exact, term)
			term.Mul(term, big.NewFloat(x))
			term.Quo(term, new(big.Float).SetPrec(400).SetInt64(i))
		}
		if want, _ := exact.Float64(); Exp(x) != want {
			t.Errorf("exp %v: got %v, want %v", x, Exp(x), want)
		}
	}
}

func BenchmarkFunctions(b *testing.B) {
	for _, name := range []string{"sin", "exp", "log", "pow", "atan2", "tan", "cbrt"} {
		b.Run(name, func(b *testing.B) {
			f := functions[name]
			for i := 0; b.Loop(); i++ {
				f(float64(i&1023)*0.0123+0.001, 2.5)
			}
		})
	}
}
