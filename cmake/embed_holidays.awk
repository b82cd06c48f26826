# Turns etc/holidays.csv (date,kind,festival) into rows for C: OFF(day) and WORKED(day), the day as
# a number since 1970-01-01, in the order of days.
function number(year, month, day,    era) { # of a date of the Gregorian calendar
	if (month <= 2) { year--; month += 12 }
	era = int(year / 4) - int(year / 100) + int(year / 400)
	return 365 * year + era + int((153 * (month - 3) + 2) / 5) + day - 1 - 719468
}
BEGIN { FS = ","; print "/* Generated from " ARGV[1] "; do not edit. */" }
FNR == 1 { next }
NF != 3 || length($1) != 10 || $1 !~ /^[0-9]+-[0-9]+-[0-9]+$/ || $1 <= last ||
	($2 != "holiday" && $2 != "workday") {
	print FILENAME ":" FNR ": not date,kind,festival in the order of days" > "/dev/stderr"
	exit 1
}
{
	split($1, part, "-")
	last = $1
	printf "%s(%d) /* %s */\n", $2 == "holiday" ? "OFF" : "WORKED",
		number(part[1], part[2], part[3]), $1
}
