# Turns "-- name: x" blocks of a .sql file into C: static const struct sql sql_x = {"x", "..."};
function flush() {
	if (name != "")
		printf "static const struct sql sql_%s = {\n\t\"%s\",\n%s};\n", name, name, text
	text = ""
}
BEGIN { print "/* Generated from " ARGV[1] "; do not edit. */"; print "#pragma once" }
/^-- name: / { flush(); name = $3; next }
/^[ \t]*--/ || /^[ \t]*$/ { next }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); text = text "\t\"" $0 "\\n\"\n" }
END { flush() }
