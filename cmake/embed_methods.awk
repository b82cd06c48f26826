# Turns a list of paths ("xueji.v1.Sessions/SignIn", one a line) and .proto files into rows for C,
# by path: {"xueji.v1.Units/GetUnit", &request, &reply, it streams its replies, it is in the list}.
function fail(why) { print FILENAME ": " why > "/dev/stderr"; failed = 1; exit 1 }
# As protobuf-c names what it makes: no underscore between two capitals.
function snake(name,    i, c, was_upper, out) {
	for (i = 1; i <= length(name); i++) {
		c = substr(name, i, 1)
		if (c ~ /[A-Z]/ && !was_upper && i > 1)
			out = out "_"
		was_upper = c ~ /[A-Z]/
		out = out tolower(c)
	}
	return out
}
function descriptor(type,    prefix) {
	prefix = package
	gsub(/\./, "__", prefix)
	return "&" prefix "__" snake(type) "__descriptor"
}
function take_rpc(text,    name, request, reply, path) {
	if (text !~ /^rpc [A-Za-z]+ ?\([A-Za-z]+\) returns \((stream )?[A-Za-z]+\)$/)
		fail("cannot read \"" text "\"")
	split(text, part, /[ ()]+/)
	name = part[2]; request = part[3]
	reply = part[5] == "stream" ? part[6] : part[5]
	path = package "." service "/" name
	rows[path] = sprintf("{\"%s\", %s, %s, %s, %s},", path, descriptor(request),
		descriptor(reply), part[5] == "stream" ? "true" : "false",
		path in listed ? "true" : "false")
	delete listed[path]
}
BEGIN { print "/* Generated from the .proto files; do not edit. */" }
FILENAME == ARGV[1] { if (NF > 0) listed[$1] = 1; next }
{ sub(/\/\/.*/, "") }
/^package / { package = $2; sub(/;/, "", package) }
/^service / { service = $2 }
/^ +rpc / { open = 1 }
open {
	text = text " " $0
	if ($0 !~ /;/)
		next
	gsub(/ +/, " ", text); sub(/^ /, "", text); sub(/;.*/, "", text)
	take_rpc(text)
	text = ""; open = 0
}
END {
	if (failed)
		exit 1
	for (path in listed)
		fail("there is no method " path)
	for (path in rows)
		print rows[path] | "LC_ALL=C sort"
}
