(_define) => { Object.defineProperty(Object.getPrototypeOf(async () => {}), "constructor", { writable: false }); }
