package formdata

import "testing"

func FuzzParse(f *testing.F) {
	f.Add([]byte("--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f\\\"\"\r\n\r\nx\r\n--b--"), "multipart/form-data; boundary=b")
	f.Add([]byte("a=b&c=%"), "application/x-www-form-urlencoded;charset=utf-8")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		form, err := Parse(body, contentType, func() {})
		if err != nil || form.Validate() != nil {
			return
		}
		for _, e := range form.entries {
			if e.name == "" { // the platform writes what it does not read
				return
			}
		}
		wire, kind := form.Encode()
		again, err := Parse(wire, kind, func() {})
		if err != nil {
			t.Fatalf("what %q gives cannot be read again: %v", body, err)
		}
		if len(again.entries) != len(form.entries) {
			t.Errorf("%q has %d entries, then %d", body, len(form.entries), len(again.entries))
		}
	})
}
