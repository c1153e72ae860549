package calendar

import (
	"slices"

	"paddock/polyfills/temporal/iso"
)

// persian is the solar calendar of Iran. Its year begins with the day whose noon in Tehran follows the equinox of
// spring. Cycles of 33 years with 8 leap years give that, but for some years from 1502 to 2987, whose leap day the next
// year has. Iran has published the years 1206 to 1498, which need no exception.
type persian struct{}

var _ system = persian{}

// persianEpoch is the first day of the year 1, 0622-03-21 of ISO.
const persianEpoch = 226895 - rataDie

// lateLeap are the years whose leap day is in the next year, less 1500.
var lateLeap = []int16{
	2, 101, 134, 167, 200, 233, 266, 299, 332, 365, 398, 431, 464, 497, 530, 559, 563, 596, 629, 658,
	662, 691, 695, 724, 728, 757, 761, 790, 794, 823, 827, 856, 860, 889, 893, 922, 926, 955, 959, 988,
	992, 1021, 1025, 1054, 1058, 1087, 1091, 1120, 1124, 1153, 1157, 1186, 1190, 1219, 1223, 1248, 1252, 1256, 1281, 1285,
	1289, 1318, 1322, 1347, 1351, 1355, 1380, 1384, 1388, 1413, 1417, 1421, 1446, 1450, 1454, 1479, 1483, 1487,
}

func late(number int) bool {
	if number < 1500 || number > 3000 {
		return false
	}
	_, found := slices.BinarySearch(lateLeap, int16(number-1500))
	return found
}

func (persian) year(number int) year {
	y := year{number: number, months: 12, lengths: [13]uint8{31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29}}
	y.start = persianEpoch + 365*(number-1) + iso.FloorDiv(8*number+21, 33)
	if late(number - 1) {
		y.start--
	}
	if y.leap = mod(25*number+11, 33) < 8 && !late(number) || late(number-1); y.leap {
		y.lengths[11] = 30
	}
	return y
}

func (persian) near(day int) int { return iso.FloorDiv(33*(day-persianEpoch), 12053) + 1 }
