#include "common/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const char *const levels[] = {"debug", "info", "warn", "error"};

enum { LINE_MAX_BYTES = 2048 };

static int stamp(char *out, size_t size)
{
	struct timespec now;
	struct tm utc;
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	size_t n = strftime(out, size, "%Y-%m-%dT%H:%M:%S", &utc);
	return (int)n + snprintf(out + n, size - n, ".%03ldZ", now.tv_nsec / 1000000);
}

void log_line(enum log_level level, const char *event, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	int n = stamp(line, sizeof line);
	n += snprintf(line + n, sizeof line - (size_t)n, " %s %s ", levels[level], event);
	va_list args;
	va_start(args, format);
	int more = vsnprintf(line + n, sizeof line - (size_t)n, format, args);
	va_end(args);
	n = more > 0 ? n + more : n - 1; /* nothing to add: not even the blank */
	if (n > LINE_MAX_BYTES - 1)
		n = LINE_MAX_BYTES - 1;
	line[n++] = '\n';
	if (write(STDERR_FILENO, line, (size_t)n) < 0)
		return; /* nobody listens; there is nowhere left to say so */
}

const char *log_quote(const char *text, char *out, unsigned size)
{
	unsigned n = 0;
	for (; *text != '\0' && n + 5 < size; text++) {
		unsigned char c = (unsigned char)*text;
		if (c <= ' ' || c == '"' || c == '\\' || c >= 0x7f)
			n += (unsigned)snprintf(out + n, size - n, "\\x%02x", c);
		else
			out[n++] = (char)c;
	}
	out[n] = '\0';
	return out;
}
