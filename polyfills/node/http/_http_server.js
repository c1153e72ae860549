(require) => ({ ...require("internal/http/server") })
