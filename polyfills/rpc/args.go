package rpc

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"unicode/utf16"

	"paddock/jsruntime"
)

// EncodeArgs makes the arguments of an operation that Go code sends: strings, booleans,
// slices and maps of these. The form is that of V8's serializer, version 15.
func EncodeArgs(args ...any) (jsruntime.Message, error) {
	data, err := appendValue([]byte{0xff, 0x0f}, args)
	return jsruntime.Message{Data: data}, err
}

func appendValue(b []byte, v any) ([]byte, error) {
	var err error
	switch v := v.(type) {
	case nil:
		return append(b, '0'), nil
	case bool:
		if v {
			return append(b, 'T'), nil
		}
		return append(b, 'F'), nil
	case string:
		return appendString(b, v), nil
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = s
		}
		return appendValue(b, list)
	case []any:
		b = binary.AppendUvarint(append(b, 'A'), uint64(len(v)))
		for _, item := range v {
			if b, err = appendValue(b, item); err != nil {
				return nil, err
			}
		}
		b = append(b, '$', 0)
		return binary.AppendUvarint(b, uint64(len(v))), nil
	case map[string]any:
		b = append(b, 'o')
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if b, err = appendValue(appendString(b, key), v[key]); err != nil {
				return nil, err
			}
		}
		return binary.AppendUvarint(append(b, '{'), uint64(len(v))), nil
	}
	return nil, fmt.Errorf("encode a %T as an argument", v)
}

func appendString(b []byte, s string) []byte {
	latin1 := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xff {
			latin1 = nil
			break
		}
		latin1 = append(latin1, byte(r))
	}
	if latin1 != nil {
		return append(binary.AppendUvarint(append(b, '"'), uint64(len(latin1))), latin1...)
	}
	units := utf16.Encode([]rune(s))
	size := uint64(2 * len(units))
	head := binary.AppendUvarint([]byte{'c'}, size)
	if (len(b)+len(head))%2 != 0 { // two-byte strings begin at even offsets
		b = append(b, 0)
	}
	b = append(b, head...)
	for _, u := range units {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}
