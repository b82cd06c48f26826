#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "common/text.h"
#include "domain/name_text.h"
#include "domain/person_name.h"
#include "tests/support/form.h"

enum { NAMES = 20000, ROUNDS = 20, FORMS = 20000 };

static char names[NAMES][16];

static double ns(int64_t since_us, int n)
{
	return (double)(clock_monotonic_us() - since_us) * 1000 / n;
}

static void make_names(void)
{
	unsigned seed = 1;
	for (int i = 0; i < NAMES; i++)
		for (int at = 0, k = 0; k < 3; k++) {
			seed = seed * 1664525 + 1013904223;
			at += (int)text_put(names[i] + at, 0x4e00 + (seed >> 12) % 5000);
		}
}

static void bench_names(void)
{
	struct person_name out;
	size_t sum = 0;
	int64_t start = clock_monotonic_us();
	struct han_readings *readings = han_readings_open();
	printf("open readings      %10.0f us\n", ns(start, 1000));
	for (int round = 0; round < 2; round++) {
		int times = round == 0 ? 1 : ROUNDS;
		start = clock_monotonic_us();
		for (int i = 0; i < times * NAMES; i++) {
			person_name_read(readings, names[i % NAMES], &out);
			sum += strlen(out.initials);
		}
		printf("%s %10.0f ns a name\n",
			round == 0 ? "read names, first" : "read names, after",
			ns(start, times * NAMES));
	}
	han_readings_close(readings);
	printf("(%zu initials)\n", sum);
}

static void ignore(void *to, const struct finding *finding)
{
	(void)to;
	(void)finding;
}

static void bench_forms(void)
{
	struct items_form form = form_primary;
	struct findings findings = {.report = ignore};
	int good = 0;
	form.today = FORM_TODAY;
	form_set_up();
	int64_t start = clock_monotonic_us();
	for (int i = 0; i < FORMS; i++) {
		const char *values[ITEM_COUNT];
		memcpy(values, form_good, sizeof form_good);
		good += items_check(&form, form_arena, values, &findings);
		arena_reset(form_arena);
	}
	printf("check a form       %10.0f ns a form (%d good)\n", ns(start, FORMS), good);
	form_tear_down();
}

int main(void)
{
	make_names();
	bench_names();
	bench_forms();
	return 0;
}
