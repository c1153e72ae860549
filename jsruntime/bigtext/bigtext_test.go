package bigtext

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestWrite_Read goes over lengths around those at which numbers are cut.
func TestWrite_Read(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, digits := range []int{1, 2, leaf - 1, leaf, leaf + 1, 2*leaf - 1, 2 * leaf, 2*leaf + 1, 4*leaf + 1} {
		for _, first := range []byte("19") {
			for _, rest := range []string{"0", "9", ""} {
				text := string(first) + strings.Repeat(rest, (digits-1)*len(rest))
				for rest == "" && len(text) < digits {
					text += string(rune('0' + random.IntN(10)))
				}
				want, _ := new(big.Int).SetString(text, 10)
				if x := Read(" -"+text, func() {}); x == nil || x.Cmp(new(big.Int).Neg(want)) != 0 {
					t.Errorf("%d digits %c%s…: read as another number", digits, first, rest)
				}
				for _, base := range []int{3, 10, 16} {
					if got := Write(want, base, func() {}); got != want.Text(base) {
						t.Errorf("%d digits %c%s… in base %d: written as another number", digits, first, rest, base)
					}
				}
				if got := Write(new(big.Int).Neg(want), 10, func() {}); got != "-"+text {
					t.Errorf("-%d digits %c%s…: written as another number", digits, first, rest)
				}
			}
		}
	}
}

func TestRead_forms(t *testing.T) {
	for text, want := range map[string]string{
		"": "0", " \n\ufeff": "0", "0010": "10", "+1": "1", "-0": "0", "0xFf": "255", "0B11": "3", "0o17": "15",
		"1n": "", "1.0": "", "1e3": "", "--1": "", "+-1": "", "-": "", "0x": "", "-0x1": "", "0b2": "", "1_0": "", "abc": "",
	} {
		x := Read(text, func() {})
		if got := x.String(); want != "" && got != want || want == "" && x != nil {
			t.Errorf("%q: %v, want %q", text, x, want)
		}
	}
	if Read(strings.Repeat("7", mostDigits+1), func() { t.Error("began with what is too long") }) != nil {
		t.Error("a number that is too long was read")
	}
}

// TestBreathe expects that both look whether they must stop as often as their work grows.
func TestBreathe(t *testing.T) {
	breaths := 0
	breathe := func() { breaths++ }
	x := Read(strings.Repeat("7", 100*leaf), breathe)
	if breaths < 100 {
		t.Errorf("%d breaths for %d digits", breaths, 100*leaf)
	}
	breaths = 0
	if Write(x, 10, breathe); breaths < 100 {
		t.Errorf("%d breaths to write %d digits", breaths, 100*leaf)
	}
}
