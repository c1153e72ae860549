package websocket_test

import (
	"context"
	"errors"
	"testing"

	"paddock/jsruntime"
	"paddock/polyfills/abort"
	"paddock/polyfills/blob"
	"paddock/polyfills/compat"
	"paddock/polyfills/es"
	"paddock/polyfills/events"
	"paddock/polyfills/streams"
	"paddock/polyfills/url"
	"paddock/polyfills/websocket"
)

// What nobody reads is kept up to a limit.
func TestWebSocket_UnreadMessages(t *testing.T) {
	t.Parallel()
	iso, err := jsruntime.New(context.Background(), jsruntime.Options{CPULimit: -1, Memory: 4 << 20, APIs: []jsruntime.API{
		compat.API(compat.New(compat.Latest, nil)), es.API(), events.API(), abort.API(), url.API(), streams.API(), blob.API(), websocket.API(websocket.Options{}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	send := func(messages int) error {
		return iso.Do(context.Background(), func(vm *jsruntime.VM) (err error) {
			vm.InScope(vm.NewScope(context.Background(), nil), func() {
				err = vm.Set("messages", messages)
				_, failed := vm.RunString(`{
					const socket = new WebSocketPair()[0];
					socket.accept();
					for (let n = 0; n < messages; n++) socket.send(new Uint8Array(1 << 17));
				}`)
				err = errors.Join(err, failed)
			})
			return err
		})
	}
	if err := send(8); err != nil {
		t.Errorf("a quarter of the memory: %v", err)
	}
	if err := send(9); !errors.Is(err, jsruntime.ErrMemoryLimit) {
		t.Errorf("more: %v", err)
	}
}
