package worker_test

import (
	"testing"

	"paddock/jsruntime/worker/workertest"
)

func TestWorker_CallsArriveInOrder(t *testing.T) {
	t.Parallel()
	s := workertest.Start(t, workertest.Compile(t, `
		import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
		let came;
		const note = (request) => { came.push(+new URL(request.url).pathname.slice(1)); return new Response(); };
		export class Ent extends WorkerEntrypoint {
			fetch(request) { return note(request); }
			note(n) { came.push(n); }
		}
		export class Obj extends DurableObject {
			fetch(request) { return note(request); }
			note(n) { came.push(n); }
		}
		const all = Array.from({ length: 20 }, (_, n) => n);
		const calls = async (call) => {
			came = [];
			await Promise.all(all.map(call));
			return came.join() === all.join() ? "" : came.join();
		};
		export default {
			async fetch(request, env) {
				const object = env.OBJ.getByName("a"), wrong = [];
				for (let i = 0; i < 5; i++) wrong.push(
					await calls((n) => env.ENT.fetch("http://x/" + n)), await calls((n) => env.ENT.note(n)),
					await calls((n) => object.fetch("http://x/" + n)), await calls((n) => object.note(n)),
					await calls((n) => n % 2 ? object.note(n) : object.fetch("http://x/" + n)));
				return new Response(wrong.join(""));
			},
		};`, nil), workertest.Options{Sections: map[string]any{
		"services":        []any{map[string]any{"binding": "ENT", "service": "test", "entrypoint": "Ent"}},
		"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "OBJ", "class_name": "Obj"}}},
	}})
	if status, wrong, err := s.Get("/"); err != nil || status != 200 || wrong != "" {
		t.Errorf("calls arrive in the order %s (status %d, %v)", wrong, status, err)
	}
}
