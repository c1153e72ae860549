package intl

import (
	_ "embed" // the file of subdivisions
	"slices"
	"strings"
	"sync"
)

// grandfathered are tags and variants that mean another language (UTS 35, annex C).
var grandfathered = map[string]string{
	"art lojban": "jbo", "cel gaulish": "xtg", "zh guoyu": "zh", "zh hakka": "hak", "zh xiang": "hsn",
	"no bokmal": "nb", "no nynorsk": "nn", "hy arevela": "hy", "hy arevmda": "hyw", "aa saaho": "ssy",
}

// signs are the sign languages by the regions that once named them.
var signs = map[string]string{
	"BR": "bzs", "CO": "csn", "DE": "gsg", "DK": "dsl", "ES": "ssp", "FR": "fsl", "GB": "bfi", "GR": "gss", "IE": "isg", "IT": "ise",
	"JP": "jsl", "MX": "mfs", "NI": "ncs", "NL": "dse", "NO": "nsi", "PT": "psr", "SE": "swl", "US": "ase", "ZA": "sfs",
}

// variantAliases are the variants that have another name.
var variantAliases = map[string]string{"heploc": "alalc97", "polytoni": "polyton"}

// divided are the successors of states that are no more, by language; "" is the one for all others.
var divided = map[string]map[string]string{
	"SU": {"": "RU", "hy": "AM", "az": "AZ", "be": "BY", "et": "EE", "ka": "GE", "kk": "KZ", "ky": "KG", "lv": "LV", "lt": "LT", "ro": "MD", "tg": "TJ", "tk": "TM", "uk": "UA", "uz": "UZ"},
	"YU": {"": "RS", "hr": "HR", "sl": "SI", "mk": "MK", "bs": "BA"}, "CS": {"": "RS"}, "NT": {"": "SA"}, "AN": {"": "CW"},
	"172": {"": "RU", "hy": "AM", "az": "AZ", "be": "BY", "ka": "GE", "kk": "KZ", "ky": "KG", "ro": "MD", "tg": "TJ", "tk": "TM", "uk": "UA", "uz": "UZ"},
	"810": {"": "RU", "hy": "AM", "az": "AZ", "be": "BY", "et": "EE", "ka": "GE", "kk": "KZ", "ky": "KG", "lv": "LV", "lt": "LT", "ro": "MD", "tg": "TJ", "tk": "TM", "uk": "UA", "uz": "UZ"},
}

// replaceAliases puts the present names in the place of old ones.
func (t *identifier) replaceAliases() {
	for _, v := range t.variants {
		if language, ok := grandfathered[t.language+" "+v]; ok {
			t.language = language
			t.variants = slices.DeleteFunc(t.variants, func(s string) bool { return s == v })
			break
		}
	}
	if t.language == "sgn" {
		t.replaceRegion()
		if language, ok := signs[t.region]; ok {
			t.language, t.region = language, ""
		}
	}
	t.replaceLanguage()
	if t.script == "Qaai" {
		t.script = "Zinh"
	}
	t.replaceRegion()
	if slices.Contains(t.variants, "heploc") && slices.Contains(t.variants, "hepburn") {
		t.variants = slices.DeleteFunc(t.variants, func(s string) bool { return s == "hepburn" })
	}
	for i, v := range t.variants {
		if alias, ok := variantAliases[v]; ok {
			t.variants[i] = alias
		}
	}
	slices.Sort(t.variants)
	t.variants = slices.Compact(t.variants)
}

// replaceLanguage adds what belongs to the new name where the tag says nothing itself, as sr-Latn for sh.
func (t *identifier) replaceLanguage() {
	alias, ok := theWorld().Languages[t.language]
	if !ok {
		return
	}
	parts := strings.Split(alias, "-")
	t.language = parts[0]
	for _, p := range parts[1:] {
		if len(p) == 4 && t.script == "" {
			t.script = p
		}
		if len(p) != 4 && t.region == "" {
			t.region = p
		}
	}
}

func (t *identifier) replaceRegion() {
	if successors, ok := divided[t.region]; ok {
		likely := identifier{language: t.language, script: t.script}.maximized().region
		t.region = successors[""]
		if r, ok := successors[t.language]; ok {
			t.region = r
			return
		}
		for _, r := range successors {
			if r == likely {
				t.region = r
			}
		}
		return
	}
	if alias, ok := theWorld().Regions[t.region]; ok {
		t.region = alias
	}
}

// valueAliases are old values of keys of the extension u.
var valueAliases = map[string]string{
	"ca islamicc": "islamic-civil", "ca ethiopic-amete-alem": "ethioaa", "ks primary": "level1", "ks tertiary": "level3", "ms imperial": "uksystem",
	"tz aqams": "nzakl", "tz cnckg": "cnsha", "tz cnhrb": "cnsha", "tz cnkhg": "cnurc", "tz cuba": "cuhav", "tz egypt": "egcai", "tz eire": "iedub", "tz est": "papty",
	"tz gmt0": "gmt", "tz hongkong": "hkhkg", "tz hst": "ushnl", "tz iceland": "isrey", "tz iran": "irthr", "tz israel": "jeruslm", "tz jamaica": "jmkin",
	"tz japan": "jptyo", "tz libya": "lytip", "tz mst": "usphx", "tz navajo": "usden", "tz poland": "plwaw", "tz portugal": "ptlis", "tz prc": "cnsha",
	"tz roc": "twtpe", "tz rok": "krsel", "tz turkey": "trist", "tz uct": "utc", "tz usnavajo": "usden", "tz zulu": "utc",
}

// subdivisionAliases are old names of parts of countries with the present ones; some are countries of their own.
//
//go:embed subdivisions.txt
var subdivisionAliases string

// subdivisions are those aliases by their old names.
var subdivisions = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for pair := range strings.SplitSeq(strings.TrimSpace(subdivisionAliases), ",") {
		from, to, _ := strings.Cut(strings.TrimSpace(pair), " ")
		out[from] = to
	}
	return out
})

// canonicalValue gives the present name of a value; true, and yes where it is that, is left out.
func canonicalValue(key, value string) string {
	if alias, ok := valueAliases[key+" "+value]; ok {
		return alias
	}
	if key == "rg" || key == "sd" {
		if alias, ok := subdivisions()[value]; ok {
			return alias
		}
	}
	if value == "true" || value == "yes" && strings.Contains("kb kc kh kk kn", key) {
		return ""
	}
	return value
}
