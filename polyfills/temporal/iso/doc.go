// Package iso is the arithmetic under Temporal that knows nothing of JavaScript but its classes of errors, and of
// calendars but the ISO 8601 one:
// dates, times, exact times, durations, their texts, units and how they are rounded (ECMA-262, Temporal, sections 4, 5,
// 7, 8 and 13).
//
// Exact times and sums of times are nanoseconds in a big.Int: their ranges (8.64e21 and 9e24) are beyond 64 bits.
package iso
