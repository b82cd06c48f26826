"""Functions that must not be called where a better one stands, one row each."""
import re

from lint import Lint, without_comments

# What runs for a call or a step of a job; the scheduler and the lane of checks live as long as the
# server.
HANDLERS = r"server/(service/|registry/|jobs/(?!scheduler\.c|check_lane\.c))"
CALLS = [
    # where, which functions, what to do instead
    (r"server/(service|registry|auth|jobs)/", "time|clock_gettime|gettimeofday|clock_now_us",
     "take the time from ctx->now_us: one call, one instant, and tests are exact"),
    (r"server/(service|registry|auth|jobs)/", "rand|random|getrandom|arc4random|randombytes_buf",
     "take randomness from ctx_random, so that tests are exact"),
    (HANDLERS, "memory_new|memory_array|free",
     "take memory from ctx->arena; nothing is freed singly"),
    (HANDLERS, "printf|fprintf|puts|fputs|fopen|open|read|write|system|popen",
     "rules and handlers do no input or output; return it, or log it"),
    (r"(server|domain|tui)/", "malloc|calloc|realloc|reallocarray|strdup|strndup|asprintf",
     "an arena or common/memory.h; neither ever gives NULL"),
    (r".", "gets|strcpy|strcat|sprintf|vsprintf|strtok|localtime|gmtime|ctime|asctime|mktemp|"
     "tmpnam|atoi|atol|atoll|rand|setjmp|longjmp|alloca|system",
     "it overruns, shares memory between threads, hides errors or starts a shell; use the "
     "bounded or re-entrant one"),
    (r"(common|domain|server|tui)/", "localtime_r|mktime|tzset|setlocale",
     "the host's zone and language are not ours; use common/date.h and domain/lang.h"),
    (r"(common|domain|server/(?!main\.c|commands/))", "exit|_exit|abort|quick_exit",
     "return an error; only main ends the program"),
    (r"(?!tests/)", "usleep|sleep|nanosleep", "wait for what you wait for, not for time to pass"),
]
# Places that are what the row points to, with the reason.
EXCEPT = {
    ("tui/console.c", "setlocale"): "ncurses asks the locale how wide a character is",
    ("tui/text.c", "setlocale"): "gettext looks nothing up in the locale C",
    ("common/memory.c", "abort"): "the end of memory is the end",
    ("server/auth/session_cache.c", "abort"): "the libraries of passwords and codes do not start",
}


def main():
    lint = Lint()
    for path in lint.files(".c", ".h"):
        name = lint.name(path)
        text = without_comments(path.read_text(encoding="utf-8"))
        for where, functions, instead in CALLS:
            if not re.match(where, name):
                continue
            for match in re.finditer(rf"(?<![\w.>])({functions})\s*\(", text):
                if (name, match.group(1)) in EXCEPT or name.startswith("tests/") and where != r".":
                    continue
                line = text.count("\n", 0, match.start()) + 1
                lint.breach(path, line, f"{match.group(1)}() is not called here: {instead}")
    lint.end()


main()
