package workflows

import "encoding/json"

// view is what status() tells.
type view struct {
	state   state
	outputs []json.RawMessage // of steps and of events that were waited for, in order
	output  json.RawMessage   // of the instance; nil: none yet
	failure json.RawMessage   // {name, message}; nil: none
}

// look reads the journal.
func (i *instance) look() (*view, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	records, err := i.journal.records()
	if err != nil {
		return nil, err
	}
	v := &view{state: i.state}
	for _, r := range records {
		meta, ok := i.journal.noted(r)
		if !ok {
			continue
		}
		switch r.event {
		case stepSucceeded:
			v.outputs = append(v.outputs, meta.Result)
		case waitEnded:
			v.outputs = append(v.outputs, meta.Payload)
		case succeeded:
			v.output = meta.Result
		case failed:
			v.failure = meta.Error
		}
	}
	return v, nil
}

// noted is what the journal keeps of something that has happened.
type noted struct {
	Params, Result, Config, Error json.RawMessage
	Type, Payload, Timestamp      json.RawMessage // of an event
	Name, Message                 json.RawMessage // of an error
	Attempt                       int
}

// noted reads what is kept with a record, a stream as its beginning. It is not ok for what the local platform has
// written of what JSON cannot say.
func (j *journal) noted(r record) (meta noted, ok bool) {
	var kept struct {
		noted
		StreamOutput *struct {
			CacheKey string
			Meta     struct{ Attempt, TotalBytes int64 }
		}
	}
	if err := json.Unmarshal([]byte(r.metadata), &kept); err != nil {
		return noted{}, false
	}
	if s := kept.StreamOutput; s != nil {
		kept.Result, _ = json.Marshal(j.preview(s.CacheKey, s.Meta.Attempt, s.Meta.TotalBytes)) // texts can always be encoded
	}
	return kept.noted, true
}
