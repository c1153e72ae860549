package dialect

import (
	"strings"

	"github.com/dop251/goja"
)

// V8's words for what is no text of bytes.
const (
	oddHex         = "Input string must contain hex characters in even length"
	singleBase64   = "The base64 input terminates with a single character, excluding padding (=)."
	foreignBase64  = "Found a character that cannot be part of a valid base64 string."
	unclearPadding = "The base64 input terminates with non-zero padding bits."
)

// base64Messages are those about a text of base64.
var base64Messages = map[string]rule{
	"a single extra base64 character in the last chunk": always(singleBase64),
	"missing padding in the last chunk":                 always(singleBase64),
	"extra bits in the last base64 character":           always(unclearPadding),
	"invalid base64 character":                          always(foreignBase64),
	"unexpected character after padding":                always(foreignBase64),
	"unexpected padding character": func(_ string, at site) string {
		text := strings.Map(func(r rune) rune {
			if strings.ContainsRune(" \t\n\f\r", r) {
				return -1
			}
			return r
		}, at.argument(0).String())
		if padded, _, _ := strings.Cut(text, "="); len(padded)%4 == 1 && len(padded) == len(text)-1 {
			return singleBase64
		}
		return foreignBase64
	},
	"missing padding character": func(_ string, at site) string {
		if v, ok := at.option("lastChunkHandling"); ok && v.String() == "strict" {
			return singleBase64
		}
		return foreignBase64
	},
}

func always(text string) rule { return func(string, site) string { return text } }

// option is a property of the options that a method of bytes was given, if reading it runs no script.
func (s site) option(name string) (goja.Value, bool) {
	for _, v := range s.fault.Arguments {
		if o, ok := v.(*goja.Object); ok && !s.isProxy(o) && s.fault.Getter != nil && !s.fault.Getter(o, name) {
			if v := o.Get(name); v != nil {
				return v, true
			}
		}
	}
	return nil, false
}

// invalidOption is for an option of a value that it cannot have.
func invalidOption(name string) rule {
	return func(_ string, at site) string {
		v, ok := at.option(name)
		if !ok || at.fault.Kind == nil {
			return ""
		}
		return "invalid option " + at.shown(v)
	}
}

// bytesMethods are the methods that Uint8Array has and other typed arrays have not.
var bytesMethods = map[string]bool{"toHex": true, "toBase64": true, "setFromHex": true, "setFromBase64": true}

// notBytes is for a method of Uint8Array that is called on something else.
func notBytes(_ string, at site) string {
	method, this := at.running()
	switch {
	case method == "" || at.fault.Class == nil:
		return ""
	case strings.HasPrefix(method, "Uint8Array.prototype.set") && at.fault.Class(this) != "View":
		return "this is not a typed array."
	}
	return "Method " + method + " called on incompatible receiver " + at.shown(this)
}
