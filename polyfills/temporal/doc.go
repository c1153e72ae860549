// Package temporal is the global Temporal: dates, times, durations and exact times, in any calendar and time zone
// (ECMA-262 with Temporal; https://tc39.es/proposal-temporal/). Workers have it since the compatibility date 2026-12-01,
// or with the flag "temporal".
//
// The one idea: classes read what programs give (convert.go, fields.go, options.go) and hand values of Go to three packages
// that know no JavaScript: iso reckons, calendar knows months and eras, zone knows offsets. What rounds durations needs all
// three and is in relative.go.
//
// Names in comments, as RoundRelativeDuration, are those of the standard's operations.
package temporal
