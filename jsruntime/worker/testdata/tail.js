// A tail Worker that keeps what it is told of: GET /n waits for n of them and gives them.
const seen = [];

// Times, objects' identifiers and the places of frames are different each time.
const steady = (key, value) => {
	if (key === "timestamp" || key === "eventTimestamp" || key === "cf" || key === "cfJson") return undefined;
	if (key === "durableObjectId" && value) return "id";
	if (key === "stack" && value) return value.replace(/\(?\S+:\d+:\d+\)?/g, "place");
	if (key === "scheduledTime") return "time";
	if (typeof value === "bigint") return `${value}n`;
	if (value?.name === "jsrpc.caller_span_id") return { name: value.name };
	if (/^cloudflare\.(r2\.(response\.uploaded|.*upload_id)|.*size_after|.*db_size|.*alarm\.scheduled_time)$/.test(value?.name)) return { name: value.name };
	if (value?.name === "objectId") return { name: value.name };
	return value;
};

export default {
	async fetch(request) {
		const n = Number(new URL(request.url).pathname.slice(1));
		while (seen.length < n) await scheduler.wait(1);
		return new Response(seen.splice(0, n).join("\n\n"));
	},
	tail(items) {
		seen.push(...items.map((item) => JSON.stringify(item, steady)));
	},
	tailStream(onset) {
		let lines = "";
		// Spans are named by the order in which they begin; that of the event is told of without a name.
		const spans = [onset.event.spanId];
		const name = (id) => (id === onset.event.spanId ? "" : spans.includes(id) ? ` in ${spans.indexOf(id)}` : " in another event");
		const tell = ({ spanContext, invocationId, timestamp, sequence, event }) => {
			const same = spanContext.traceId === onset.spanContext.traceId && invocationId === onset.invocationId;
			if (!same) lines += "other ids ";
			if (!(timestamp > 0)) lines += "no time ";
			const { type, spanId, ...rest } = event;
			if (type === "spanOpen") spans.push(spanId);
			const within = type === "onset" && spanContext.spanId === undefined ? "" : name(spanContext.spanId);
			const opens = type === "spanOpen" ? ` ${spans.length - 1}` : "";
			lines += `${sequence} ${type}${opens}${within} ${JSON.stringify(rest, steady)}\n`;
			if (type === "outcome") seen.push(lines.trim());
		};
		tell(onset);
		return tell;
	},
};
