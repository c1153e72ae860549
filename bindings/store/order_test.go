package store

import "testing"

func TestDecodeCursor(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, cursor, want string }{
		{"the beginning has none", "", ""},
		{"it is base64", "YSBi", "a b"},
		{"the padding may lack", "YQ", "a"},
		{"the alphabet for URLs will do", "_-__", "\uFFFD\uFFFD\uFFFD"},
		{"what is no base64 is passed over", "Y!S B\ni", "a b"},
		{"what is no UTF-8 is replaced", "bad!!", "m\uFFFD"},
		{"a lone digit says nothing", "Y", ""},
		{"what follows the padding is not read", "YQ==YQ==", "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := DecodeCursor(tt.cursor); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestStart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, prefix, after, condition, bound string }{
		{"without either it is the first key, also an empty one", "", "", "key >= ?", ""},
		{"a prefix is the first key", "a", "", "key >= ?", "a"},
		{"what comes before the prefix does not count", "b", "a", "key >= ?", "b"},
		{"a key of the prefix is passed over", "a", "a/1", "key > ?", "a/1"},
		{"so is the prefix itself", "a", "a", "key > ?", "a"},
		{"what comes behind the prefix leaves no key", "a", "b", "key > ?", "b"},
		{"the order is that of bytes", "\uffff", "😀", "key > ?", "😀"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if condition, bound := Start(tt.prefix, tt.after); condition != tt.condition || bound != tt.bound {
				t.Errorf("got %s of %q, want %s of %q", condition, bound, tt.condition, tt.bound)
			}
		})
	}
}
