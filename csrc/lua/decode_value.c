#include "decoder.h"

#include <stdint.h>

#include "core/base/number.h"
#include "core/json/json.h"
#include "scalar.h"

/* How many arrays and objects deep the stack has room for before it is asked for more, and slots for each of them. */
#define ROOM_LEVELS 16
#define LEVEL_SLOTS 3

/* Slots that reading needs beside those. */
#define OTHER_SLOTS 12

/* A list or map is made with room for as many as the last one of its shape had that was not empty, up to here. */
#define MOST_EXPECTED 16

bool decoder_text(decoder *d, const json_token *token, slice *text)
{
    *text = token->text;
    if (!token->has_escapes)
        return true;
    buffer *out = &decoder_need_box(d)->text;
    buffer_clear(out);
    json_unescape(out, token->text);
    *text = buffer_slice(out);
    return !out->failed;
}

/* Scalars -------------------------------------------------------------------------------------------------------- */

static reading read_string(decoder *d, const shape *s, const json_token *token, const path *where)
{
    slice text = token->text;
    if (s->kind == SHAPE_STRING && !token->has_escapes) { /* most of all values */
        lua_pushlstring(d->L, text.data, text.length);
        return READ_VALUE;
    }
    buffer *bytes = s->kind == SHAPE_BLOB ? &decoder_need_box(d)->bytes : NULL;
    if (!decoder_text(d, token, &text))
        return decoder_stop_memory(d);
    if (scalar_push_from_text(d->L, s->kind, text, bytes))
        return READ_VALUE;
    return bytes && bytes->failed ? decoder_stop_memory(d) : decoder_wrong_type(d, s, token, where);
}

static bool push_number(lua_State *L, shape_kind kind, slice number)
{
    return json_is_wide_integer(number) ? scalar_push_from_digits(L, kind, number)
                                        : scalar_push_from_number(L, kind, number_value(number));
}

static reading read_scalar(decoder *d, const shape *s, const json_token *token, const path *where)
{
    bool good = false;
    switch (token->kind) {
    case JSON_STRING: return read_string(d, s, token, where);
    case JSON_NUMBER: good = push_number(d->L, s->kind, token->text); break;
    case JSON_TRUE:
    case JSON_FALSE:
        good = scalar_push_from_boolean(d->L, s->kind, token->kind == JSON_TRUE);
        break;
    default: break;
    }
    return good ? READ_VALUE : decoder_wrong_type(d, s, token, where);
}

/* Containers ----------------------------------------------------------------------------------------------------- */

bool decoder_open(decoder *d, const shape *s, json_kind kind)
{
    bool is_array = kind == JSON_ARRAY;
    bool more = is_array ? json_next_item(&d->scanner) : json_next_name(&d->scanner);
    int expected = more ? (int)s->habits->count : 0;
    lua_createtable(d->L, is_array ? expected : 0, is_array ? 0 : expected);
    return more;
}

reading decoder_close(decoder *d, const shape *s, size_t count, size_t most)
{
    if (d->scanner.status != JSON_OK)
        return READ_STOP;
    if (count > 0)
        shape_remember_count(s, count < most ? count : most);
    return READ_VALUE;
}

void decoder_set_entry(lua_State *L, int table, reading read)
{
    if (read == READ_NULL) {
        lua_pushvalue(L, -1);
        if (compat_rawget(L, table) == LUA_TNIL) { /* no room for what is not there */
            lua_pop(L, 2);
            return;
        }
        lua_pop(L, 1);
        lua_pushnil(L);
    }
    lua_rawset(L, table);
}

reading decoder_replace_by_mark(lua_State *L, int table, size_t place)
{
    lua_settop(L, table - 1);
    lua_pushlightuserdata(L, (void *)(uintptr_t)place);
    return READ_WRONG;
}

static reading read_list(decoder *d, const shape *s, const path *where)
{
    lua_State *L = d->L;
    int table = lua_gettop(L) + 1;
    int count = 0;
    path step = {where, PATH_INDEX, {"", 0}, 0};
    for (bool more = decoder_open(d, s, JSON_ARRAY); more; more = json_next_item(&d->scanner)) {
        step.index++;
        switch (decoder_read(d, s->element, &step)) {
        case READ_VALUE: lua_rawseti(L, table, ++count); break;
        case READ_NULL: break;
        case READ_WRONG:
            lua_remove(L, table);
            return json_skip(&d->scanner, JSON_ARRAY) ? READ_WRONG : READ_STOP;
        case READ_STOP: return READ_STOP;
        }
    }
    return decoder_close(d, s, (size_t)count, MOST_EXPECTED);
}

/* The mark that is the first in the text; 0 without one. */
static size_t first_entry_mark(lua_State *L, int table)
{
    size_t first = 0;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        size_t place = decoder_mark_at(L, -1);
        first = place && (!first || place < first) ? place : first;
    }
    return first;
}

static reading read_entry(decoder *d, const shape *s, int table, const path *where)
{
    path step = {where, PATH_KEY, {"", 0}, 0};
    json_token key;
    if (!json_read_name(&d->scanner, &key))
        return READ_STOP;
    if (!decoder_text(d, &key, &step.name))
        return decoder_stop_memory(d);
    lua_pushlstring(d->L, step.name.data, step.name.length);
    if (key.has_escapes)
        step.name.data = lua_tolstring(d->L, -1, NULL); /* the box is used again */
    reading read = decoder_read(d, s->element, &step);
    if (read != READ_STOP)
        decoder_set_entry(d->L, table, read);
    return read;
}

static reading read_map(decoder *d, const shape *s, const path *where)
{
    lua_State *L = d->L;
    int table = lua_gettop(L) + 1;
    size_t count = 0;
    bool has_marks = false;
    for (bool more = decoder_open(d, s, JSON_OBJECT); more; more = json_next_name(&d->scanner)) {
        reading read = read_entry(d, s, table, where);
        if (read == READ_STOP)
            return READ_STOP;
        count += read != READ_NULL;
        has_marks = has_marks || read == READ_WRONG;
    }
    if (decoder_close(d, s, count, MOST_EXPECTED) == READ_STOP)
        return READ_STOP;
    size_t place = has_marks ? first_entry_mark(L, table) : 0;
    return place ? decoder_replace_by_mark(L, table, place) : READ_VALUE;
}

static reading read_container(decoder *d, const shape *s, const json_token *token,
                              const path *where)
{
    bool is_object = token->kind == JSON_OBJECT;
    if (d->scanner.depth % ROOM_LEVELS == 1 &&
        !lua_checkstack(d->L, ROOM_LEVELS * LEVEL_SLOTS + OTHER_SLOTS))
        return decoder_stop_memory(d);
    if (s->kind == SHAPE_STRUCTURE && is_object)
        return decoder_read_structure(d, s, token, where);
    if (s->kind == SHAPE_LIST && !is_object)
        return read_list(d, s, where);
    if (s->kind == SHAPE_MAP && is_object)
        return read_map(d, s, where);
    if (s->kind == SHAPE_DOCUMENT)
        return decoder_read_document(d, s, token, where);
    decoder_wrong_type(d, s, token, where);
    return json_skip(&d->scanner, token->kind) ? READ_WRONG : READ_STOP;
}

reading decoder_read(decoder *d, const shape *s, const path *where)
{
    json_token token;
    if (!json_read(&d->scanner, &token))
        return READ_STOP;
    if (token.kind == JSON_NULL)
        return READ_NULL;
    bool is_secret = d->is_secret;
    d->is_secret = is_secret || s->sensitive;
    reading read = token.kind >= JSON_ARRAY ? read_container(d, s, &token, where)
                                            : read_scalar(d, s, &token, where);
    d->is_secret = is_secret;
    return read;
}
