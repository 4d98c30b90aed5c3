#include "scalar.h"

#include <math.h>

#include "core/base/base64.h"
#include "core/base/number.h"
#include "core/base/timestamp.h"

const char *scalar_name(shape_kind kind)
{
    switch (kind) {
    case SHAPE_STRING: return "a string";
    case SHAPE_INTEGER: return "an integer";
    case SHAPE_FLOAT: return "a number";
    case SHAPE_BOOLEAN: return "a boolean";
    case SHAPE_TIMESTAMP: return "a timestamp";
    case SHAPE_BLOB: return "base64 text";
    case SHAPE_DOCUMENT: return "a JSON value";
    case SHAPE_STRUCTURE:
    case SHAPE_MAP: return "an object";
    case SHAPE_LIST: return "an array";
    }
    return "a value";
}

void scalar_push_number(lua_State *L, double value)
{
#if LUA_VERSION_NUM >= 503
    if (number_is_exact_integer(value)) {
        lua_pushinteger(L, (lua_Integer)value);
        return;
    }
#endif
    lua_pushnumber(L, value + 0.0); /* turns -0 into 0 */
}

static bool push_text(lua_State *L, slice text)
{
    lua_pushlstring(L, text.data, text.length);
    return true;
}

static bool push_float_from_text(lua_State *L, slice text)
{
    double value = 0;
    if (slice_equal(text, SLICE("NaN")))
        value = NAN;
    else if (slice_equal(text, SLICE("Infinity")))
        value = INFINITY;
    else if (slice_equal(text, SLICE("-Infinity")))
        value = -INFINITY;
    else if (!number_parse(text, &value) || !isfinite(value))
        return false;
    lua_pushnumber(L, value);
    return true;
}

/* Pushes an integer of 64 bits, where this Lua has them. */
static bool push_integer_from_text(lua_State *L, slice text)
{
#if LUA_VERSION_NUM >= 503
    int64_t value = 0;
    if (number_parse_integer(text, &value) && (int64_t)(lua_Integer)value == value) {
        lua_pushinteger(L, (lua_Integer)value);
        return true;
    }
#else
    (void)L;
    (void)text;
#endif
    return false;
}

bool scalar_push_from_digits(lua_State *L, shape_kind kind, slice integer)
{
    double value = 0;
    if ((kind == SHAPE_INTEGER || kind == SHAPE_DOCUMENT) && push_integer_from_text(L, integer))
        return true;
    return number_parse(integer, &value) && scalar_push_from_number(L, kind, value);
}

static bool push_boolean_from_text(lua_State *L, slice text)
{
    bool value = slice_equal(text, SLICE("true"));
    if (!value && !slice_equal(text, SLICE("false")))
        return false;
    lua_pushboolean(L, value);
    return true;
}

static bool push_blob_from_text(lua_State *L, slice text, buffer *scratch)
{
    buffer_clear(scratch);
    return base64_append_decoded(scratch, text) && !scratch->failed &&
           push_text(L, buffer_slice(scratch));
}

bool scalar_push_from_text(lua_State *L, shape_kind kind, slice text, buffer *scratch)
{
    double value = 0;
    switch (kind) {
    case SHAPE_STRING:
    case SHAPE_DOCUMENT: return push_text(L, text);
    case SHAPE_BOOLEAN: return push_boolean_from_text(L, text);
    case SHAPE_FLOAT: return push_float_from_text(L, text);
    case SHAPE_BLOB: return push_blob_from_text(L, text, scratch);
    case SHAPE_INTEGER:
        return push_integer_from_text(L, text) ||
               (number_parse(text, &value) && scalar_push_from_number(L, kind, value));
    case SHAPE_TIMESTAMP:
        return (number_parse(text, &value) || timestamp_parse(text, &value)) &&
               scalar_push_from_number(L, kind, value);
    default: return false;
    }
}

bool scalar_push_from_number(lua_State *L, shape_kind kind, double value)
{
    char text[NUMBER_TEXT_SIZE];
    if (!isfinite(value))
        return false;
    switch (kind) {
    case SHAPE_STRING:
        /* the digits of a larger integer may have been others */
        if (value == floor(value) && !number_is_exact_integer(value))
            return false;
        return push_text(L, (slice){text, number_format(value + 0.0, text)});
    case SHAPE_INTEGER:
        if (value != floor(value))
            return false;
        scalar_push_number(L, value);
        return true;
    case SHAPE_FLOAT: lua_pushnumber(L, value); return true;
    case SHAPE_TIMESTAMP:
    case SHAPE_DOCUMENT: scalar_push_number(L, value); return true;
    default: return false;
    }
}

bool scalar_push_from_boolean(lua_State *L, shape_kind kind, bool value)
{
    switch (kind) {
    case SHAPE_STRING: return push_text(L, value ? SLICE("true") : SLICE("false"));
    case SHAPE_BOOLEAN:
    case SHAPE_DOCUMENT: lua_pushboolean(L, value); return true;
    default: return false;
    }
}
