package intl

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// decimal is a number as its digits: 0.d1d2d3… × 10^exp, without zeros at either end.
type decimal struct {
	neg      bool
	digits   string
	exp      int
	nan, inf bool
}

// readDecimal reads what a formatter is given: a number, a bigint, or what becomes one; strings
// keep all their digits.
func readDecimal(vm *jsruntime.VM, v jsruntime.Value) decimal {
	switch {
	case jsruntime.IsBigInt(v):
		return parseDecimal(v.String())
	case jsruntime.IsString(v):
		if _, err := strconv.ParseFloat(strings.TrimSpace(v.String()), 64); err == nil && !strings.ContainsAny(v.String(), "xXpP_nN") {
			return parseDecimal(strings.TrimSpace(v.String()))
		}
	case jsruntime.IsSymbol(v):
		vm.Throwf(jsruntime.TypeError, "Cannot convert a Symbol value to a number")
	}
	return fromFloat(v.ToNumber().ToFloat())
}

func fromFloat(x float64) decimal {
	switch {
	case math.IsNaN(x):
		return decimal{nan: true}
	case math.IsInf(x, 0):
		return decimal{inf: true, neg: x < 0}
	}
	d := parseDecimal(strconv.FormatFloat(math.Abs(x), 'e', -1, 64))
	d.neg = math.Signbit(x)
	return d
}

// smallest bounds the exponents of numbers that are told from zero: all their digits would be written.
const smallest = -100_000

// parseDecimal reads the decimal notation of a number.
func parseDecimal(s string) decimal {
	var d decimal
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		d.neg, s = true, rest
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(strings.TrimPrefix(s, "+")), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	n, _ := strconv.Atoi(exponent) // the nearest there is, of one that is too long
	if n < smallest {
		return d
	}
	d.digits, d.exp = whole+fraction, len(whole)+n
	return d.trim()
}

func (d decimal) trim() decimal {
	rest := strings.TrimLeft(d.digits, "0")
	d.exp -= len(d.digits) - len(rest)
	d.digits = strings.TrimRight(rest, "0")
	if d.digits == "" {
		d.exp = 0
	}
	return d
}

func (d decimal) zero() bool { return d.digits == "" && !d.nan && !d.inf }

// round keeps digits down to 10^-places.
func (d decimal) round(places int, mode string) decimal {
	keep := d.exp + places
	if keep >= len(d.digits) {
		return d
	}
	if !roundsUp(d, keep, mode) {
		if keep <= 0 {
			d.digits, d.exp = "", 0
			return d
		}
		d.digits = d.digits[:keep]
		return d.trim()
	}
	if keep < 0 {
		d.digits, d.exp = "1", 1-places
		return d
	}
	n, _ := new(big.Int).SetString("0"+d.digits[:keep], 10)
	up := n.Add(n, big.NewInt(1)).String()
	d.exp += len(up) - keep
	d.digits = up
	return d.trim()
}

// roundsUp decides whether cutting d after keep digits goes away from zero.
func roundsUp(d decimal, keep int, mode string) bool {
	half := 0 // what is cut off against a half
	switch {
	case keep < 0:
		half = -1
	case d.digits[keep] > '5', d.digits[keep] == '5' && len(d.digits) > keep+1:
		half = 1
	case d.digits[keep] < '5':
		half = -1
	}
	switch mode {
	case "ceil":
		return !d.neg
	case "floor":
		return d.neg
	case "expand":
		return true
	case "trunc":
		return false
	}
	if half != 0 {
		return half > 0
	}
	switch mode {
	case "halfCeil":
		return !d.neg
	case "halfFloor":
		return d.neg
	case "halfTrunc":
		return false
	case "halfEven":
		return keep > 0 && (d.digits[keep-1]-'0')%2 == 1
	}
	return true
}

// significant keeps n digits.
func (d decimal) significant(n int, mode string) decimal { return d.round(n-d.exp, mode) }

// split gives the digits before and after the point.
func (d decimal) split() (whole, fraction string) {
	switch {
	case d.exp <= 0:
		if d.digits == "" {
			return "0", ""
		}
		return "0", strings.Repeat("0", -d.exp) + d.digits
	case d.exp >= len(d.digits):
		return d.digits + strings.Repeat("0", d.exp-len(d.digits)), ""
	}
	return d.digits[:d.exp], d.digits[d.exp:]
}
