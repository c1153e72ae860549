// Package assets is the kind of binding for static assets: files that are served before the Worker
// is asked, and to it as a Fetcher on env.
//
// The one idea: a request's path is looked up in the folder as it is now, so that no change calls
// for a reload; html.go says which file a path means, rules.go what _redirects and _headers say,
// route.go which requests are the Worker's.
//
// Not emulated: .assetsignore (all files but it, _headers and _redirects are served), limits of the
// number and size of files. The entity tag is made of path, size and time of change.
//
// Platform: https://developers.cloudflare.com/workers/static-assets/
package assets
