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
		var meta struct {
			Result, Payload, Error json.RawMessage
			StreamOutput           *struct {
				CacheKey string
				Meta     struct{ Attempt, TotalBytes int64 }
			}
		}
		if err := json.Unmarshal([]byte(r.metadata), &meta); err != nil {
			continue // the local platform writes what JSON cannot say as nothing
		}
		switch r.event {
		case stepSucceeded:
			if s := meta.StreamOutput; s != nil {
				meta.Result, _ = json.Marshal(i.journal.preview(s.CacheKey, s.Meta.Attempt, s.Meta.TotalBytes)) // texts can always be encoded
			}
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
