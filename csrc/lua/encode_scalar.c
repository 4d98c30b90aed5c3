#include "encode_scalar.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/base/base64.h"
#include "core/base/number.h"
#include "core/base/timestamp.h"
#include "core/base/utf8.h"
#include "core/json/json.h"

void encoder_say(encoder *e, const path *where, const char *format, ...)
{
    problem *entry = problems_add(&e->problems, where);
    if (!entry)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(entry->message, sizeof entry->message, format, arguments);
    va_end(arguments);
}

/* What the value on top of the stack is, for messages. */
static const char *describe(lua_State *L)
{
    switch (lua_type(L, -1)) {
    case LUA_TNIL: return "nil";
    case LUA_TBOOLEAN: return "a boolean";
    case LUA_TNUMBER: return "a number";
    case LUA_TSTRING: return "a string";
    case LUA_TTABLE: return "a table";
    case LUA_TFUNCTION: return "a function";
    case LUA_TTHREAD: return "a coroutine";
    case LUA_TUSERDATA:
    case LUA_TLIGHTUSERDATA: return "a userdata";
    default: return "a value of another kind"; /* LuaJIT's cdata */
    }
}

bool encoder_expect(encoder *e, int type, const char *wanted, const path *where)
{
    if (lua_type(e->L, -1) == type)
        return true;
    encoder_say(e, where, "expected %s, got %s", wanted, describe(e->L));
    return false;
}

/* Notes a length below the shape's minimum; `unit` is "character" or "byte". */
static void check_length(encoder *e, const shape *s, size_t length, const char *unit,
                         const path *where)
{
    if (!s->has_min || (double)length >= s->min)
        return;
    encoder_say(e, where, "is too short: %zu %s%s, at least %.0f", length, unit,
                length == 1 ? "" : "s", s->min);
}

static void check_value(encoder *e, const shape *s, double value, const path *where)
{
    char least[NUMBER_TEXT_SIZE];
    if (!s->has_min || value >= s->min)
        return;
    number_format(s->min, least);
    encoder_say(e, where, "is too small: at least %s", least);
}

static slice string_on_top(lua_State *L)
{
    slice text = {NULL, 0};
    text.data = lua_tolstring(L, -1, &text.length);
    return text;
}

void encoder_check_label(encoder *e, const path *where)
{
    if (lua_type(e->L, -1) != LUA_TSTRING)
        return;
    slice text = string_on_top(e->L);
    if (text.length == 0)
        encoder_say(e, where, "must not be empty");
    else if (slice_equal(text, SLICE(".")) || slice_equal(text, SLICE("..")))
        encoder_say(e, where, "must not be \"%s\": it would be another path", text.data);
}

static void write_number(encoder *e, double value)
{
    char text[NUMBER_TEXT_SIZE];
    size_t length = number_format(value, text);
    buffer_append(&e->out, text, length);
}

static void encode_string(encoder *e, const shape *s, const path *where)
{
    if (!encoder_expect(e, LUA_TSTRING, "a string", where))
        return;
    slice text = string_on_top(e->L);
    if (s->has_min)
        check_length(e, s, utf8_length(text), "character", where);
    json_append_string(&e->out, text);
}

static void write_integer(encoder *e, long long value)
{
    char text[32];
    size_t length = (size_t)snprintf(text, sizeof text, "%lld", value);
    buffer_append(&e->out, text, length);
}

static void encode_integer(encoder *e, const shape *s, const path *where)
{
    if (!encoder_expect(e, LUA_TNUMBER, "an integer", where))
        return;
    double value = (double)lua_tonumber(e->L, -1);
    if (!isfinite(value)) {
        encoder_say(e, where, "expected an integer, got a number that is not finite");
        return;
    }
    if (value != floor(value)) {
        encoder_say(e, where, "expected an integer, got a number with a fraction");
        return;
    }
    check_value(e, s, value, where);
#if LUA_VERSION_NUM >= 503
    if (lua_isinteger(e->L, -1)) {
        write_integer(e, (long long)lua_tointeger(e->L, -1));
        return;
    }
#endif
    if (value >= -9223372036854775808.0 && value < 9223372036854775808.0)
        write_integer(e, (long long)value);
    else
        encoder_say(e, where, "is out of range: integers have 64 bits");
}

static void encode_float(encoder *e, const shape *s, const path *where)
{
    if (!encoder_expect(e, LUA_TNUMBER, "a number", where))
        return;
    double value = (double)lua_tonumber(e->L, -1);
    if (isnan(value)) {
        buffer_append_text(&e->out, "\"NaN\"");
    } else if (isinf(value)) {
        buffer_append_text(&e->out, value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    } else {
        check_value(e, s, value, where);
        write_number(e, value);
    }
}

static void encode_timestamp(encoder *e, const shape *s, const path *where)
{
    char text[TIMESTAMP_TEXT_SIZE];
    if (!encoder_expect(e, LUA_TNUMBER, "a timestamp in seconds since 1970", where))
        return;
    double seconds = (double)lua_tonumber(e->L, -1);
    if (!isfinite(seconds))
        encoder_say(e, where, "expected a timestamp, got a number that is not finite");
    else if (!timestamp_format(s->time, seconds, text))
        encoder_say(e, where, "is out of range: years 1 to 9999");
    else if (s->time == TIMESTAMP_UNIX)
        buffer_append_text(&e->out, text);
    else
        json_append_string(&e->out, slice_of(text));
}

static void encode_blob(encoder *e, const shape *s, const path *where)
{
    if (!encoder_expect(e, LUA_TSTRING, "a string", where))
        return;
    slice bytes = string_on_top(e->L);
    check_length(e, s, bytes.length, "byte", where);
    buffer_append_char(&e->out, '"');
    base64_append_encoded(&e->out, bytes);
    buffer_append_char(&e->out, '"');
}

static void write_boolean(encoder *e)
{
    buffer_append_text(&e->out, lua_toboolean(e->L, -1) ? "true" : "false");
}

static void encode_document(encoder *e, const path *where)
{
    switch (lua_type(e->L, -1)) {
    case LUA_TSTRING: json_append_string(&e->out, string_on_top(e->L)); break;
    case LUA_TBOOLEAN: write_boolean(e); break;
    case LUA_TNUMBER:
#if LUA_VERSION_NUM >= 503
        if (lua_isinteger(e->L, -1)) {
            write_integer(e, (long long)lua_tointeger(e->L, -1));
            break;
        }
#endif
        if (isfinite((double)lua_tonumber(e->L, -1)))
            write_number(e, (double)lua_tonumber(e->L, -1));
        else
            encoder_say(e, where, "expected a JSON value, got a number that is not finite");
        break;
    default: encoder_say(e, where, "expected a JSON value, got %s", describe(e->L)); break;
    }
}

void encoder_scalar(encoder *e, const shape *s, const path *where)
{
    switch (s->kind) {
    case SHAPE_STRING: encode_string(e, s, where); break;
    case SHAPE_INTEGER: encode_integer(e, s, where); break;
    case SHAPE_FLOAT: encode_float(e, s, where); break;
    case SHAPE_BOOLEAN:
        if (encoder_expect(e, LUA_TBOOLEAN, "a boolean", where))
            write_boolean(e);
        break;
    case SHAPE_TIMESTAMP: encode_timestamp(e, s, where); break;
    case SHAPE_BLOB: encode_blob(e, s, where); break;
    default: encode_document(e, where); break;
    }
}
