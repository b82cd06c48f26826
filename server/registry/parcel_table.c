#include "server/registry/parcel_table.h"

#include <stddef.h>
#include <string.h>

#include "xueji/v1/parcels.pb-c.h"

static const struct peer_kind_row peers[PEER_KIND_END] = {
	[PEER_NATION] = {"nation", {.en = "nation", .zh = "国家"}},
	[PEER_PROVINCE] = {"province", {.en = "province", .zh = "省级"}},
	[PEER_POLICE] = {"police", {.en = "police base", .zh = "公安人口库"}},
};

#define FROM(kind) (UINT32_C(1) << PEER_##kind)
#define ROWS       &xueji__v1__list_row__descriptor
#define VERDICTS   &xueji__v1__verdict__descriptor
#define CROSSINGS  &xueji__v1__crossing__descriptor

static const struct parcel_kind_row parcels[PARCEL_KIND_END] = {
	[PARCEL_LIST_WIDER_CHECK] = {"list.wider_check",
		{.en = "wider check (R16)", .zh = "非起始年级全国查重（R16）"}, FROM(PROVINCE),
		PEER_NATION, ROWS},
	[PARCEL_LIST_G_NUMBERS] = {"list.g_numbers",
		{.en = "formal numbers (R71)", .zh = "核发全国学籍号（R71）"}, FROM(PROVINCE),
		PEER_NATION, ROWS},
	[PARCEL_LIST_KEY_DATA] = {"list.key_data",
		{.en = "key data of G holders (R41)", .zh = "关键数据变更全国核查（R41）"},
		FROM(PROVINCE), PEER_NATION, ROWS},
	[PARCEL_LIST_POLICE] = {"list.police",
		{.en = "comparison with the police base", .zh = "公安身份比对"}, FROM(PROVINCE),
		PEER_POLICE, ROWS},
	[PARCEL_LIST_PROBLEMS] = {"list.problems",
		{.en = "problem records for the nation (R42, R51)",
			.zh = "问题学籍全国核办（R42、R51）"},
		FROM(PROVINCE), PEER_NATION, ROWS},
	[PARCEL_VERDICTS] = {"verdicts", {.en = "verdicts", .zh = "核查结果"},
		FROM(NATION) | FROM(POLICE), 0, VERDICTS},
	[PARCEL_TRANSFER] = {"transfer", {.en = "transfer between provinces", .zh = "跨省转学"},
		FROM(PROVINCE), 0, CROSSINGS},
};

const struct peer_kind_row *peer_kind_row(int kind)
{
	return kind > 0 && kind < PEER_KIND_END ? &peers[kind] : NULL;
}

int peer_kind_named(const char *word)
{
	for (int kind = 1; kind < PEER_KIND_END; kind++)
		if (strcmp(peers[kind].word, word) == 0)
			return kind;
	return 0;
}

const struct parcel_kind_row *parcel_kind_row(int kind)
{
	return kind > 0 && kind < PARCEL_KIND_END ? &parcels[kind] : NULL;
}

int parcel_kind_named(const char *word)
{
	for (int kind = 1; kind < PARCEL_KIND_END; kind++)
		if (strcmp(parcels[kind].word, word) == 0)
			return kind;
	return 0;
}
