package dialect

import "testing"

func TestCompile_Lengths(t *testing.T) {
	t.Parallel()
	const attempt = `const of = (f) => { try { return String(f().byteLength); } catch (e) { return e.name + ": " + e.message; } };`
	for src, want := range map[string]string{
		`of(() => new ArrayBuffer(2 ** 40))`:                                  "RangeError: Array buffer allocation failed",
		`of(() => new Uint8Array(2 ** 40))`:                                   "RangeError: Invalid typed array length: 1099511627776",
		`of(() => new Uint8Array(1099511627776))`:                             "RangeError: Invalid typed array length: 1099511627776",
		`of(() => new Float64Array(2 ** 29))`:                                 "RangeError: Invalid typed array length: 536870912",
		`of(() => new Uint8Array(16))`:                                        "16",
		`{ const n = 3; of(() => new Uint16Array(n)) }`:                       "6",
		`of(() => new Uint8Array([1, 2, 3]))`:                                 "3",
		`{ const b = new ArrayBuffer(8); of(() => new Uint8Array(b, 2, 4)) }`: "4",
		`of(() => new Uint8Array())`:                                          "0",
		`of(() => new Uint8Array(...[5]))`:                                    "5",
	} {
		if got := run(t, attempt+src, Options{}); got != want {
			t.Errorf("%s gives %q, want %q", src, got, want)
		}
	}
}
