package workers

import (
	"time"

	"paddock/jsruntime"
)

// Schedule is a cron event: the host side of ScheduledController.
type Schedule struct {
	Time time.Time // for which the event was scheduled
	Cron string    // the trigger's expression
	// NoRetry is set by noRetry().
	NoRetry bool
}

var controllerClass = jsruntime.NewClass[Schedule]("ScheduledController").
	Getter("scheduledTime", func(vm *jsruntime.VM, s *Schedule) jsruntime.Value { return vm.ToValue(s.Time.UnixMilli()) }).
	Getter("cron", func(vm *jsruntime.VM, s *Schedule) jsruntime.Value { return vm.ToValue(s.Cron) }).
	Method("noRetry", 0, func(_ *jsruntime.VM, s *Schedule, _ jsruntime.Args) jsruntime.Value {
		s.NoRetry = true
		return nil
	})

// NewController makes the argument of scheduled().
func NewController(vm *jsruntime.VM, s *Schedule) jsruntime.Value { return controllerClass.New(vm, s) }
