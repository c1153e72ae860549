export const fetch = (...args) => globalThis.fetch(...args);
export const { Headers, Request, Response } = globalThis;
export default fetch;
