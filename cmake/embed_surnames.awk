# Turns etc/surnames.csv (surname,reading) into rows for C: SURNAME("surname", "reading").
BEGIN { FS = ","; print "/* Generated from " ARGV[1] "; do not edit. */" }
FNR == 1 { next }
NF != 2 || $1 == "" || $2 == "" || seen[$1]++ {
	print FILENAME ":" FNR ": not surname,reading, or there already" > "/dev/stderr"
	exit 1
}
{ printf "SURNAME(\"%s\", \"%s\")\n", $1, $2 }
