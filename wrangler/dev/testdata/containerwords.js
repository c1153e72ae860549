// What ctx.container says of wrong arguments, as workerd of November 2026 has answered.
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

const longer = (n) => "x".repeat(n);
const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, i) => ["k" + i, "v"]));

const wrongStarts = [
	[5, "TypeError: Failed to execute 'start' on 'Container': parameter 1 is not of type 'StartupOptions'."],
	["x", "TypeError: Failed to execute 'start' on 'Container': parameter 1 is not of type 'StartupOptions'."],
	[{ containerSnapshot: { id: "" } }, "TypeError: Container snapshot ID cannot be empty."],
	[{ containerSnapshot: { id: "x" }, image: "a:b" }, "TypeError: `image` and `containerSnapshot` are mutually exclusive."],
	[{ containerSnapshot: 5 }, "TypeError: Incorrect type for the 'containerSnapshot' field on 'StartupOptions': the provided value is not of type 'SnapshotRestoreParams'."],
	[{ image: "" }, "TypeError: Container image reference cannot be empty."],
	[{ image: "a b" }, "TypeError: Container image reference must contain only non-space printable ASCII characters."],
	[{ image: longer(5000) }, "TypeError: Container image reference cannot exceed 4096 bytes."],
	[{ instance: "dev" }, "TypeError: Invalid container instance type."],
	[{ instance: "LITE" }, "TypeError: Invalid container instance type."],
	[{ instance: 5 }, "TypeError: Invalid container instance type."],
	[{ instance: {} }, "RangeError: Container resource vcpu must be a finite number greater than 0."],
	[{ instance: { vcpu: 1 } }, "RangeError: Container resource memoryMib must be a finite number greater than 0."],
	[{ instance: { vcpu: 1, memoryMib: 1.5, diskMb: 1 } }, "RangeError: Container resource memoryMib must be an integer."],
	[{ instance: { vcpu: 1, memoryMib: 1, diskMb: NaN } }, "RangeError: Container resource diskMb must be a finite number greater than 0."],
	[{ instance: { vcpu: 1, memoryMib: 1, diskMb: 1e300 } }, "RangeError: Container resource diskMb exceeds Number.MAX_SAFE_INTEGER."],
	[{ hardTimeout: 0 }, "RangeError: Hard timeout must be greater than 0"],
	[{ hardTimeout: 0n }, "RangeError: Hard timeout must be greater than 0"],
	[{ hardTimeout: null }, "RangeError: Hard timeout must be greater than 0"],
	[{ hardTimeout: NaN }, "TypeError: The value cannot be converted because it is not an integer."],
	[{ labels: { "": "a" } }, "Error: Label names cannot be empty"],
	[{ labels: { a: longer(65) } }, "Error: Label values cannot exceed 64 bytes (index 0)"],
	[{ labels: { [longer(17)]: "x" } }, "Error: Label names cannot exceed 16 bytes (index 0)"],
	[{ labels: { a: "\n" } }, "Error: Label values cannot contain control characters (index 0)"],
	[{ labels: eleven }, "Error: Cannot specify more than 10 container labels"],
	[{ labels: null }, "TypeError: Incorrect type for the 'labels' field on 'StartupOptions': the provided value is not of type 'object'."],
	[{ env: { "A=B": "c" } }, "Error: Environment variable names cannot contain '=': A=B"],
	[{ env: { A: "\0" } }, "Error: Environment variable values cannot contain '\\0': A"],
	[{ env: 5 }, "TypeError: Incorrect type for the 'env' field on 'StartupOptions': the provided value is not of type 'object'."],
	[{ entrypoint: "x" }, "TypeError: Incorrect type for the 'entrypoint' field on 'StartupOptions': the provided value is not of type 'Array'."],
	[{ directorySnapshots: new Set([{ mountPoint: "/x" }]) }, "TypeError: Incorrect type for the 'directorySnapshots' field on 'StartupOptions': the provided value is not of type 'Array'."],
	[{ directorySnapshots: [5] }, "TypeError: Incorrect type for array element 0: the provided value is not of type 'DirectorySnapshotRestoreParams'."],
	[{ directorySnapshots: [null] }, "Error: Directory snapshot restore requires a mountPoint when no snapshot is given."],
	[{ directorySnapshots: [{ mountPoint: "/" }] }, "Error: Directory snapshot cannot be restored to root directory."],
	[{ directorySnapshots: [{ mountPoint: 5 }] }, "TypeError: Directory snapshot restore path must be absolute. Got: 5"],
	[{ directorySnapshots: [{ snapshot: {} }] }, "TypeError: Directory snapshot restore path must be absolute. Got: undefined"],
	[{ directorySnapshots: [{ mountPoint: "/a/../.." }] }, "TypeError: Directory snapshot restore path contains invalid components: /a/../.."],
];

const others = [
	[(c) => c.signal(), "TypeError: Failed to execute 'signal' on 'Container': parameter 1 is not of type 'integer'."],
	[(c) => c.signal(65), "RangeError: Invalid signal number."],
	[(c) => c.signal("x"), "RangeError: Invalid signal number."],
	[(c) => c.getTcpPort(65536), "TypeError: Invalid port number: 65536"],
	[(c) => c.getTcpPort("x"), "TypeError: Invalid port number: 0"],
	[(c) => c.setInactivityTimeout(1n), undefined],
	[(c) => c.setInactivityTimeout(0n), "TypeError: setInactivityTimeout() cannot be called with a durationMs <= 0"],
	[(c) => c.setInactivityTimeout("x"), "TypeError: The value cannot be converted because it is not an integer."],
	[(c) => c.setInactivityTimeout(), "TypeError: The value cannot be converted because it is not an integer."],
	[(c) => c.setLabels(5), "TypeError: Failed to execute 'setLabels' on 'Container': parameter 1 is not of type 'object'."],
	[(c) => c.setLabels({}), "Error: setLabels() cannot be called on a container that is not running."],
	[(c) => c.snapshotContainer(5), "TypeError: Failed to execute 'snapshotContainer' on 'Container': parameter 1 is not of type 'SnapshotOptions'."],
	[(c) => c.snapshotContainer(), "Error: snapshotContainer() cannot be called on a container that is not running."],
	[(c) => c.snapshotDirectory(), "TypeError: Failed to execute 'snapshotDirectory' on 'Container': parameter 1 is not of type 'DirectorySnapshotOptions'."],
	[(c) => c.snapshotDirectory({ dir: "/x" }), "Error: snapshotDirectory() cannot be called on a container that is not running."],
	[(c) => c.exec("x"), "TypeError: Failed to execute 'exec' on 'Container': parameter 1 is not of type 'Array'."],
	[(c) => c.exec(["ls"], 5), "TypeError: Failed to execute 'exec' on 'Container': parameter 2 is not of type 'ExecOptions'."],
	[(c) => c.exec([]), "Error: exec() cannot be called on a container that is not running."],
	[(c) => c.interceptOutboundHttp(), "TypeError: Failed to execute 'interceptOutboundHttp' on 'Container': parameter 1 is not of type 'string'."],
	[(c) => c.interceptOutboundHttps("a.test", {}), "TypeError: Failed to execute 'interceptOutboundHttps' on 'Container': parameter 2 is not of type 'Fetcher'."],
	[(c) => c.interceptOutboundTcp(), "TypeError: Failed to execute 'interceptOutboundTcp' on 'Container': parameter 1 is not of type 'string'."],
	[(c) => c.interceptAllOutboundHttp(), "TypeError: Failed to execute 'interceptAllOutboundHttp' on 'Container': parameter 1 is not of type 'Fetcher'."],
	[(c) => c.getTcpPort(80).fetch("https://x/"), "Error: Connecting to a container using HTTPS is not currently supported; use HTTP instead. TLS is unnecessary anyway, as the connection is already secure by default."],
	[(c) => c.getTcpPort(80).rpc(), "TypeError: The receiver is not an RPC object"],
	[(c) => c.monitor(), "Error: monitor() cannot be called on a container that is not running."],
	[(c) => c.inspect(), null],
	[(c) => c.destroy(), undefined],
];

export class Box extends DurableObject {
	async fetch() {
		const { container } = this.ctx;
		const cases = [...wrongStarts.map(([options, want]) => [(c) => c.start(options), want]), ...others];
		const wrong = [];
		for (const [run, want] of cases) {
			let got;
			try {
				got = await run(container);
			} catch (e) {
				got = e.name + ": " + e.message;
			}
			if (got !== want) wrong.push(String(run) + " gives " + got + ", not " + want);
		}
		return new Response(wrong.join("\n") || cases.length + " as they should be");
	}
}
export default { fetch: (request, env) => env.BOX.getByName("one").fetch(request) };
