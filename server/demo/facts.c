#include "server/demo/facts.h"

#include <assert.h>
#include <string.h>

#include "server/demo/texts.h"

enum { CELLS = 7 };

/* ---- words ---- */

static void add_word(struct arena *arena, struct words *words, const char *text, uint32_t share)
{
	uint32_t before = words->n > 0 ? words->up_to[words->n - 1] : 0;
	if (share == 0)
		return;
	words->texts = arena_grow(arena, words->texts, words->n, sizeof *words->texts);
	words->up_to = arena_grow(arena, words->up_to, words->n, sizeof *words->up_to);
	words->texts[words->n] = text;
	words->up_to[words->n++] = before + share;
}

/* Separated by spaces, the commonest first: the n-th is taken as often as 1/(n+3). */
static void add_words(struct arena *arena, struct words *words, char *texts)
{
	enum { OF_FIRST = 12000 };
	uint32_t n = 0;
	for (char *text; (text = strsep(&texts, " ")) != NULL; n++)
		add_word(arena, words, text, OF_FIRST / (n + 3));
}

const char *words_pick(const struct words *words, struct dice *dice)
{
	assert(words->n > 0);
	uint32_t thrown = dice_below(dice, words->up_to[words->n - 1]);
	size_t low = 0, high = words->n - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (thrown < words->up_to[middle])
			high = middle;
		else
			low = middle + 1;
	}
	return words->texts[low];
}

/* ---- tables ---- */

struct reading {
	struct arena *arena;
	struct facts *facts;
};
typedef void row_fn(struct reading *reading, char *const cells[CELLS]);

static void read_surname(struct reading *reading, char *const cells[CELLS])
{
	for (int south = 0; south < 2; south++)
		add_word(reading->arena, &reading->facts->surnames[south], cells[0],
			(uint32_t)texts_value(cells[1 + south]));
}

static struct given_names *era_of(struct facts *facts, int sex, int born)
{
	size_t *n = &facts->n_eras[sex];
	if (*n == 0 || facts->given[sex][*n - 1].born_from < born) {
		assert(*n < ERAS);
		facts->given[sex][(*n)++].born_from = born;
	}
	for (size_t i = 0; i < *n; i++)
		if (facts->given[sex][i].born_from == born)
			return &facts->given[sex][i];
	assert(!"given_names.csv is not in order");
	return NULL;
}

static void read_given(struct reading *reading, char *const cells[CELLS])
{
	struct given_names *era =
		era_of(reading->facts, texts_value(cells[1]), texts_value(cells[0]));
	const struct {
		const char *place;
		struct words *words;
		int *share;
	} places[] = {{"whole", &era->whole, &era->whole_share},
		{"single", &era->single, &era->single_share}, {"first", &era->first, NULL},
		{"second", &era->second, NULL}, {"rare", &era->rare, NULL}};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strcmp(cells[2], places[i].place) == 0) {
			add_words(reading->arena, places[i].words, cells[4]);
			if (places[i].share != NULL)
				*places[i].share = texts_value(cells[3]);
			return;
		}
	assert(!"given_names.csv: unknown place");
}

static void read_minority(struct reading *reading, char *const cells[CELLS])
{
	struct group_names *names =
		&reading->facts->groups[texts_value(cells[0])][texts_value(cells[2])];
	const struct {
		const char *part;
		struct words *words;
	} parts[] = {{"surname", &names->surname}, {"clan", &names->clan}, {"given", &names->given},
		{"pair", &names->pair}, {"whole", &names->whole}};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strcmp(cells[1], parts[i].part) == 0) {
			add_words(reading->arena, parts[i].words, cells[3]);
			return;
		}
	assert(!"minority_names.csv: unknown part");
}

static void read_province(struct reading *reading, char *const cells[CELLS])
{
	struct facts *facts = reading->facts;
	assert(facts->n_provinces < sizeof facts->provinces / sizeof *facts->provinces);
	facts->provinces[facts->n_provinces++] = (struct province_facts){
		.code = cells[0],
		.is_south = texts_value(cells[1]) != 0,
		.postcode = cells[2],
		.migrant = texts_value(cells[3]),
		.left_behind = texts_value(cells[4]),
		.boarders = texts_value(cells[5]),
		.five_four = texts_value(cells[6]),
	};
}

static void read_group(struct reading *reading, char *const cells[CELLS])
{
	struct province_facts *province =
		(struct province_facts *)facts_province(reading->facts, cells[0]);
	assert(province->n_groups < PROVINCE_GROUPS);
	province->groups[province->n_groups].group = texts_value(cells[1]);
	province->groups[province->n_groups++].share = texts_value(cells[2]);
}

static void read_place(struct reading *reading, char *const cells[CELLS])
{
	static const char *const kinds[PLACE_KINDS] = {"town", "village", "road", "estate",
		"employer", "city_employer", "talent", "school", "private"};
	for (int kind = 0; kind < PLACE_KINDS; kind++)
		if (strcmp(cells[0], kinds[kind]) == 0) {
			add_words(reading->arena, &reading->facts->places[kind], cells[1]);
			return;
		}
	assert(!"places.csv: unknown kind");
}

static void read_table(
	struct reading *reading, const unsigned char *bytes, size_t size, row_fn *read)
{
	char *rest = arena_strndup(reading->arena, (const char *)bytes, size), *line;
	strsep(&rest, "\n"); /* the heading */
	while ((line = strsep(&rest, "\n")) != NULL && *line != '\0') {
		char *cells[CELLS] = {NULL};
		for (int i = 0; i < CELLS && line != NULL; i++)
			cells[i] = strsep(&line, ",");
		read(reading, cells);
	}
}

#define TABLE(name)                                     \
	extern const unsigned char demo_##name##_csv[]; \
	extern const size_t demo_##name##_csv_size
TABLE(surnames);
TABLE(given_names);
TABLE(minority_names);
TABLE(provinces);
TABLE(ethnic_groups);
TABLE(places);
#undef TABLE
#define READ(name, row) read_table(&reading, demo_##name##_csv, demo_##name##_csv_size, row)

const struct facts *facts_read(struct arena *arena)
{
	struct facts *facts = arena_one(arena, struct facts);
	struct reading reading = {arena, facts};
	READ(surnames, read_surname);
	READ(given_names, read_given);
	READ(minority_names, read_minority);
	READ(provinces, read_province);
	READ(ethnic_groups, read_group);
	READ(places, read_place);
	return facts;
}

const struct province_facts *facts_province(const struct facts *facts, const char *code)
{
	for (size_t i = 0; i < facts->n_provinces; i++)
		if (strncmp(facts->provinces[i].code, code, 2) == 0)
			return &facts->provinces[i];
	return &facts->provinces[0];
}
