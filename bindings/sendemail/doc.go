// Package sendemail is the kind of binding that sends mail. Here nothing is sent: as in wrangler,
// a mail is checked as the platform checks it, told of on the console and written to a file.
//
// What scripts find (a test checks it):
//
//	Fetcher.send  emulated
//
// Platform: https://developers.cloudflare.com/email-routing/email-workers/send-email-workers/
package sendemail
