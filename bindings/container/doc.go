// Package container is ctx.container of a Durable Object whose class has a container.
//
// The ideas to hold: a life is the container of one object. It outlives the JavaScript
// instance of the object and reloads of the code, and belongs to the resource of its class. An
// [Engine] runs the process, its egress goes through a proxy.Gateway whose rules
// ctx.container.intercept… fills, and each intercepted request enters the worker through the
// stub that was given there. Engines live in folders of their own; all pass enginetest.
//
// Intercepted TLS is ended under an authority of the class's resource, which engines make programs
// trust. Snapshots of directories are folders below "containers" in the state folder.
//
// Differs from production: one engine instance for each object, no placement. max_instances holds for
// each class where it is given. Words of errors satisfy the local and the deployed runtime at once.
//
// Platform: https://developers.cloudflare.com/durable-objects/api/container/
package container
