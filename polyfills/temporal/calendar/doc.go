// Package calendar is what Temporal asks a calendar: the fields of a date, the date of fields, and how far apart
// dates are in years and months (ECMA-262, Temporal, section 12; ECMA-402, section 15).
//
// The one idea: all that a calendar has of its own is a system, the lengths of its years and months and their days
// counted from 1970-01-01; what is done with fields, overflow, eras and durations is the same for all. Only ISO's
// calendar, which nearly every program uses, goes its own, shorter way.
//
// Each year that Temporal has is known to each calendar, and no operation takes longer the farther dates are apart.
// Where the real world's calendars are observed or proclaimed, years have been published (chinese and dangi 1900 to
// 2102, islamic-umalqura 1300 to 1600, persian by rule with exceptions); beyond, simple rules stand for them, which
// are those of the real runtime, as are the words of errors. Recorded answers of it are compared with, 1,000 for each
// calendar: see record_test.go.
package calendar
