package websocket

import "paddock/jsruntime"

// RequestResponse is the host side of a WebSocketRequestResponsePair.
type RequestResponse struct{ Request, Response string }

var requestResponseClass = jsruntime.NewClass[RequestResponse]("WebSocketRequestResponsePair")

// RequestResponseFrom gives the host side of a WebSocketRequestResponsePair.
func RequestResponseFrom(v jsruntime.Value) (*RequestResponse, bool) {
	return requestResponseClass.From(v)
}

// NewRequestResponse makes the object of a pair.
func NewRequestResponse(vm *jsruntime.VM, p RequestResponse) *jsruntime.Object {
	return requestResponseClass.New(vm, &p)
}

func defineRequestResponse() {
	requestResponseClass.
		Constructor(2, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *RequestResponse {
			for i := range 2 {
				if len(args) <= i {
					vm.Throwf(jsruntime.TypeError, "Failed to construct 'WebSocketRequestResponsePair': constructor parameter %d is not of type 'string'.", i+1)
				}
			}
			return &RequestResponse{args.At(0).String(), args.At(1).String()}
		}).
		Getter("request", func(vm *jsruntime.VM, p *RequestResponse) jsruntime.Value { return vm.ToValue(p.Request) }).
		Getter("response", func(vm *jsruntime.VM, p *RequestResponse) jsruntime.Value { return vm.ToValue(p.Response) })
}
