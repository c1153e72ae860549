export const fetch = (...args) => globalThis.fetch(...args);
export const { Headers, Request, Response, AbortController } = globalThis;
export const FetchError = Error, AbortError = Error;
export const isRedirect = (code) => [301, 302, 303, 307, 308].includes(code);
export default Object.assign(fetch, { Promise, isRedirect });
