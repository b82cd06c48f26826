# Turns etc/codes.csv (set,code,zh,en,form,note) into rows for C: CODE(SET, "code", "zh", "en",
# form) in the file's order, and for each set CODE_RANGE(SET, first, count). A set's rows must
# stand together.
function cell(    text) { # takes the first cell off `line`
	if (substr(line, 1, 1) == "\"") {
		match(line, /^"([^"]|"")*"/)
		text = substr(line, 2, RLENGTH - 2)
		gsub(/""/, "\"", text)
	} else {
		match(line, /^[^,]*/)
		text = substr(line, 1, RLENGTH)
	}
	line = substr(line, RLENGTH + 2)
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	return text
}
function fail(why) { print FILENAME ":" FNR ": " why > "/dev/stderr"; failed = 1; exit 1 }
BEGIN { print "/* Generated from " ARGV[1] "; do not edit. */" }
FNR == 1 { next }
{
	line = $0
	set = toupper(cell()); code = cell(); zh = cell(); en = cell(); form = cell()
	if (code == "" || zh == "" || en == "" || form !~ /^[01]$/) fail("a cell is empty or wrong")
	if (set != last && set in first) fail("the rows of set " set " do not stand together")
	if ((set, code) in seen) fail("code " code " stands in set " set " twice")
	if (set != last) { first[set] = n + 0; order[++sets] = last = set }
	seen[set, code] = 1
	count[set]++; n++
	printf "CODE(%s, \"%s\", \"%s\", \"%s\", %s)\n", set, code, zh, en, form
}
END {
	if (failed) exit 1
	for (i = 1; i <= sets; i++)
		printf "CODE_RANGE(%s, %d, %d)\n", order[i], first[order[i]], count[order[i]]
}
