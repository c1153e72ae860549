import { assert } from "./workertest.js";

export const tests = {
  async "an hour passes at once"() {
    const before = Date.now();
    await scheduler.wait(3_600_000);
    assert(Date.now() - before >= 3_600_000);
  },
};
