package docker

import (
	"encoding/json"
	"regexp"

	"google.golang.org/protobuf/encoding/protowire"
)

// buildkitTrace follows the messages in which BuildKit tells what it does: StatusResponse of its
// api/services/control/control.proto.
type buildkitTrace struct {
	names   map[string]string // of steps, by digest
	started map[string]bool
	broken  string // the name of the step that has failed
}

// Fields of the messages.
const (
	statusVertex  = 1
	statusLog     = 3
	vertexDigest  = 1
	vertexName    = 3
	vertexCached  = 4
	vertexStarted = 5
	vertexError   = 7
	logMessage    = 4
)

// read takes one message, in JSON a string of base64, and gives its lines. What it cannot read it
// leaves out: the build goes on all the same.
func (t *buildkitTrace) read(aux json.RawMessage, line func(string)) {
	var message []byte
	if json.Unmarshal(aux, &message) != nil {
		return
	}
	if t.names == nil {
		t.names, t.started = map[string]string{}, map[string]bool{}
	}
	eachField(message, func(field protowire.Number, value []byte, _ uint64) {
		switch field {
		case statusVertex:
			t.vertex(value, line)
		case statusLog:
			eachField(value, func(field protowire.Number, value []byte, _ uint64) {
				if field == logMessage {
					line(string(value))
				}
			})
		}
	})
}

func (t *buildkitTrace) vertex(message []byte, line func(string)) {
	var digest, name, failure string
	started, cached := false, false
	eachField(message, func(field protowire.Number, value []byte, number uint64) {
		switch field {
		case vertexDigest:
			digest = string(value)
		case vertexName:
			name = string(value)
		case vertexStarted:
			started = true
		case vertexCached:
			cached = number != 0
		case vertexError:
			failure = string(value)
		}
	})
	if (started || cached) && !t.started[digest] {
		t.started[digest] = true
		if cached {
			name += " (cached)"
		}
		line(name)
	}
	if failure != "" && t.broken == "" {
		t.broken = name
	}
}

// stepNumber is what BuildKit puts before an instruction.
var stepNumber = regexp.MustCompile(`^\[[^\]]*\] `)

// failed gives the instruction that has failed, or else what was known before.
func (t *buildkitTrace) failed(before string) string {
	if t.broken == "" {
		return before
	}
	return stepNumber.ReplaceAllString(t.broken, "")
}

// eachField calls f with the fields of a message: bytes, or a number.
func eachField(message []byte, f func(field protowire.Number, value []byte, number uint64)) {
	for len(message) > 0 {
		field, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return
		}
		message = message[n:]
		switch kind {
		case protowire.BytesType:
			value, n := protowire.ConsumeBytes(message)
			if n < 0 {
				return
			}
			f(field, value, 0)
			message = message[n:]
		case protowire.VarintType:
			number, n := protowire.ConsumeVarint(message)
			if n < 0 {
				return
			}
			f(field, nil, number)
			message = message[n:]
		default:
			if n = protowire.ConsumeFieldValue(field, kind, message); n < 0 {
				return
			}
			message = message[n:]
		}
	}
}
