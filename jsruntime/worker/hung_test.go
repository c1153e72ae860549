package worker_test

import (
	"strings"
	"testing"

	"paddock/jsruntime/worker"
	"paddock/jsruntime/worker/workertest"
)

// waiting is a Worker whose entrypoints call each other.
const waiting = `
import { WorkerEntrypoint } from "cloudflare:workers";
const never = () => new Promise(() => {});
export class Deep extends WorkerEntrypoint {
	never() { return never(); }
	fetch() { return never(); }
	chain() { return this.ctx.exports.Deep.never(); }
	async late() { await scheduler.wait(1); return "late"; }
	async asked(f) { return await f(); }
}
const asks = {
	rpc: ({ Deep }) => Deep.never(),
	fetch: ({ Deep }) => Deep.fetch("http://x/"),
	chain: ({ Deep }) => Deep.chain(),
	late: ({ Deep }) => Deep.late(),
	callback: ({ Deep }) => Deep.asked(async () => { await scheduler.wait(1); return "called back"; }),
};
export default { async fetch(request, env, ctx) {
	const ask = asks[new URL(request.url).pathname.slice(1)];
	return new Response(await ask(ctx.exports).catch((e) => "remote: " + e.remote + ", " + e.message));
} };`

func TestWorker_hungCallee(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, waiting, nil), workertest.Options{})
	for path, want := range map[string]string{
		"/rpc":      "remote: undefined, " + worker.ErrHung.Error(),
		"/fetch":    "remote: true, " + worker.ErrHung.Error(),
		"/chain":    "remote: true, " + worker.ErrHung.Error(),
		"/late":     "late",
		"/callback": "called back",
	} {
		t.Run("GET "+path+" gives "+strings.SplitN(want, ",", 2)[0], func(t *testing.T) {
			if got := s.Text(path); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
