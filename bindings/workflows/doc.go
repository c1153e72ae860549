// Package workflows is the kind of binding for Workflows: classes whose run() goes on where it was
// after any end of the process, because the results of its steps are kept.
//
// The one idea: an [instance] is a file with a journal. A [run] calls run() of the class with a step
// object that answers out of the journal what has been done already, does the rest, and writes that
// down; so an instance is paused, moved to newer code or to another session by breaking off its run
// and beginning another. Go owns the life of instances (instance.go) and their files (journal.go),
// step.js what a step is.
//
// What scripts find (a test checks it):
//
//	WorkflowImpl.create         emulated
//	WorkflowImpl.createBatch    emulated
//	WorkflowImpl.get            emulated
//	WorkflowImpl.deleteBatch    emulated
//	InstanceImpl.id             emulated
//	InstanceImpl.status         emulated
//	InstanceImpl.pause          emulated
//	InstanceImpl.resume         emulated
//	InstanceImpl.restart        emulated
//	InstanceImpl.terminate      emulated
//	InstanceImpl.sendEvent      emulated
//	InstanceImpl.delete         emulated
//
// Files, keys and tables are those of the local platform, which reads what Paddock wrote and the
// other way round. Differs from it: instances that were not done when the session ended go on by
// themselves in the next, and an event is handed out once.
//
// Platform: https://developers.cloudflare.com/workflows/
package workflows
