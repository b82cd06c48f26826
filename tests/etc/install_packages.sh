#!/bin/sh
# install_packages.sh SOURCE: what etc/install-packages does when something is missing, told by
# stand-ins for the programs that it calls.
set -eu
script=$1/etc/install-packages
list=$1/etc/packages
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir "$place/bin"

stand_in() { # NAME: a program whose text is on stdin
    { echo '#!/bin/sh'; cat; } > "$place/bin/$1"
    chmod +x "$place/bin/$1"
}
fail() {
    echo "$1"
    cat "$place/out"
    exit 1
}
run() { # CODE ARG…
    expected=$1
    shift
    code=0
    PATH="$place/bin:$PATH" "$script" "$@" > "$place/out" 2>&1 < /dev/null || code=$?
    [ "$code" = "$expected" ] || fail "ended with $code, not $expected"
}
calls() { cat "$place/calls" 2> /dev/null || true; }

# dpkg knows all packages but those named in the file "missing".
touch "$place/missing"
stand_in dpkg-query << END
for package; do :; done
grep -qx "\$package" "$place/missing" && exit 1
printf installed
END
stand_in apt-get << END
echo "apt-get \$*" >> "$place/calls"
case \$1 in install) [ ! -e "$place/broken" ] ;; esac
END
stand_in sudo << END
echo sudo >> "$place/calls"
case \$* in "-n true") exit 1 ;; esac
exec "\$@"
END

# Nothing is missing: nobody is asked.
for user in 0 1000; do
    stand_in id << END
echo $user
END
    run 0
    [ -z "$(calls)" ] || fail "it called $(calls)"
done

# Something is missing, and we may not install it: it is named.
printf 'libgrpc-dev\ncheck\n' > "$place/missing"
run 1
grep -q 'These packages are missing: libgrpc-dev check$' "$place/out" || fail "not named"
calls | grep -q apt-get && fail "it installed all the same"

# Only what the use asks for.
run 0 run
run 1 test
grep -q 'missing: check$' "$place/out" || fail "named what is for another use"
run 2 nonsense

# As root it is installed; where that fails, it says so.
stand_in id << 'END'
echo 0
END
rm -f "$place/calls"
run 0
calls | grep -q '^apt-get install .* libgrpc-dev check$' || fail "not installed: $(calls)"
touch "$place/broken"
rm -f "$place/calls"
run 1
calls | grep -q '^apt-get update' || fail "it did not look for newer lists"
grep -q 'They could not be installed.' "$place/out" || fail "it did not say so"

# The list is in order: no package twice, no use but the three.
sed 's/#.*//' "$list" | awk 'NF == 1 { print $1 ": no use"; bad = 1 }
    NF > 1 { if (seen[$1]++) { print $1 ": twice"; bad = 1 }
        for (i = 2; i <= NF; i++) if ($i !~ /^(build|test|run)$/) { print $i; bad = 1 } }
    END { exit bad }' > "$place/out" || fail "etc/packages:"
