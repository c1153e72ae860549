package encoding

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// find is "get an encoding" of the standard: the name of the label's encoding and what opens
// a run of it, nil when there is none or it only stands for one that is not to be decoded.
func find(label string, o older) (name string, open func() codec) {
	label = strings.Trim(label, "\t\n\f\r ")
	for i := 0; i < len(label); i++ {
		if label[i] <= ' ' || label[i] > '~' {
			return "", nil // or the table would trim and fold more than the standard does
		}
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return "", nil
	}
	if name, err = htmlindex.Name(e); err != nil {
		return "", nil
	}
	return name, opener(name, e, o)
}

// opener gives what opens a run of an encoding.
func opener(name string, e encoding.Encoding, o older) func() codec {
	read := func(read func([]byte) character) func() codec {
		return func() codec { return &characters{read: read} }
	}
	switch name {
	case "replacement":
		return nil
	case "utf-8":
		return func() codec { return &utf8Codec{} }
	case "utf-16le", "utf-16be":
		return func() codec { return &utf16Codec{big: name == "utf-16be"} }
	case "iso-2022-jp":
		return func() codec { return &iso2022JP{older: o} }
	case "gb18030", "gbk":
		return read(o.gb18030)
	case "big5":
		return read(o.big5)
	case "euc-jp":
		return read(o.eucJP)
	case "euc-kr":
		return read(eucKR)
	case "shift_jis":
		return read(o.shiftJIS)
	}
	table := singleByteTable(e)
	return func() codec { return table }
}
