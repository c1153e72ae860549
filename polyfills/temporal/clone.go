package temporal

import "paddock/jsruntime"

// What structuredClone says of instances, which it does not take.
var _ = []jsruntime.Uncloneable{&plainDate{}, &plainTime{}, &plainDateTime{}, &yearMonth{}, &monthDay{}, &instant{}, &zoned{}, &duration{}}

func uncloneable(name string) string { return "[object Temporal." + name + "] could not be cloned." }

// WhyNot is why it cannot be cloned.
func (*plainDate) WhyNot() string { return uncloneable("PlainDate") }

// WhyNot is why it cannot be cloned.
func (*plainTime) WhyNot() string { return uncloneable("PlainTime") }

// WhyNot is why it cannot be cloned.
func (*plainDateTime) WhyNot() string { return uncloneable("PlainDateTime") }

// WhyNot is why it cannot be cloned.
func (*yearMonth) WhyNot() string { return uncloneable("PlainYearMonth") }

// WhyNot is why it cannot be cloned.
func (*monthDay) WhyNot() string { return uncloneable("PlainMonthDay") }

// WhyNot is why it cannot be cloned.
func (*instant) WhyNot() string { return uncloneable("Instant") }

// WhyNot is why it cannot be cloned.
func (*zoned) WhyNot() string { return uncloneable("ZonedDateTime") }

// WhyNot is why it cannot be cloned.
func (*duration) WhyNot() string { return uncloneable("Duration") }
