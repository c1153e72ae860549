package intl

import (
	"bytes"
	"encoding/json"
	"sync"
)

// lazy is a part of a file that is read when it is first asked for: most formats need few parts of the
// many. What several files say of a part comes together.
type lazy[T any] struct {
	texts [][]byte
	once  sync.Once
	value T
}

// UnmarshalJSON keeps the text.
func (l *lazy[T]) UnmarshalJSON(b []byte) error {
	l.texts = append(l.texts, bytes.Clone(b))
	return nil
}

func (l *lazy[T]) get() T {
	l.once.Do(func() {
		for _, text := range l.texts {
			must(json.Unmarshal(text, &l.value)) // it is embedded
		}
		l.texts = nil
	})
	return l.value
}
