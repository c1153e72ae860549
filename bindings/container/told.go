package container

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"paddock/jsruntime"
)

// errNoInstance is the error of a container that may not run beside the others of its class. Its text
// is that of the deployed runtime, today's and that on which packages match.
var errNoInstance = jsruntime.Errorf(jsruntime.PlainError, "Maximum number of running container instances exceeded: there is no container instance that can be provided to this Durable Object, try again later")

// full tells that max_instances are running, once for each class.
func (l *life) full() {
	r := l.resource
	r.fullOnce.Do(func() {
		r.opts.Warn(fmt.Sprintf("%d containers of %s are running, which is its max_instances: the container %s does not start.\n"+
			"On the platform it would not either. Raise max_instances, or let containers end (sleepAfter, stop, destroy).", r.most, r.class, l.label()))
	})
}

// tellStart tells what was started where.
func (l *life) tellStart(r *run) {
	if l.foreground() != nil {
		return
	}
	link, _ := r.inst.Link()
	l.resource.opts.Status(fmt.Sprintf("⎔ The container %s has started (egress by %s)", l.label(), link))
}

// tellFailed tells why a container did not start, once for each reason: not every class asks monitor().
func (l *life) tellFailed(r *run, err error) {
	r.mu.Lock()
	asked := r.asked
	r.mu.Unlock()
	if asked || errors.Is(err, errNoInstance) || errors.Is(err, context.Canceled) {
		return
	}
	res := l.resource
	why := strings.TrimPrefix(err.Error(), "start "+res.class+"/"+l.object+": ")
	res.mu.Lock()
	told := res.failures[why]
	res.failures[why] = true
	res.mu.Unlock()
	if !told {
		res.opts.Warn(fmt.Sprintf("The container %s did not start: %s", l.label(), why))
	}
}

// tellReady tells, once for each port, that something answers there.
func (l *life) tellReady(r *run, port uint16) {
	if r.tell(port, true) {
		l.resource.opts.Status(fmt.Sprintf("⎔ The container %s listens on port %d, %s after its start", l.label(), port, r.age()))
	}
}

// patience is how long a container may take to listen before its user is told that it does not.
const patience = 3 * time.Second

// tellDeaf tells, once for each port, that nothing answers there, and where something does.
func (l *life) tellDeaf(r *run, port uint16) {
	if time.Since(r.begun) < patience || !r.tell(port, false) {
		return
	}
	text := fmt.Sprintf("The container %s does not listen on port %d, %s after its start.", l.label(), port, r.age())
	if from, ok := r.inst.(Listener); ok {
		var places []string
		for _, a := range from.Listening() {
			places = append(places, a.String())
		}
		if len(places) == 0 {
			text += "\nIt listens nowhere yet."
		} else {
			text += "\nIt listens on " + strings.Join(places, ", ") + ". The port to ask for is that of defaultPort, requiredPorts or getTcpPort()."
		}
	}
	l.resource.opts.Warn(text)
}

// portNews is what the user is told of a port.
type portNews struct {
	port   uint16
	answer bool
}

// tell notes that the user is told something of a port; false: that was done.
func (r *run) tell(port uint16, answer bool) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	news := portNews{port, answer}
	if r.told[news] {
		return false
	}
	if r.told == nil {
		r.told = map[portNews]bool{}
	}
	r.told[news] = true
	return true
}

// tellEnd tells how a container has ended; that it failed by itself is a warning.
func (l *life) tellEnd(r *run) {
	if r.inst == nil || l.foreground() != nil || r.exitErr != nil {
		return
	}
	r.mu.Lock()
	asked := r.asked
	r.mu.Unlock()
	text := fmt.Sprintf("The container %s has ended with exit code %d, %s after its start", l.label(), r.exit.Code, r.age())
	if r.exit.Signal != 0 {
		text = fmt.Sprintf("The container %s was ended by the signal %s, %s after its start", l.label(), r.exit.Signal, r.age())
	}
	if r.exit.Code == 0 || asked {
		l.resource.opts.Status("⎔ " + text)
		return
	}
	l.resource.opts.Warn(text + ".")
}

// age is the time since a run began.
func (r *run) age() time.Duration {
	return time.Since(r.begun).Round(10 * time.Millisecond)
}
