// Package dns is the resolver that containers see.
//
// The idea: every name that a policy may answer for, or that exists on the
// internet, gets a synthetic address, and the address remembers the name. So
// the gateway knows the name of every connection, whatever it speaks, and
// resolves it itself when it lets the connection out. Names that nothing
// answers for do not exist. How queries get here is the business of the links.
//
// Unlike production, which forwards to public resolvers, a program sees
// 198.18.0.0/15 instead of real addresses.
package dns
