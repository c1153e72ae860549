package trace

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// infos are the kinds of events by the names that they have on their way to another process.
var infos = map[string]reflect.Type{
	"fetch": reflect.TypeFor[Fetch](), "rpc": reflect.TypeFor[RPC](), "connect": reflect.TypeFor[Connect](),
	"scheduled": reflect.TypeFor[Scheduled](), "alarm": reflect.TypeFor[Alarm](), "queue": reflect.TypeFor[Queue](),
	"email": reflect.TypeFor[Email](), "tail": reflect.TypeFor[Tail](), "websocket": reflect.TypeFor[WebSocket](),
	"custom": reflect.TypeFor[Custom](),
}

// plain is a Trace without its methods.
type plain Trace

// traveling is a Trace on its way to another process.
type traveling struct {
	*plain
	Kind string
	Info json.RawMessage // in the place of the Trace's
}

// MarshalJSON gives a trace a form that leaves the process.
func (t *Trace) MarshalJSON() ([]byte, error) {
	on := traveling{plain: (*plain)(t)}
	for kind, of := range infos {
		if reflect.TypeOf(t.Info) == of {
			on.Kind = kind
		}
	}
	var err error
	if on.Info, err = json.Marshal(t.Info); err != nil {
		return nil, err
	}
	return json.Marshal(on)
}

// UnmarshalJSON makes the trace again.
func (t *Trace) UnmarshalJSON(text []byte) error {
	on := traveling{plain: (*plain)(t)}
	if err := json.Unmarshal(text, &on); err != nil {
		return err
	}
	of := infos[on.Kind]
	if of == nil {
		return fmt.Errorf("trace of an unknown kind of event, %q", on.Kind)
	}
	info := reflect.New(of)
	if err := json.Unmarshal(on.Info, info.Interface()); err != nil {
		return err
	}
	t.Info, _ = info.Elem().Interface().(Info)
	return nil
}
