package capnweb

// receive does what one message asks for. An error ends the session.
func (s *Session) receive(message []any) error {
	word, _ := at[string](message, 0)
	switch {
	case (word == "push" || word == "stream") && len(message) > 1:
		return s.pushed(message[1], word == "stream")
	case word == "pipe":
		_, err := s.addExport(&export{value: newPipe(), refs: 1})
		return err
	case word == "pull":
		if id, ok := at[float64](message, 1); ok {
			return s.pull(int64(id))
		}
	case (word == "resolve" || word == "reject") && len(message) > 2:
		if id, ok := at[float64](message, 1); ok {
			return s.settled(int64(id), message[2], word == "reject")
		}
	case word == "release":
		id, ok := at[float64](message, 1)
		refs, ok2 := at[float64](message, 2)
		if ok && ok2 {
			return s.releaseExport(int64(id), int64(refs))
		}
	case word == "abort" && len(message) > 1:
		v, err := s.evaluator().evaluate(message[1], 0)
		if err != nil {
			return err
		}
		reason, ok := v.(*Error)
		if !ok {
			reason = plainError(jsonText(v))
		}
		return &aborted{reason}
	}
	return plainError("bad RPC message: " + jsonText(message))
}

// pushed begins what an expression asks for; its result is an export.
func (s *Session) pushed(expr any, stream bool) error {
	e := s.evaluator()
	v, err := e.evaluate(expr, 0)
	if err != nil {
		return err
	}
	f, ok := v.(*future)
	if !ok {
		f = newFuture()
		if hasFutures(v) {
			s.work(f, func() (any, error) { return resolved(s.ctx, v) })
		} else {
			f.settle(v, nil)
		}
	}
	x := &export{value: f, refs: 1, pulled: stream, stream: stream}
	id, err := s.addExport(x)
	if err == nil && stream {
		s.answerWhenKnown(id, x)
	}
	return err
}

// addExport gives an export the next number of the peer's.
func (s *Session) addExport(x *export) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended != nil {
		return 0, s.ended
	}
	if len(s.exports) >= maxCalls {
		return 0, plainError("too many calls at the same time")
	}
	id := s.nextExport
	s.nextExport++
	s.exports[id] = x
	return id, nil
}

// pull makes sure that a result is sent.
func (s *Session) pull(id int64) error {
	s.mu.Lock()
	x := s.exports[id]
	if x == nil {
		s.mu.Unlock()
		return plainError("no such export ID: " + jsonText(id))
	}
	again := x.pulled
	x.pulled = true
	s.mu.Unlock()
	if !again {
		s.answerWhenKnown(id, x)
	}
	return nil
}

func (s *Session) answerWhenKnown(id int64, x *export) {
	s.whenKnown(x.value, func(v any, err error) {
		s.answer(id, v, err)
		if x.stream {
			_ = s.releaseExport(id, 1) // the session may have ended
		}
	})
}

// answer sends a result.
func (s *Session) answer(id int64, v any, err error) {
	word := "resolve"
	var text []byte
	if err == nil {
		text, err = s.encode(v)
	}
	if err != nil {
		dispose(v)
		word = "reject"
		if text, err = s.encode(asError(err)); err != nil {
			text = []byte(`["error","Error","the error cannot be sent"]`)
		}
	}
	head := message(word, id)
	s.send(append(append(append(head[:len(head)-1], ','), text...), ']'))
}

// exportedValue finds what the peer refers to.
func (s *Session) exportedValue(id int64) (any, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.exports[id]
	if x == nil {
		return nil, false
	}
	return x.value, true
}

// exportValue gives something with members its number, always the same while the peer has it.
func (s *Session) exportValue(v any) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, isObject := v.(*Object) // methods cannot be compared
	if isObject {
		if id, ok := s.own[o]; ok {
			s.exports[id].refs++
			return id
		}
	}
	id := s.nextOwn
	s.nextOwn--
	if s.ended == nil {
		s.exports[id] = &export{value: v, refs: 1}
		if isObject {
			s.own[o] = id
		}
	}
	return id
}

// releaseExport takes references back.
func (s *Session) releaseExport(id, refs int64) error {
	s.mu.Lock()
	x := s.exports[id]
	switch {
	case x == nil && s.ended != nil:
		s.mu.Unlock()
		return nil
	case x == nil:
		s.mu.Unlock()
		return plainError("no such export ID: " + jsonText(id))
	case x.refs < refs || refs < 0:
		s.mu.Unlock()
		return plainError("refcount would go negative: " + jsonText(x.refs) + " < " + jsonText(refs))
	}
	x.refs -= refs
	gone := x.refs == 0
	if gone {
		delete(s.exports, id)
		if o, ok := x.value.(*Object); ok {
			delete(s.own, o)
		}
	}
	s.mu.Unlock()
	if gone {
		x.dispose(plainError("WritableStream RPC stub was disposed without calling close()"))
	}
	return nil
}
