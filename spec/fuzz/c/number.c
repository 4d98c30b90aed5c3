/* Numbers: read as strtod reads them, and written so that they are read as the same. */
#include "core/base/number.h"

#include <errno.h>
#include <math.h>

#include "../fuzz.h"
#include "core/json/json_scanner.h"

static bool is_same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void check_reading(slice text)
{
    double value = 0;
    int64_t integer = 0;
    check(number_span(text) <= text.length);
    if (!number_parse(text, &value)) {
        check(!number_parse_integer(text, &integer));
        return;
    }
    char *c_text = calloc(1, text.length + 1);
    check(c_text != NULL);
    memcpy(c_text, text.data, text.length);
    check(is_same(value, strtod(c_text, NULL)));
    errno = 0;
    char *end;
    long long expected = strtoll(c_text, &end, 10);
    bool is_integer = *end == '\0' && errno == 0;
    check(number_parse_integer(text, &integer) == is_integer);
    check(!is_integer || integer == expected);
    bool is_wide = strspn(c_text, "-0123456789") == text.length && !number_is_exact_integer(value);
    check(json_is_wide_integer(text) == is_wide);
    free(c_text);
}

static void check_writing(double value)
{
    char text[NUMBER_TEXT_SIZE];
    double back = 0;
    if (!isfinite(value))
        return;
    size_t length = number_format(value, text);
    check(length < sizeof text && strlen(text) == length);
    check(number_parse((slice){text, length}, &back) && is_same(back, value));
    check(strlen(number_format_short(value, text)) < sizeof text);
    check(number_parse(slice_of(text), &back) && fabs(back - value) <= fabs(value) * 1e-5);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    double value;
    char *text = exact_copy(input_of(data, size));
    check_reading((slice){text, size});
    free(text);
    if (size >= sizeof value) {
        memcpy(&value, data, sizeof value);
        check_writing(value);
    }
    return 0;
}
