#include "domain/person_name.h"

#include <string.h>

#include "common/text.h"
#include "domain/name_text.h"
#include "tests/support/suite.h"

static struct han_readings *readings;

static void set_up(void)
{
	readings = han_readings_open();
	ck_assert_ptr_nonnull(readings);
}

static void tear_down(void)
{
	han_readings_close(readings);
}

static const struct {
	const char *name, *surname, *pinyin, *initials;
} rows[] = {
	/* surnames of one character, read as surnames are */
	{"刘佳琪", "刘", "Liu Jiaqi", "ljq"},
	{"单玉如", "单", "Shan Yuru", "syr"},
	{"解小龙", "解", "Xie Xiaolong", "xxl"},
	{"仇英", "仇", "Qiu Ying", "qy"},
	{"曾国藩", "曾", "Zeng Guofan", "zgf"},
	{"查良镛", "查", "Zha Liangyong", "zly"},
	{"区志强", "区", "Ou Zhiqiang", "ozq"},
	{"朴智妍", "朴", "Piao Zhiyan", "pzy"},
	{"覃勇", "覃", "Qin Yong", "qy"},
	{"阚清子", "阚", "Kan Qingzi", "kqz"},
	{"缪杰", "缪", "Miao Jie", "mj"},
	{"盖伟", "盖", "Ge Wei", "gw"},
	{"任静", "任", "Ren Jing", "rj"},
	{"华罗庚", "华", "Hua Luogeng", "hlg"},
	{"尉健行", "尉", "Wei Jianxing", "wjx"},
	{"吕律", "吕", "Lü Lü", "ll"},
	{"洗星海", "洗", "Xian Xinghai", "xxh"},
	/* the same characters in a given name */
	{"王单", "王", "Wang Dan", "wd"},
	{"李解", "李", "Li Jie", "lj"},
	{"张任", "张", "Zhang Ren", "zr"},
	/* surnames of two */
	{"欧阳修", "欧阳", "Ouyang Xiu", "oyx"},
	{"欧阳西安", "欧阳", "Ouyang Xi'an", "oyxa"},
	{"诸葛亮", "诸葛", "Zhuge Liang", "zgl"},
	{"尉迟恭", "尉迟", "Yuchi Gong", "ycg"},
	{"万俟卨", "万俟", "Moqi Xie", "mqx"},
	{"长孙无忌", "长孙", "Zhangsun Wuji", "zswj"},
	{"澹台灭明", "澹台", "Tantai Mieming", "ttmm"},
	{"闾丘露薇", "闾丘", "Lüqiu Luwei", "lqlw"},
	{"歐陽震華", "歐陽", "Ouyang Zhenhua", "oyzh"},
	{"欧阳", "欧", "Ou Yang", "oy"}, /* a name needs a given name, too */
	{"万里", "万", "Wan Li", "wl"},
	/* common surnames that only look like the first half of an old one */
	{"单于海", "单", "Shan Yuhai", "syh"},
	{"梁丘山", "梁", "Liang Qiushan", "lqs"},
	/* syllables set off */
	{"刘西安", "刘", "Liu Xi'an", "lxa"},
	{"王恩", "王", "Wang En", "we"},
	{"张小欧", "张", "Zhang Xiao'ou", "zxo"},
	/* one character, four characters */
	{"丁", "", "Ding", "d"},
	{"刘杨佳琪", "刘", "Liu Yangjiaqi", "lyjq"},
	/* minority names */
	{"阿依古丽·买买提", "", "Ayiguli Maimaiti", "ayglmmt"},
	{"买买提·吐尔逊", "", "Maimaiti Tu'erxun", "mmttex"},
	{"迪丽热巴·迪力木拉提", "", "Dilireba Dilimulati", "dlrbdlmlt"},
	{"巴特尔苏和", "", "Bate'ersuhe", "btesh"},
	/* Latin letters */
	{"John Smith", "", "John Smith", "js"},
	{"Jean-Luc O'Neill", "", "Jean-Luc O'Neill", "jlo"},
	{"Émile Zola", "", "Émile Zola", "ez"},
	{"赵C", "", "ZhaoC", "z"},
	/* what cannot be read is not lost */
	{"黄𠮷", "黄", "Huang 𠮷", "h"},
	{"李〇", "李", "Li Ling", "ll"},
	{"", "", "", ""},
};

START_TEST(names_are_split_and_read)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct person_name out;
		person_name_read(readings, rows[i].name, &out);
		ck_assert_msg(strcmp(out.pinyin, rows[i].pinyin) == 0, "%s: %s", rows[i].name,
			out.pinyin);
		ck_assert_msg(strcmp(out.initials, rows[i].initials) == 0, "%s: %s", rows[i].name,
			out.initials);
		ck_assert_uint_eq(out.surname_size, strlen(rows[i].surname));
		ck_assert_int_eq(strncmp(rows[i].name, rows[i].surname, out.surname_size), 0);
	}
}
END_TEST

START_TEST(the_longest_name_fits_and_a_longer_one_is_cut_off)
{
	static const char *const characters[] = {"庄", "𠮷", "Ệ", "w"};
	char book[4000] = "";
	struct person_name cut;
	memset(book, 'w', sizeof book - 1);
	person_name_read(readings, book, &cut);
	ck_assert_uint_eq(strlen(cut.pinyin), PERSON_PINYIN_SIZE - 1);
	for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
		char name[NAME_LENGTH * 4 + 1] = "";
		size_t size = strlen(characters[i]);
		for (size_t k = 0; k < NAME_LENGTH; k++)
			memcpy(name + k * size, characters[i], size);
		struct person_name out;
		person_name_read(readings, name, &out);
		ck_assert_uint_ge(text_length(out.pinyin), NAME_LENGTH);
	}
}
END_TEST

SUITE_WITH("person_name", set_up, tear_down, names_are_split_and_read,
	the_longest_name_fits_and_a_longer_one_is_cut_off)
