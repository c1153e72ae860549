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
