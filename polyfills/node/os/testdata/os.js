const os = require("os");

test("the platform shows nothing of its machine", () => {
	assertEquals(Object.keys(os).join(" "), "EOL devNull constants availableParallelism arch cpus endianness freemem getPriority homedir hostname loadavg machine networkInterfaces platform release setPriority tmpdir totalmem type uptime userInfo version");
	const answers = { availableParallelism: 1, arch: "x64", cpus: [], endianness: "LE", freemem: 0, homedir: "/tmp/", hostname: "localhost", loadavg: [0, 0, 0], machine: "x86_64", networkInterfaces: {}, platform: "linux", release: "", tmpdir: "/tmp/", type: "Linux", uptime: 0, userInfo: {}, version: "" };
	for (const [name, want] of Object.entries(answers)) assertEquals(os[name](), want, name);
	assertEquals([os.EOL, os.devNull, os.constants.signals.SIGKILL, os.constants.errno.ENOENT], ["\n", "/dev/null", 9, 2]);
	assertThrows(() => os.setPriority("a", 1), TypeError, `The "pid" argument must be of type number. Received type string ('a')`);
});

test("arguments are checked all the same", () => {
	for (const f of [() => os.getPriority("a"), () => os.userInfo(1), () => os.userInfo({ encoding: 123 })]) assertThrows(f, TypeError);
});
