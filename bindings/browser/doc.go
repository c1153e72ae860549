// Package browser is the kind of binding for Browser Rendering: browsers that a Worker drives by the
// DevTools protocol, as @cloudflare/puppeteer and @cloudflare/playwright do.
//
// The one idea: the binding is a fetcher whose far end (service.go) answers the platform's paths by
// a Chrome or Chromium of this machine (launch.go). One session is one process with a profile of its
// own, which ends with the session, or with Paddock: at the latest when the pipe between them breaks.
//
// Differs from the platform: a session is idle when it has no connection, there is no history, and
// limits are told but not kept. There is the browser of PADDOCK_BROWSER, or the first that PATH has;
// without one, acquiring a session throws.
//
// Platform: https://developers.cloudflare.com/browser-rendering/
package browser
