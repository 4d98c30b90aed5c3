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

/* A large integer may have had other digits in the text; one that is sensitive is not shown. */
static bool fail_number(decoder *d, const shape *s, double value, const path *where)
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

bool decoder_fail_type(decoder *d, const shape *s, const cJSON *item, const path *where)
{
    const char *wanted = scalar_name(s->kind);
    switch (item->type & 0xFF) {
    case cJSON_Number: return fail_number(d, s, item->valuedouble, where);
    case cJSON_NULL: return decoder_fail(d, where, "expected %s, got null", wanted);
    case cJSON_False: return decoder_fail(d, where, "expected %s, got false", wanted);
    case cJSON_True: return decoder_fail(d, where, "expected %s, got true", wanted);
    case cJSON_Array: return decoder_fail(d, where, "expected %s, got an array", wanted);
    case cJSON_Object: return decoder_fail(d, where, "expected %s, got an object", wanted);
    default: break;
    }
    if (json_integer_digits(item->valuestring, d->marks))
        return decoder_fail(d, where, "expected %s, got a number too large", wanted);
    return decoder_fail(d, where, "expected %s, got %s", wanted,
                        s->kind > SHAPE_DOCUMENT ? "a string"
                                                 : "a string that cannot be converted");
}

slice decoder_text(decoder *d, const char *text)
{
    slice s = slice_of(text);
    if (d->marks.count == 0 || !memchr(text, d->marks.nul.first, s.length))
        return s;
    buffer_clear(&d->scratch);
    json_restore(&d->scratch, s, d->marks.nul);
    d->out_of_memory = d->out_of_memory || d->scratch.failed;
    return buffer_slice(&d->scratch);
}

static bool push_string(decoder *d, const shape *s, const char *string)
{
    const char *digits = json_integer_digits(string, d->marks);
    if (digits)
        return scalar_push_from_digits(d->L, s->kind, slice_of(digits));
    slice text = decoder_text(d, string);
    /* restored text lies in the scratch buffer, where a blob is decoded: it is no base64 */
    if (s->kind == SHAPE_BLOB && text.data != string)
        return false;
    return scalar_push_from_text(d->L, s->kind, text, &d->scratch);
}

bool decoder_scalar(decoder *d, const shape *s, const cJSON *item, const path *where)
{
    bool good = false;
    switch (item->type & 0xFF) {
    case cJSON_Number: good = scalar_push_from_number(d->L, s->kind, item->valuedouble); break;
    case cJSON_True: good = scalar_push_from_boolean(d->L, s->kind, true); break;
    case cJSON_False: good = scalar_push_from_boolean(d->L, s->kind, false); break;
    case cJSON_String: good = push_string(d, s, item->valuestring); break;
    default: break;
    }
    if (d->out_of_memory || d->scratch.failed)
        return decoder_fail_memory(d);
    return good || decoder_fail_type(d, s, item, where);
}
