package workflows

import "encoding/json"

// detail is all that the explorer tells of an instance.
type detail struct {
	Status string          `json:"status"`
	Params json.RawMessage `json:"params"`
	Queued *string         `json:"queued"`
	Start  *string         `json:"start"`
	End    *string         `json:"end"`
	Output json.RawMessage `json:"output"`
	Error  json.RawMessage `json:"error"`
	Steps  []any           `json:"steps"` // *stepDetail, *sleepDetail, *waitDetail
	Count  int             `json:"step_count"`
}

// What a step can be.
type (
	stepDetail struct {
		Name     string          `json:"name"`
		Start    string          `json:"start"`
		End      *string         `json:"end"`
		Success  *bool           `json:"success"`
		Type     string          `json:"type"`
		Output   json.RawMessage `json:"output,omitempty"`
		Config   json.RawMessage `json:"config"`
		Attempts []*attempt      `json:"attempts"`
	}
	attempt struct {
		Start   string          `json:"start"`
		End     *string         `json:"end"`
		Success *bool           `json:"success"`
		Error   json.RawMessage `json:"error"`
		number  int
	}
	sleepDetail struct {
		Name     string  `json:"name"`
		Start    string  `json:"start"`
		End      *string `json:"end"`
		Finished bool    `json:"finished"`
		Type     string  `json:"type"`
		Error    any     `json:"error"` // none can have one
	}
	waitDetail struct {
		Name     string  `json:"name"`
		Start    string  `json:"start"`
		End      *string `json:"end"`
		Finished bool    `json:"finished"`
		Type     string  `json:"type"`
		Error    *fault  `json:"error"`
		Output   *sent   `json:"output"`
	}
	// fault is why nobody waits any more.
	fault struct {
		Name    json.RawMessage `json:"name"`
		Message json.RawMessage `json:"message"`
	}
	// sent is the event that was waited for.
	sent struct {
		Type      json.RawMessage `json:"type"`
		Payload   json.RawMessage `json:"payload"`
		Timestamp json.RawMessage `json:"timestamp"`
	}
)

// detail reads the journal.
func (i *instance) detail() (*detail, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	records, err := i.journal.records()
	if err != nil {
		return nil, err
	}
	d := &detail{Status: i.state.String(), Steps: []any{}}
	groups := map[string]any{}
	for _, r := range records {
		meta, _ := i.journal.noted(r) // what cannot be read is nothing
		if r.group == "" {
			d.add(r, meta)
			continue
		}
		s, ok := groups[r.group]
		if !ok {
			if s = begun(r, meta); s == nil {
				continue
			}
			groups[r.group], d.Steps = s, append(d.Steps, s)
		}
		switch s := s.(type) {
		case *stepDetail:
			s.add(r, meta)
		case *sleepDetail:
			if r.event == sleepEnded {
				s.End, s.Finished = &r.at, true
			}
		case *waitDetail:
			s.add(r, meta)
		}
	}
	d.Count = len(d.Steps)
	return d, nil
}

// add takes in what has happened to the instance as a whole.
func (d *detail) add(r record, meta noted) {
	switch r.event {
	case queuedEvent:
		d.Params, d.Queued = meta.Params, &r.at
	case started:
		d.Start = &r.at
	case succeeded:
		d.Output, d.End = meta.Result, &r.at
	case failed:
		d.Error, d.End = meta.Error, &r.at
	case terminatedEvent:
		d.End = &r.at
	}
}

// begun makes the step that a record begins; nil: it begins none.
func begun(r record, meta noted) any {
	switch r.event {
	case stepStarted:
		return &stepDetail{Name: r.target, Start: r.at, Type: "step", Config: meta.Config, Attempts: []*attempt{}}
	case sleepStarted:
		return &sleepDetail{Name: r.target, Start: r.at, Type: "sleep"}
	case waitStarted:
		return &waitDetail{Name: r.target, Start: r.at, Type: "waitForEvent"}
	}
	return nil
}

func (s *stepDetail) add(r record, meta noted) {
	succeeded := r.event == stepSucceeded || r.event == attemptSucceeded
	switch r.event {
	case stepSucceeded, stepFailed:
		s.End, s.Success = &r.at, &succeeded
		if string(meta.Result) != "null" {
			s.Output = meta.Result
		}
	case attemptStarted:
		s.Attempts = append(s.Attempts, &attempt{Start: r.at, number: meta.Attempt})
	case attemptSucceeded, attemptFailed:
		for _, a := range s.Attempts {
			if a.number == meta.Attempt {
				a.End, a.Success, a.Error = &r.at, &succeeded, meta.Error
			}
		}
	}
}

func (w *waitDetail) add(r record, meta noted) {
	switch r.event {
	case waitEnded:
		w.End, w.Finished, w.Output = &r.at, true, &sent{or(meta.Type, `""`), or(meta.Payload, "{}"), meta.Timestamp}
	case waitTimedOut:
		w.End, w.Finished, w.Error = &r.at, true, &fault{or(meta.Name, `"Error"`), or(meta.Message, `""`)}
	}
}

// or gives JSON in the place of none.
func or(raw json.RawMessage, otherwise string) json.RawMessage {
	if raw == nil {
		return json.RawMessage(otherwise)
	}
	return raw
}
