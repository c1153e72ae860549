const changes = { inode: false, finder: false, access: false, xattrs: false };
export default {
	watch: () => Promise.resolve(),
	getInfo: (path) => ({ event: "mock", path, type: "file", flags: 0x100000000, changes: { ...changes } }),
};
