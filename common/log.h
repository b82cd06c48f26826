/* The log: one line an event on stderr, `time level event key=value …`.
 *
 * Never personal data: no names, numbers, addresses of children or guardians; operators and units
 * by id. Values that come from outside pass through log_quote, so that no control character
 * reaches a terminal. A line is written with one write(2), so threads do not mix theirs. */
#pragma once

enum log_level { LOG_DEBUG_LEVEL, LOG_INFO_LEVEL, LOG_WARN_LEVEL, LOG_ERROR_LEVEL };

/* `event` is a stable word ("store.open"); `format` makes the key=value pairs and may be "". */
void log_line(enum log_level level, const char *event, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#define log_info(...)  log_line(LOG_INFO_LEVEL, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_WARN_LEVEL, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERROR_LEVEL, __VA_ARGS__)

/* `text` with control characters, quotes and spaces made harmless, in `out` of `size` bytes. */
const char *log_quote(const char *text, char *out, unsigned size);
