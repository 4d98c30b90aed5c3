#include "decoder.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/number.h"
#include "scalar.h"

bool decoder_fail(decoder *d, const path *where, const char *format, ...)
{
    char place[PATH_TEXT_SIZE];
    char what[120];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    size_t length = path_write(where, place);
    snprintf(d->message, sizeof d->message, "%s%s%s", place, length > 0 ? ": " : "", what);
    return false;
}

bool decoder_fail_memory(decoder *d)
{
    d->out_of_memory = true; /* no reason to leave a member out */
    memcpy(d->message, NOT_ENOUGH_MEMORY, sizeof NOT_ENOUGH_MEMORY);
    return false;
}

bool decoder_fail_number(decoder *d, const shape *s, double value, const path *where)
{
    const char *wanted = scalar_name(s->kind);
    char number[NUMBER_TEXT_SIZE];
    if (!number_is_exact_integer(value) && (isinf(value) || value == floor(value)))
        return decoder_fail(d, where, "expected %s, got a number too large", wanted);
    if (d->is_secret)
        return decoder_fail(d, where, "expected %s, got another number", wanted);
    number_format(value, number);
    return decoder_fail(d, where, "expected %s, got %s", wanted, number);
}
