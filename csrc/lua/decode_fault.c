#include "decoder.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/base/number.h"
#include "scalar.h"

size_t decoder_place(const decoder *d, const json_token *token)
{
    return (size_t)(token->text.data - d->scanner.start) + 1;
}

/* No value that is read is a light userdata. */
size_t decoder_mark_at(lua_State *L, int index)
{
    return lua_type(L, index) == LUA_TLIGHTUSERDATA ? (size_t)(uintptr_t)lua_touserdata(L, index)
                                                    : 0;
}

reading decoder_wrong(decoder *d, size_t place, const path *where, const char *format, ...)
{
    lua_pushlightuserdata(d->L, (void *)(uintptr_t)place);
    if (d->said && d->said != place)
        return READ_WRONG;
    char what[120];
    char path_text[PATH_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    size_t length = path_write(where, path_text);
    snprintf(d->message, sizeof d->message, "%s%s%s", path_text, length > 0 ? ": " : "", what);
    d->said = place;
    return READ_WRONG;
}

reading decoder_stop_memory(decoder *d)
{
    d->out_of_memory = true;
    return READ_STOP;
}

reading decoder_wrong_number(decoder *d, const shape *s, size_t place, double value,
                             const path *where)
{
    const char *wanted = scalar_name(s->kind);
    char number[NUMBER_TEXT_SIZE];
    if (!number_is_exact_integer(value) && (isinf(value) || value == floor(value)))
        return decoder_wrong(d, place, where, "expected %s, got a number too large", wanted);
    if (d->is_secret)
        return decoder_wrong(d, place, where, "expected %s, got another number", wanted);
    number_format(value, number);
    return decoder_wrong(d, place, where, "expected %s, got %s", wanted, number);
}

reading decoder_wrong_type(decoder *d, const shape *s, const json_token *token, const path *where)
{
    static const char *const names[] = {
        [JSON_NULL] = "null",
        [JSON_FALSE] = "false",
        [JSON_TRUE] = "true",
        [JSON_NUMBER] = "a number",
        [JSON_ARRAY] = "an array",
        [JSON_OBJECT] = "an object",
        [JSON_STRING] = "a string that cannot be converted",
    };
    size_t place = decoder_place(d, token);
    const char *got = names[token->kind];
    if (token->kind == JSON_NUMBER)
        return decoder_wrong_number(d, s, place, number_value(token->text), where);
    if (token->kind == JSON_STRING && s->kind > SHAPE_DOCUMENT)
        got = "a string";
    return decoder_wrong(d, place, where, "expected %s, got %s", scalar_name(s->kind), got);
}
