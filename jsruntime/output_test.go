package jsruntime

import (
	"context"
	"errors"
	"slices"
	"testing"
)

// together runs tasks that are in the queue at the same time, and gives what they noted.
func together(t *testing.T, tasks func(vm *VM, note func(string)) []func()) (notes []string) {
	t.Helper()
	iso := open(t, Options{})
	done := make(chan struct{})
	err := iso.Do(context.Background(), func(vm *VM) error {
		for _, task := range tasks(vm, func(s string) { notes = append(notes, s) }) {
			iso.Post(func(*VM) { task() })
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	iso.Post(func(vm *VM) { iso.Post(func(*VM) { close(done) }) }) // behind them, in a queue of its own
	<-done
	return notes
}

func TestAtOutput(t *testing.T) {
	t.Parallel()
	turn := func(vm *VM, s *Scope, f func()) func() { return func() { vm.InScope(s, f) } }
	t.Run("turns that follow at once share the hook, and wait for it in their order", func(t *testing.T) {
		t.Parallel()
		got := together(t, func(vm *VM, note func(string)) []func() {
			actor, other := vm.NewScope(context.Background(), nil), vm.NewScope(context.Background(), nil)
			send := func(text string) { vm.Emit(func() { note(text) }) }
			return []func(){
				turn(vm, actor, func() {
					vm.AtOutput(func() error { note("commit"); return nil })
					send("one")
				}),
				turn(vm, other, func() { send("elsewhere") }),
				turn(vm, actor, func() { send("two") }),
			}
		})
		if want := []string{"elsewhere", "commit", "one", "two"}; !slices.Equal(got, want) {
			t.Errorf("%v, not %v", got, want)
		}
	})
	t.Run("a hook that fails takes back what all of them emitted, and ends the scope", func(t *testing.T) {
		t.Parallel()
		full := errors.New("the disk is full")
		var actor *Scope
		got := together(t, func(vm *VM, note func(string)) []func() {
			actor = vm.NewScope(context.Background(), nil)
			answer := func(text string) {
				vm.Settle(actor, func(lost error) {
					if lost != nil {
						text += ": " + lost.Error()
					}
					note(text)
				})
			}
			return []func(){
				turn(vm, actor, func() {
					vm.AtOutput(func() error { return full })
					vm.Emit(func() { note("sent") })
					answer("one")
				}),
				turn(vm, actor, func() { answer("two") }),
			}
		})
		if want := []string{"one: the disk is full", "two: the disk is full"}; !slices.Equal(got, want) {
			t.Errorf("%v, not %v", got, want)
		}
		if !errors.Is(actor.Aborted(), full) {
			t.Errorf("the scope was aborted for %v", actor.Aborted())
		}
	})
	t.Run("it is run also where the task that follows is held back", func(t *testing.T) {
		t.Parallel()
		got := together(t, func(vm *VM, note func(string)) []func() {
			gate := vm.NewGate()
			gate.Shut()
			actor, shut := vm.NewScope(context.Background(), nil), vm.NewScope(context.Background(), gate)
			vm.Isolate().Post(func(vm *VM) {
				vm.InScope(actor, func() {
					vm.AtOutput(func() error { note("commit"); return nil })
					vm.Emit(func() { note("sent") })
				})
			})
			shut.PostEvent(func(*VM) { note("never") })
			return nil
		})
		if want := []string{"commit", "sent"}; !slices.Equal(got, want) {
			t.Errorf("%v, not %v", got, want)
		}
	})
	t.Run("nothing waits for a turn behind a long one", func(t *testing.T) {
		t.Parallel()
		o := &output{care: careAfter, shared: make([]turnHook, 1)}
		now := o.since.Add(1)
		for range careAfter - 1 {
			if o.sharesAt(now, now) {
				t.Fatal("turns share too early")
			}
		}
		if !o.sharesAt(now, now) {
			t.Error("turns never share again")
		}
		if o.sharesAt(now, now.Add(longTurn+1)) || o.care != careAfter {
			t.Error("a turn that was long shares")
		}
	})
}
