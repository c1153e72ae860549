// Package queues is the kind of binding for Queues: producers on env, and consumers, to whose
// Worker batches of messages are delivered.
//
// The one idea: a [queue] is one list in memory and one task that delivers from it; bindings put
// messages in. What producers find is producer.go; what
// handlers get is polyfills/messages.
//
// What scripts find (a test checks it):
//
//	WorkerQueue.send          emulated
//	WorkerQueue.sendBatch     emulated
//	WorkerQueue.metrics       emulated
//
// As in wrangler's local queues, messages do not outlive the session, a queue without a consumer
// in it takes messages and drops them, limits are checked only where there is a consumer, and when
// a handler throws all of its batch is tried again. Differs from the platform: one batch of a queue
// at a time, whatever max_concurrency says. Consumers by HTTP are not emulated: their messages are
// dropped.
//
// Platform: https://developers.cloudflare.com/queues/
package queues
