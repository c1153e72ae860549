package streams

import "paddock/jsruntime"

// Made says where the bytes of a native stream come from.
type Made int

const (
	// Received bytes come from outside: any writable stream takes them from a pipe.
	Received Made = iota
	// Held bytes are in memory; branches of a tee of them count as transformed.
	Held
	// Transformed bytes come out of a transform of the platform's, or of a tee of one.
	Transformed
)

// betweenTransforms is what the platform says of a pipe from one of its own transforms into another.
const betweenTransforms = "Inter-TransformStream ReadableStream.pipeTo() is not implemented."

// refusesPipe gives the error of a pipe that the platform does not have, so that its transforms make no circles:
// from a transform of bytes, or a branch of one, into another. The pipe has begun, and nobody ends it: both streams
// stay locked. nil: the pipe may run.
func (s *stream) refusesPipe(w *writable, opts pipeOptions) error {
	n, isNative := s.control.(*native)
	_, isConduit := w.sink.(*conduitSink)
	if !isNative || !isConduit || n.made != Transformed || s.state == stateClosed || w.state != writing || w.closing() || opts.aborted() {
		return nil
	}
	s.acquire()
	(&writer{}).attach(w)
	s.disturbed = true
	return jsruntime.Errorf(jsruntime.TypeError, betweenTransforms)
}

// branches is what the branches of a tee are made of.
func (m Made) branches() Made {
	if m == Held {
		return Transformed
	}
	return m
}
