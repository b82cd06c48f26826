/* Grades and classes as people write them in sheets: 三年级, 初二, 3; 2班, 三(2)班, 3-2, 0302. */
#pragma once

#include <stdbool.h>

/* 1 to 12; false for what names none. */
bool grade_read(const char *text, int *grade_out);

/* The class's number, 0 to 99. Where the text names a grade too, it must be this one. */
bool class_read(const char *text, int grade, int *class_out);
