#!/bin/sh
# embed_bytes.sh NAME IN OUT: the bytes of a file as a C array NAME and its length NAME_size.
set -eu
{
    echo "#include <stddef.h>"
    echo "extern const unsigned char $1[];"
    echo "extern const size_t $1_size;"
    echo "const unsigned char $1[] = {"
    od -An -v -tx1 "$2" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
    echo "};"
    echo "const size_t $1_size = sizeof $1;"
} > "$3"
