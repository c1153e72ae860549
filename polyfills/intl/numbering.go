package intl

import (
	"strings"

	"paddock/jsruntime"
)

// numbering reads the option numberingSystem and chooses the locale.
func (o options) numbering() (string, tag, *locale) {
	asked := o.keyValue("numberingSystem")
	t, data := o.resolve()
	return t.numbering(asked), t, data
}

// numbering chooses the numbering system: the one asked for, else the locale's own.
func (t *tag) numbering(asked string) string {
	return t.choose("nu", asked, t.usualDigits(), func(nu string) bool { return theWorld().Digits[nu] != "" })
}

// usualDigits is the numbering system of the locale.
func (t tag) usualDigits() string {
	for nu, locales := range theWorld().Numberings {
		if listed(locales, t.name) {
			return nu
		}
	}
	return "latn"
}

// language is the first part of the name.
func (t tag) language() string {
	language, _, _ := strings.Cut(t.name, "-")
	return language
}

// plainNumbers writes numbers for another format, in its locale and digits.
func plainNumbers(vm *jsruntime.VM, t tag, data *locale, nu string) *numberFormat {
	f := newNumberFormat(vm, "Intl.NumberFormat", jsruntime.Undefined(), jsruntime.Undefined())
	f.tag, f.data, f.nu = t, data, nu
	return f
}

// numberSigns are what numbering systems of their own kind have in the place of a locale's signs: the
// decimal mark, the mark between groups, minus, plus and percent.
var numberSigns = map[string][5]string{
	"arab":    {"٫", "٬", "\u061c-", "\u061c+", "٪\u061c"},
	"arabext": {"٫", "٬", "\u200e-\u200e", "\u200e+\u200e", "٪"},
}

// inDigits writes the parts of a number in a numbering system; own says that it is the locale's, whose
// signs they have.
func inDigits(parts []part, nu string, own bool) []part {
	digits := []rune(theWorld().Digits[nu])
	if nu == "latn" || len(digits) != 10 {
		return parts
	}
	signs, known := numberSigns[nu]
	for i := range parts {
		p := &parts[i]
		switch p.kind {
		case "integer", "fraction", "exponentInteger", "exponentSeparator":
			p.text = withDigits(p.text, digits)
		case "decimal", "group", "minusSign", "plusSign", "percentSign":
			if at := strings.Index("decimal group minusSign plusSign percentSign", p.kind); known && !own {
				p.text = signs[strings.Count("decimal group minusSign plusSign percentSign"[:at], " ")]
			}
		}
	}
	return parts
}

// withDigits puts digits in the place of Latin ones.
func withDigits(text string, digits []rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return digits[r-'0']
		}
		return r
	}, text)
}
