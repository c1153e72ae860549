package intl

import "testing"

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]decimal{
		"0":     {},
		"-12.5": {neg: true, digits: "125", exp: 2},
		"1e-3":  {digits: "1", exp: -2},
		"050e2": {digits: "5", exp: 4},
		// As far as they would be written, digits of any number are; beyond, it is zero.
		"1e-100000":                   {digits: "1", exp: -99_999},
		"1e-999999999":                {},
		"-1e-99999999999999999999999": {neg: true},
	} {
		if got := parseDecimal(text); got != want {
			t.Errorf("%s is %+v, want %+v", text, got, want)
		}
	}
}
