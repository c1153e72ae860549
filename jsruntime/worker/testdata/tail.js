// A tail Worker that keeps what it is told of: GET /n waits for n of them and gives them.
const seen = [];

// Times, objects' identifiers and the places of frames are different each time.
const steady = (key, value) => {
	if (key === "timestamp" || key === "eventTimestamp" || key === "cf" || key === "cfJson") return undefined;
	if (key === "durableObjectId" && value) return "id";
	if (key === "stack" && value) return value.replace(/\(?\S+:\d+:\d+\)?/g, "place");
	if (key === "scheduledTime") return "time";
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
		const tell = ({ spanContext, invocationId, sequence, event }) => {
			const same = spanContext.traceId === onset.spanContext.traceId && invocationId === onset.invocationId;
			const span = spanContext.spanId === (event.type === "onset" ? undefined : onset.event.spanId);
			if (!same || !span) lines += "other ids ";
			const { type, spanId, ...rest } = event;
			lines += `${sequence} ${type} ${JSON.stringify(rest, steady)}\n`;
			if (type === "outcome") seen.push(lines.trim());
		};
		tell(onset);
		return tell;
	},
};
