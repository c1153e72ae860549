const missing = (name) => () => {
	throw new Error("[unenv] whatwg-url." + name + " is not implemented yet!");
};
export const { URL, URLSearchParams } = globalThis;
export const parseURL = missing("parseURL"), basicURLParse = missing("basicURLParse");
export const serializeURL = missing("serializeURL"), serializeHost = missing("serializeHost");
export const serializeInteger = missing("serializeInteger"), serializeURLOrigin = missing("serializeURLOrigin");
export const setTheUsername = missing("setTheUsername"), setThePassword = missing("setThePassword");
export const cannotHaveAUsernamePasswordPort = missing("cannotHaveAUsernamePasswordPort");
export const percentDecodeBytes = missing("percentDecodeBytes"), percentDecodeString = missing("percentDecodeString");
