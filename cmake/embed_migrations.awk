# Turns migrations/NNNN_name.sql, in the order given, into a C table of struct migration. The DDL
# tokens are the only words in which the two engines differ: @ID@ is an integer primary key made by
# the application, @KV@ ends a narrow table that is its own index.
function flush() {
	if (number != "")
		printf "\t{%d, \"%s\",\n%s\t},\n", number, name, text
	text = ""
}
BEGIN {
	print "/* Generated from server/store/migrations; do not edit. */"
	print "#pragma once"
	print "static const struct migration migrations[] = {"
}
FNR == 1 {
	flush()
	n = split(FILENAME, path, "/")
	number = substr(path[n], 1, 4) + 0
	name = substr(path[n], 6, length(path[n]) - 9)
}
/^[ \t]*--/ || /^[ \t]*$/ { next }
{
	gsub(/@ID@/, "INTEGER PRIMARY KEY")
	gsub(/@KV@/, "WITHOUT ROWID")
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	text = text "\t\t\"" $0 "\\n\"\n"
}
END { flush(); print "};" }
