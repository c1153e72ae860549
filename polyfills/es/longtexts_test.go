package es

import (
	"context"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
)

func TestLongTexts_EndWhereTheScriptMust(t *testing.T) {
	t.Parallel()
	const plain, wide = `"abcdefgh".repeat(2 ** 21)`, `"äbcdefgh".repeat(2 ** 21)`
	calls := []string{
		`[RegExp.prototype.test, /x/, ` + wide + `]`,
		`[Array.from, Array, ` + plain + `.matchAll(/c/g)]`,
		`[RegExp.prototype.exec, /x/, ` + plain + `]`,
		`[JSON.parse, JSON, "[" + "1,".repeat(2 ** 13) + "1]"]`,
		`[JSON.stringify, JSON, Array(2 ** 13).fill(1.5)]`,
		`[RegExp.prototype.test, /(.*)\1\1\1x/, ` + plain + `]`,
	}
	for _, text := range []string{plain, wide} {
		for _, call := range []string{`replace, TEXT, /c/g, "x"`, `replace, TEXT, /c/g, Math.abs`, `split, TEXT, /c/`, `split, TEXT, "c"`, `match, TEXT, /[ce]/g`, `search, TEXT, /x/`,
			`replaceAll, TEXT, "c", "xy"`, `replaceAll, TEXT, "c", Math.abs`, `replaceAll, TEXT, "", "x"`} {
			calls = append(calls, "[String.prototype."+strings.ReplaceAll(call, "TEXT", text)+"]")
		}
	}
	for _, call := range []string{"toUpperCase", "toLowerCase", "normalize"} {
		calls = append(calls, "[String.prototype."+call+", "+wide+"]")
	}
	jstest.Interrupted(t, calls, API())
}

// What long texts give is what their parts give.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, API())
	for name, src := range map[string]string{
		"capitals":           `of("äßﬁx").toUpperCase() === of("ÄSSFIX")`,
		"small letters":      `of("ÄΣİ ΑΣ ").toLowerCase() === of("äσi̇ ας ")`,
		"a sigma and iotas":  `of("Α\u0345ΣΑ").toLowerCase() === of("Α\u0345ΣΑ".toLowerCase())`,
		"decomposed":         `of("äö").normalize("NFD") === of("a\u0308o\u0308")`,
		"composed":           `of("a\u0308가\u11a8").normalize() === of("ä각")`,
		"halves":             `of("ä\ud800b").toUpperCase() === of("Ä\ud800B")`,
		"replaced":           `long("äbc").replace(/(b)c/g, "<$1>") === long("ä<b>")`,
		"replaced by text":   `long("äb.").replaceAll("b.", "[$&$1]") === long("ä[b.$1]")`,
		"split":              `long("a,b").split(/,/).map((s) => s.length).join() === 2 ** 24 + 1 + "," + (2 ** 24 + 1)`,
		"split by captures":  `long("a,b").split(/(,)/)[1] === ","`,
		"matched":            `long("abc").match(/[ac]/g).join() === "a,c"`,
		"matched one by one": `Array.from(long("abc").matchAll(/[ac]/g), (m) => m.index - 2 ** 24).join() === "0,2"`,
		"found":              `long("abc").search(/c/) === 2 ** 24 + 2`,
		"repeated":           `"ab".repeat(2 ** 21 + 3).length === 2 ** 22 + 6 && "äb".repeat(2 ** 21 + 3).endsWith("bäb")`,
		"filled":             `"x".padStart(2 ** 21, "äbc").endsWith("äbcäx") && "x".padEnd(2 ** 21).length === 2 ** 21 && "x".padEnd(2 ** 21 + 3, "ab").startsWith("xab")`,
	} {
		t.Run(name, func(t *testing.T) {
			err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				v, err := vm.RunString(`{ const n = 2 ** 21; const of = (text) => text.repeat(n), around = "x".repeat(2 ** 24), long = (text) => around + text + around; ` + src + ` }`)
				if err == nil && !v.ToBoolean() {
					t.Error("is not")
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
