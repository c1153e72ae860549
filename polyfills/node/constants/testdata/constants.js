test("the constants of os, fs and crypto are in one object", () => {
	const constants = require("constants");
	assertEquals([Object.keys(constants).length, constants.ENOENT, constants.SIGTERM, constants.O_CREAT, constants.S_IFDIR, constants.RSA_PKCS1_PSS_PADDING, constants.TLS1_3_VERSION, constants.RTLD_LAZY], [239, 2, 15, 512, 16384, 6, 772, 1]);
});
