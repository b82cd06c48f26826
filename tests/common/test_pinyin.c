#include "common/pinyin.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

static struct pinyin *pinyin;

static void set_up(void)
{
	pinyin = pinyin_open();
	ck_assert_ptr_nonnull(pinyin);
}

static void tear_down(void)
{
	pinyin_close(pinyin);
}

static const struct {
	const char *text, *initials;
} names[] = {
	{"重庆市", "cqs"},
	{"重庆市第八中学", "cqsdbzx"},
	{"长沙市", "css"},
	{"长春市", "ccs"},
	{"长子县", "zzx"},
	{"长安区", "caq"},
	{"厦门市", "xms"},
	{"西藏自治区", "xzzzq"},
	{"木里藏族自治县", "mlzzzzx"},
	{"番禺区", "pyq"},
	{"吐鲁番市", "tlfs"},
	{"单县", "sx"},
	{"尉犁县", "ylx"},
	{"尉氏县", "wsx"},
	{"乐清市", "yqs"},
	{"乐山市", "lss"},
	{"东阿县", "dex"},
	{"阿坝县", "abx"},
	{"大埔县", "dbx"},
	{"黄埔区", "hpq"},
	{"黄陂区", "hpq"},
	{"洪洞县", "htx"},
	{"繁峙县", "fsx"},
	{"蔚县", "yx"},
	{"浚县", "xx"},
	{"泌阳县", "byx"},
	{"泊头市", "bts"},
	{"涡阳县", "gyx"},
	{"枞阳县", "zyx"},
	{"铅山县", "ysx"},
	{"犍为县", "qwx"},
	{"筠连县", "jlx"},
	{"荥阳市", "xys"},
	{"荥经县", "yjx"},
	{"闵行区", "mhq"},
	{"行唐县", "xtx"},
	{"曾都区", "zdq"},
	{"召陵区", "slq"},
	{"崆峒区", "ktq"},
	{"茄子河区", "qzhq"},
	{"龙圩区", "lxq"},
	{"莘县", "sx"},
	{"六安市", "las"},
	{"东莞市", "dgs"},
	{"喀什市", "kss"},
	{"新疆生产建设兵团", "xjscjsbt"},
	{"全国", "qg"},
	/* schools */
	{"实验小学", "syxx"},
	{"音乐学校", "yyxx"},
	{"快乐小学", "klxx"},
	{"行知中学", "xzzx"},
	{"第101中学", "d101zx"},
	{"北京市第4中学A区", "bjsd4zxaq"},
	{"ＡＢ小学", "abxx"},
	/* nothing to read */
	{"", ""},
	{"（）—·", ""},
	{"བོད", ""},
};

START_TEST(names_are_read_as_people_read_them)
{
	char out[64];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		ck_assert_msg(strcmp(pinyin_initials(pinyin, names[i].text, out, sizeof out),
				      names[i].initials) == 0,
			"%s: %s, not %s", names[i].text, out, names[i].initials);
}
END_TEST

START_TEST(a_small_buffer_cuts_off)
{
	char out[4];
	ck_assert_str_eq(pinyin_initials(pinyin, "重庆市第八中学", out, sizeof out), "cqs");
	ck_assert_str_eq(pinyin_initials(pinyin, "长沙市第一中学", out, 2), "c");
}
END_TEST

SUITE_WITH("pinyin", set_up, tear_down, names_are_read_as_people_read_them, a_small_buffer_cuts_off)
