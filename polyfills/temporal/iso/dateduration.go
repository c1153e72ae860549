package iso

// DateDuration is the part of a duration that calendars reckon with. Its parts have one sign, or are 0.
type DateDuration struct{ Years, Months, Weeks, Days int64 }

// Sign is -1, 0 or 1.
func (d DateDuration) Sign() int {
	for _, n := range [...]int64{d.Years, d.Months, d.Weeks, d.Days} {
		if n < 0 {
			return -1
		}
		if n > 0 {
			return 1
		}
	}
	return 0
}

// Negated gives the duration backwards.
func (d DateDuration) Negated() DateDuration {
	return DateDuration{-d.Years, -d.Months, -d.Weeks, -d.Days}
}
