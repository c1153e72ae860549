(require) => {
	const { gives } = require("internal/absent");
	const { Socket } = require("net");

	const extend = (Class, members) => {
		Object.setPrototypeOf(Class.prototype, Socket.prototype);
		Object.setPrototypeOf(Class, Socket);
		Object.assign(Class.prototype, members);
		return Class;
	};
	const ReadStream = extend(
		function ReadStream(fd) {
			this.fd = fd;
			this.isRaw = false;
			this.isTTY = false;
		},
		{
			setRawMode(mode) {
				this.isRaw = mode;
				return this;
			},
		},
	);
	// calls does nothing but call back; the callback is the last argument.
	const calls = (...args) => {
		const callback = args.findLast((a) => typeof a === "function");
		callback?.();
		return false;
	};
	const WriteStream = extend(
		function WriteStream(fd) {
			this.fd = fd;
			this.columns = 0;
			this.rows = 0;
		},
		{
			isTTY: true,
			getColorDepth: gives(8),
			hasColors: gives(false),
			_refreshSize: gives(),
			cursorTo: (...args) => calls(...args),
			moveCursor: (...args) => calls(...args),
			clearLine: (...args) => calls(...args),
			clearScreenDown: (...args) => calls(...args),
			getWindowSize() {
				return [this.columns, this.rows];
			},
		},
	);
	return { isatty: (fd) => false, ReadStream, WriteStream };
}
