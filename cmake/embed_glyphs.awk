# Turns Unihan's variants and dictionary-like data (Debian's unicode-data) into rows for C, by code
# point: GLYPH(code point, one of its variants that stands for all of them, four-corner code of five
# digits or 0, Cangjie code with five bits a letter).
function value(text,    i, n) {
	n = 0
	text = tolower(text)
	for (i = 1; i <= length(text); i++)
		n = n * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
	return n
}
function root(c) {
	while (parent[c] != c)
		c = parent[c]
	return c
}
# Of those that any system can write the first stands for all.
function is_before(a, b) {
	if ((a >= 19968) != (b >= 19968))
		return a >= 19968
	return a < b
}
function join(a, b) {
	seen[a]; seen[b]
	if (!(a in parent)) parent[a] = a
	if (!(b in parent)) parent[b] = b
	a = root(a); b = root(b)
	if (a == b)
		return
	if (is_before(a, b)) parent[b] = a
	else parent[a] = b
}
function cangjie(text,    i, n) {
	n = 0
	for (i = 1; i <= 5; i++)
		n = n * 32 + (i <= length(text) ? index(letters, substr(text, i, 1)) : 0)
	return n
}
BEGIN {
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	print "/* Generated from Unihan's data; do not edit. */"
}
/^U\+/ { c = value(substr($1, 3)) }
/^U\+/ && $2 ~ /^k((Specialized)?Semantic|Simplified|Traditional|Z)Variant$/ {
	for (i = 3; i <= NF; i++) {
		other = $i
		sub(/<.*/, "", other)
		join(c, value(substr(other, 3)))
	}
}
$2 == "kFourCornerCode" { corners[c] = int($3 * 10 + 0.5); seen[c] }
$2 == "kCangjie" { shape[c] = cangjie($3); seen[c] }
END {
	if (length(seen) < 20000) {
		print "Unihan's data are not there, or not as they should be" > "/dev/stderr"
		exit 1
	}
	for (c in seen)
		printf "GLYPH(%d, %d, %d, %d)\n", c, c in parent ? root(c) : c, corners[c], shape[c] \
			| "LC_ALL=C sort -t '(' -k 2n"
}
