package iso

import (
	"math/big"
	"strconv"
	"strings"
)

// What may be wrong with the text of a duration, in the platform's words.
var (
	errDurationEnd        = Rangef("Parsing ended abruptly.")
	errDurationDesignator = Rangef("Invalid duration designator.")
	errDurationTime       = Rangef("Invalid time duration designator.")
	errDurationDateOrder  = Rangef("Invalid date duration part order.")
	errDurationTimeOrder  = Rangef("Invalid time duration part order.")
	errDurationFraction   = Rangef("Fractional time exceeds nine digits.")
	errDurationRange      = Rangef("Provided Duration field value exceeds supported range.")
	errDurationRest       = Rangef("Unexpected character found after parsing was completed.")
)

// durationReader reads a duration as ISO 8601 and Temporal write it, as P1Y2M3W4DT5H6M7.5S.
type durationReader struct {
	rest string
	d    Duration
}

// ParseDuration reads a whole text (ParseTemporalDurationString).
func ParseDuration(text string) (Duration, error) {
	r := &durationReader{rest: text}
	negative := r.take("-")
	if !negative {
		r.take("+")
	}
	switch {
	case r.rest == "":
		return r.d, errDurationEnd
	case !r.take("Pp"):
		return r.d, errDurationDesignator
	case r.rest == "":
		return r.d, errDurationEnd
	}
	if err := r.date(); err != nil {
		return r.d, err
	}
	if r.take("Tt") {
		if err := r.clock(); err != nil {
			return r.d, err
		}
	}
	if r.rest != "" {
		return r.d, errDurationRest
	}
	if negative {
		r.d = r.d.Negated()
	}
	if !r.d.IsValid() {
		return r.d, errRange
	}
	return r.d, nil
}

// take moves past one of some letters, if it comes next.
func (r *durationReader) take(letters string) bool {
	if r.rest == "" || !strings.Contains(letters, r.rest[:1]) {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

// digits moves past digits and gives them.
func (r *durationReader) digits() string {
	n := 0
	for n < len(r.rest) && r.rest[n] >= '0' && r.rest[n] <= '9' {
		n++
	}
	digits := r.rest[:n]
	r.rest = r.rest[n:]
	return digits
}

// unit moves past one of the letters of units, of which those before next have been; end is what it
// says when there is no such letter.
func (r *durationReader) unit(letters string, next int, order error) (int, error) {
	if r.rest == "" {
		return 0, errDurationEnd
	}
	switch unit := strings.Index(letters, strings.ToUpper(r.rest[:1])); {
	case unit < 0:
		return 0, errDurationEnd
	case unit < next:
		return 0, order
	default:
		r.rest = r.rest[1:]
		return unit, nil
	}
}

func (r *durationReader) date() error {
	next := 0
	for digits := r.digits(); digits != ""; digits = r.digits() {
		n, err := strconv.ParseUint(digits, 10, 64)
		if err != nil {
			return errDurationRange
		}
		unit, err := r.unit("YMWD", next, errDurationDateOrder)
		if err != nil {
			return err
		}
		if Year+Unit(unit) != Day && n >= 1<<32 {
			return errDurationRange
		}
		*r.d.Part(Year + Unit(unit)) = float64(n)
		next = unit // the platform takes a unit twice
	}
	return nil
}

func (r *durationReader) clock() error {
	next := 0
	digits := r.digits()
	if digits == "" {
		return errDurationTime
	}
	for ; digits != ""; digits = r.digits() {
		n, err := strconv.ParseUint(digits, 10, 64)
		if err != nil {
			return errDurationRange
		}
		fraction := ""
		if r.take(".,") {
			if fraction = r.digits(); len(fraction) > 9 {
				return errDurationFraction
			}
		}
		unit, err := r.unit("HMS", next, errDurationTimeOrder)
		if err != nil {
			return err
		}
		*r.d.Part(Hour + Unit(unit)) = float64(n)
		next = unit + 1
		if fraction != "" { // the last there is
			r.spread(Hour+Unit(unit), fraction)
			return nil
		}
	}
	return nil
}

// spread gives a fraction of an hour, minute or second to the units below.
func (r *durationReader) spread(unit Unit, fraction string) {
	billionths, _ := new(big.Int).SetString((fraction + "000000000")[:9], 10)
	nanos := billionths.Mul(billionths, big.NewInt(unit.Nanoseconds()))
	rest := nanos.Quo(nanos, big.NewInt(1_000_000_000)).Int64()
	for u := unit + 1; u <= Nanosecond; u++ {
		*r.d.Part(u) = float64(rest / u.Nanoseconds())
		rest %= u.Nanoseconds()
	}
}
