package queues_test

import (
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"paddock/jsruntime/worker/workertest"
)

// consumer is a Worker that sends n messages when it is asked, does with each batch what it is
// asked to, and tells after some time which batches there were.
const consumer = `
let log = [];
let act = () => {};
const acts = {
	nothing() {},
	throw(b) { b.messages[0].ack(); throw new Error("thrown"); },
	retry(b) { b.messages[0].retry(); },
	later(b) { b.messages[0].retry({ delaySeconds: 30 }); },
	"ack, retryAll"(b) { b.messages[0].ack(); b.retryAll(); },
	"ack, retry"(b) { b.messages[0].ack(); b.messages[0].retry(); },
	"retry, ack"(b) { b.messages[0].retry(); b.messages[0].ack(); },
	"retry, ackAll"(b) { b.messages[0].retry(); b.ackAll(); },
	"ackAll, retry"(b) { b.ackAll(); b.messages[0].retry(); },
	"ackAll, retryAll"(b) { b.ackAll(); b.retryAll(); },
	"retryAll, ackAll"(b) { b.retryAll(); b.ackAll(); },
	async waitUntil(b, env, ctx) { ctx.waitUntil((async () => { await scheduler.wait(50); b.messages[0].retry(); })()); },
	fields(b) {
		const m = b.messages[0];
		log.push([b, m].map((o) => Object.prototype.toString.call(o) + Object.keys(o)).join(" "),
			[m.id.length, m.timestamp instanceof Date, JSON.stringify(b.metadata), b.messages === b.messages].join(" "));
	},
	wrong(b) {
		for (const f of [() => b.messages[0].retry(5), () => b.retryAll(5)]) {
			try { f(); log.push("taken"); } catch (e) { log.push(e.name + ": " + e.message); }
		}
	},
	bodies(b) { log.push(b.messages.map(({ body }) => Object.prototype.toString.call(body) + (body instanceof ArrayBuffer ? new Uint8Array(body) : body instanceof Map ? body.get(1) : JSON.stringify(body))).join(" ")); },
};
export default {
	async fetch(request, env) {
		const q = new URL(request.url).searchParams;
		act = acts[q.get("act")];
		const queue = env[q.get("queue") ?? "Q"];
		if (q.get("act") === "bodies") {
			await queue.sendBatch([{ body: { a: [1] }, contentType: "json" }, { body: "é", contentType: "text" }, { body: new Uint8Array([1, 2]), contentType: "bytes" }, { body: new Map([[1, 2n]]), contentType: "v8" }, { body: null }]);
		} else {
			await queue.sendBatch(Array.from({ length: +q.get("n") }, (_, i) => ({ body: "m" + i, delaySeconds: +(q.get("delay") ?? 0) * (i + 1) })));
		}
		await scheduler.wait(+(q.get("wait") ?? 10000));
		return new Response(log.join("\n"));
	},
	async queue(batch, env, ctx) {
		log.push((batch.queue === "q" ? "" : batch.queue + " ") + batch.messages.map((m) => m.body + ":" + m.attempts).join(" "));
		return act(batch, env, ctx);
	},
};`

func TestQueue(t *testing.T) {
	t.Parallel()
	code := workertest.Compile(t, consumer, nil)
	sections := map[string]any{"queues": map[string]any{
		"producers": []any{
			map[string]any{"binding": "Q", "queue": "q"},
			map[string]any{"binding": "ONCE", "queue": "once"},
			map[string]any{"binding": "SLOW", "queue": "slow", "delivery_delay": 5},
		},
		"consumers": []any{
			map[string]any{"queue": "q", "max_retries": 1},
			map[string]any{"queue": "once", "max_retries": 0, "max_batch_size": 2, "max_batch_timeout": 3, "dead_letter_queue": "dead"},
			map[string]any{"queue": "dead", "max_retries": 0},
			map[string]any{"queue": "slow", "retry_delay": 20},
		},
	}}
	for _, tt := range []struct {
		name, act, query string
		want             []string
	}{
		{"a batch that is not full goes after some time", "nothing", "n=2", []string{"m0:1 m1:1"}},
		{"not before that time", "nothing", "n=2&wait=999", nil},
		{"a full batch goes at once, the rest waits", "nothing", "n=7&wait=10", []string{"m0:1 m1:1 m2:1 m3:1 m4:1"}},
		{"and goes later", "nothing", "n=7", []string{"m0:1 m1:1 m2:1 m3:1 m4:1", "m5:1 m6:1"}},
		{"delayed messages come one by one", "nothing", "n=2&delay=3", []string{"m0:1", "m1:1"}},
		{"a handler that throws gets all again, once", "throw", "n=2", []string{"m0:1 m1:1", "m0:2 m1:2"}},
		{"a message may be asked for again", "retry", "n=2", []string{"m0:1 m1:1", "m0:2"}},
		{"after a delay", "later", "n=2", []string{"m0:1 m1:1"}},
		{"which ends", "later", "n=2&wait=40000", []string{"m0:1 m1:1", "m0:2"}},
		{"retryAll counts more than ack", "ack, retryAll", "n=2", []string{"m0:1 m1:1", "m0:2 m1:2"}},
		{"ack before retry counts", "ack, retry", "n=2", []string{"m0:1 m1:1"}},
		{"retry before ack counts", "retry, ack", "n=2", []string{"m0:1 m1:1", "m0:2"}},
		{"retry before ackAll counts", "retry, ackAll", "n=2", []string{"m0:1 m1:1", "m0:2"}},
		{"ackAll before retry counts", "ackAll, retry", "n=2", []string{"m0:1 m1:1"}},
		{"ackAll before retryAll counts", "ackAll, retryAll", "n=2", []string{"m0:1 m1:1"}},
		{"retryAll before ackAll counts", "retryAll, ackAll", "n=2", []string{"m0:1 m1:1", "m0:2 m1:2"}},
		{"what a handler leaves behind counts", "waitUntil", "n=2", []string{"m0:1 m1:1", "m0:2"}},
		{"the consumer's settings count, and dead letters begin anew", "throw", "n=3&queue=ONCE", []string{"once m0:1 m1:1", "dead m0:1 m1:1", "once m2:1", "dead m2:1"}},
		{"a producer's delay is for messages without one", "nothing", "n=1&queue=SLOW&wait=4000", []string{"slow m0:1"}},
		{"a consumer's delay is for retries", "throw", "n=1&queue=SLOW&wait=20000", []string{"slow m0:1"}},
		{"and ends as well", "throw", "n=1&queue=SLOW&wait=23000", []string{"slow m0:1", "slow m0:2"}},
		{"batches and messages have the platform's fields", "fields", "n=1", []string{
			"m0:1", "[object QueueController]metadata,queue,messages [object QueueMessage]attempts,body,timestamp,id",
			`32 true {"metrics":{"backlogCount":0,"backlogBytes":0}} true`,
		}},
		{"wrong arguments are refused", "wrong", "n=1", []string{
			"m0:1", "TypeError: Failed to execute 'retry' on 'QueueMessage': parameter 1 is not of type 'QueueRetryOptions'.",
			"TypeError: Failed to execute 'retryAll' on 'QueueController': parameter 1 is not of type 'QueueRetryOptions'.",
		}},
		{"bodies come as they were sent", "bodies", "n=1", []string{
			"[object Object]:1 é:1 [object ArrayBuffer]:1 [object Map]:1 null:1",
			`[object Object]{"a":[1]} [object String]"é" [object ArrayBuffer]1,2 [object Map]2 [object Null]null`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := workertest.Start(t, code, workertest.Options{Sections: sections})
				defer s.Close()
				got := s.Text("/?act=" + url.QueryEscape(tt.act) + "&" + tt.query)
				if want := strings.Join(tt.want, "\n"); got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			})
		})
	}
}
