package dialect

import (
	"slices"
	"strings"
	"unicode"
)

// set is a set of code points as ranges, first to last, in order and not touching.
type set [][2]rune

// everything is the set of all code points.
var everything = set{{0, unicode.MaxRune}}

// tableSet returns the union of tables as a set.
func tableSet(tables ...*unicode.RangeTable) set {
	var out set
	for _, t := range tables {
		for _, r := range t.R16 {
			out = appendRange(out, rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range t.R32 {
			out = appendRange(out, rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	return out.normal()
}

func appendRange(s set, lo, hi, stride rune) set {
	if stride == 1 {
		return append(s, [2]rune{lo, hi})
	}
	for ; lo <= hi; lo += stride {
		s = append(s, [2]rune{lo, lo})
	}
	return s
}

// normal sorts and joins ranges.
func (s set) normal() set {
	slices.SortFunc(s, func(a, b [2]rune) int { return int(a[0] - b[0]) })
	out := s[:0]
	for _, r := range s {
		if n := len(out); n > 0 && r[0] <= out[n-1][1]+1 {
			out[n-1][1] = max(out[n-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}

func (s set) union(other set) set {
	return slices.Concat(s, other).normal()
}

func (s set) invert() set {
	var out set
	next := rune(0)
	for _, r := range s {
		if r[0] > next {
			out = append(out, [2]rune{next, r[0] - 1})
		}
		next = r[1] + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, [2]rune{next, unicode.MaxRune})
	}
	return out
}

func (s set) intersect(other set) set {
	return s.invert().union(other.invert()).invert()
}

func (s set) minus(other set) set {
	return s.invert().union(other).invert()
}

// property returns a binary property that is not a table of package unicode, by any of its
// names. XID_Start and XID_Continue differ from ID_Start and ID_Continue in a few code points
// only, and are taken for them.
func property(name string) (set, bool) {
	switch name {
	case "Any":
		return everything, true
	case "ASCII":
		return set{{0, 0x7F}}, true
	case "Assigned":
		return category("Cn").invert(), true
	case "Alphabetic", "Alpha":
		return tableSet(unicode.L, unicode.Nl, unicode.Other_Alphabetic, unicode.Other_Lowercase, unicode.Other_Uppercase), true
	case "Lowercase", "Lower":
		return tableSet(unicode.Ll, unicode.Other_Lowercase), true
	case "Uppercase", "Upper":
		return tableSet(unicode.Lu, unicode.Other_Uppercase), true
	case "Cased":
		return tableSet(unicode.Ll, unicode.Other_Lowercase, unicode.Lu, unicode.Other_Uppercase, unicode.Lt), true
	case "Math":
		return tableSet(unicode.Sm, unicode.Other_Math), true
	case "ID_Start", "IDS", "XID_Start", "XIDS":
		return idStart(), true
	case "ID_Continue", "IDC", "XID_Continue", "XIDC":
		return idStart().union(tableSet(unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)).minus(patternSyntax()), true
	case "Grapheme_Extend", "Gr_Ext":
		return graphemeExtend(), true
	case "Grapheme_Base", "Gr_Base":
		return tableSet(unicode.C, unicode.Zl, unicode.Zp).union(category("Cn")).union(graphemeExtend()).invert(), true
	case "Default_Ignorable_Code_Point", "DI":
		return defaultIgnorable(), true
	}
	return emojiProperty(name)
}

func emojiProperty(name string) (set, bool) {
	switch name {
	case "Emoji":
		return emoji, true
	case "Emoji_Presentation", "EPres":
		return emojiPresentation, true
	case "Emoji_Modifier", "EMod":
		return emojiModifier, true
	case "Emoji_Modifier_Base", "EBase":
		return emojiModifierBase, true
	case "Emoji_Component", "EComp":
		return emojiComponent, true
	case "Extended_Pictographic", "ExtPict":
		return extendedPictographic, true
	}
	return nil, false
}

func patternSyntax() set { return tableSet(unicode.Pattern_Syntax, unicode.Pattern_White_Space) }

func idStart() set {
	return tableSet(unicode.L, unicode.Nl, unicode.Other_ID_Start).minus(patternSyntax())
}

func graphemeExtend() set {
	return tableSet(unicode.Me, unicode.Mn, unicode.Other_Grapheme_Extend)
}

func defaultIgnorable() set {
	shown := tableSet(unicode.White_Space, unicode.Prepended_Concatenation_Mark).union(set{{0xFFF9, 0xFFFB}, {0x13430, 0x13440}})
	return tableSet(unicode.Other_Default_Ignorable_Code_Point, unicode.Cf, unicode.Variation_Selector).minus(shown)
}

// propertyCodes are the short names of the binary properties that package unicode has.
var propertyCodes = map[string]string{
	"AHex": "ASCII_Hex_Digit", "Bidi_C": "Bidi_Control", "Dep": "Deprecated", "Dia": "Diacritic", "Ext": "Extender",
	"Hex": "Hex_Digit", "IDSB": "IDS_Binary_Operator", "IDST": "IDS_Trinary_Operator", "Ideo": "Ideographic",
	"Join_C": "Join_Control", "LOE": "Logical_Order_Exception", "NChar": "Noncharacter_Code_Point",
	"Pat_Syn": "Pattern_Syntax", "Pat_WS": "Pattern_White_Space", "QMark": "Quotation_Mark",
	"RI": "Regional_Indicator", "STerm": "Sentence_Terminal", "SD": "Soft_Dotted", "Term": "Terminal_Punctuation",
	"UIdeo": "Unified_Ideograph", "VS": "Variation_Selector", "space": "White_Space",
}

// lookup returns the set that \p{expression} stands for.
func lookup(expression string) (set, bool) {
	key, value, named := strings.Cut(expression, "=")
	if !named {
		if s := category(key); s != nil {
			return s, true
		}
		return binary(key)
	}
	switch key {
	case "General_Category", "gc":
		s := category(value)
		return s, s != nil
	case "Script", "sc", "Script_Extensions", "scx":
		// Script extensions are not in package unicode; the script is nearly the same.
		return script(value)
	}
	return nil, false
}

// category returns the set of a general category by its short or long name, or nil.
func category(name string) set {
	if short, ok := unicode.CategoryAliases[name]; ok {
		name = short
	}
	if table, ok := unicode.Categories[name]; ok {
		return tableSet(table)
	}
	return nil
}

func script(name string) (set, bool) {
	if long, ok := scriptCodes[name]; ok {
		name = long
	}
	table, ok := unicode.Scripts[name]
	if !ok {
		return nil, false
	}
	return tableSet(table), true
}

func binary(name string) (set, bool) {
	if long, ok := propertyCodes[name]; ok {
		name = long
	}
	// The Other_ tables are Unicode's own bookkeeping and no properties of patterns.
	if table, ok := unicode.Properties[name]; ok && !strings.HasPrefix(name, "Other_") {
		return tableSet(table), true
	}
	return property(name)
}
