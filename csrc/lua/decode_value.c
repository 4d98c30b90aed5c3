#include "decoder.h"

#include <stdint.h>

#include "core/base/number.h"
#include "scalar.h"

/* How many arrays and objects deep the stack has room for before it is asked for more, and slots for each of them. */
#define ROOM_LEVELS 16
#define LEVEL_SLOTS 3

/* Slots that reading needs beside those. */
#define OTHER_SLOTS 12

/* A list or map is made with room for as many as the last one of its shape had, up to here. */
#define MOST_EXPECTED 16

/* What a string means, which may lie in the box; false when memory runs out. */
static bool text_of(decoder *d, const json_token *token, slice *text)
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
    slice text;
    buffer *bytes = s->kind == SHAPE_BLOB ? &decoder_need_box(d)->bytes : NULL;
    if (!text_of(d, token, &text))
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

/* Puts the value on top of the stack, of which null pushed none, under the key below it into the table. */
static void set_entry(lua_State *L, int table, reading read)
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

/* Pushes what the table at `table` holds for a member. */
static void push_member(lua_State *L, int table, const shape_member *member)
{
    lua_rawgeti(L, DECODER_NAMES, member->id);
    lua_rawget(L, table);
}

/* The mark of the first member, by name, that could not be read; 0 without one. */
static size_t first_member_mark(lua_State *L, int table, const shape *s)
{
    size_t place = 0;
    for (size_t i = 0; i < s->member_count && !place; i++) {
        push_member(L, table, &s->members[i]);
        place = decoder_mark_at(L, -1);
        lua_pop(L, 1);
    }
    return place;
}

/* Takes all marks out of the table. */
static void drop_marks(lua_State *L, int table, const shape *s)
{
    for (size_t i = 0; i < s->member_count; i++) {
        push_member(L, table, &s->members[i]);
        if (decoder_mark_at(L, -1)) {
            lua_rawgeti(L, DECODER_NAMES, s->members[i].id);
            lua_pushnil(L);
            lua_rawset(L, table);
        }
        lua_pop(L, 1);
    }
}

static size_t count_present(lua_State *L, int table, const shape *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->member_count; i++) {
        push_member(L, table, &s->members[i]);
        count += !lua_isnil(L, -1);
        lua_pop(L, 1);
    }
    return count;
}

/* Replaces the table, and what is above it, by a mark. */
static reading replace_by_mark(lua_State *L, int table, size_t place)
{
    lua_settop(L, table - 1);
    lua_pushlightuserdata(L, (void *)(uintptr_t)place);
    return READ_WRONG;
}

static reading read_member(decoder *d, const shape_member *member, int table, const path *where)
{
    path step = {where, PATH_MEMBER, member->name, 0};
    bool is_secret = d->is_secret;
    d->is_secret = is_secret || member->sensitive;
    lua_rawgeti(d->L, DECODER_NAMES, member->id);
    reading read = decoder_read(d, member->shape, &step);
    d->is_secret = is_secret;
    if (read != READ_STOP)
        set_entry(d->L, table, read);
    return read;
}

/*
 * Skips a member that the model does not know. The key of a union's, unless it is null or the name of the type, replaces the
 * one of its kind before it, on top of the stack.
 */
static reading skip_unknown(decoder *d, const shape *s, const json_token *key, size_t *unknown)
{
    json_token value;
    slice name;
    if (!json_read(&d->scanner, &value) || !json_skip(&d->scanner, value.kind))
        return READ_STOP;
    if (!s->is_union || value.kind == JSON_NULL)
        return READ_NULL;
    if (!text_of(d, key, &name))
        return decoder_stop_memory(d);
    if (slice_equal(name, SLICE("__type")))
        return READ_NULL;
    lua_pushlstring(d->L, name.data, name.length);
    *unknown += !lua_rawequal(d->L, -1, -2);
    lua_remove(d->L, -2);
    return READ_NULL;
}

/*
 * Checks that at most one member of a union is set, and adds one that the model does not know, by its name on top of the
 * stack: SDK_UNKNOWN_MEMBER = { name = … }, as botocore shows it.
 */
static reading finish_union(decoder *d, const shape *s, int table, size_t unknown, size_t place,
                            const path *where)
{
    lua_State *L = d->L;
    size_t present = unknown + count_present(L, table, s);
    if (present > 1) {
        lua_settop(L, table - 1);
        return decoder_wrong(d, place, where, "has %zu members set, at most one is possible",
                             present);
    }
    if (unknown > 0) {
        lua_pushliteral(L, "SDK_UNKNOWN_MEMBER");
        lua_createtable(L, 0, 1);
        lua_pushliteral(L, "name");
        lua_pushvalue(L, table + 1);
        lua_rawset(L, -3);
        lua_rawset(L, table);
    }
    lua_settop(L, table);
    return READ_VALUE;
}

static reading finish_marks(decoder *d, const shape *s, int table, const path *where)
{
    if (d->lenient && !where->parent) {
        drop_marks(d->L, table, s);
        return READ_VALUE;
    }
    size_t place = first_member_mark(d->L, table, s);
    return place ? replace_by_mark(d->L, table, place) : READ_VALUE;
}

static reading read_structure(decoder *d, const shape *s, const json_token *token,
                              const path *where)
{
    lua_State *L = d->L;
    int table = lua_gettop(L) + 1;
    shape_member *previous = NULL;
    size_t count = 0, unknown = 0;
    bool has_marks = false;
    json_token key;
    slice name;
    lua_createtable(L, 0, (int)s->habits->count);
    if (s->is_union)
        lua_pushnil(L);
    while (json_next_key(&d->scanner, &key)) {
        if (!text_of(d, &key, &name))
            return decoder_stop_memory(d);
        shape_member *member = shape_member_after(s, previous, name);
        reading read =
            member ? read_member(d, member, table, where) : skip_unknown(d, s, &key, &unknown);
        if (read == READ_STOP)
            return READ_STOP;
        previous = member ? member : previous;
        count += read != READ_NULL;
        has_marks = has_marks || read == READ_WRONG;
    }
    if (d->scanner.status != JSON_OK)
        return READ_STOP;
    s->habits->count = count < s->key_count ? count : s->key_count;
    reading read = READ_VALUE;
    if (s->is_union)
        read = finish_union(d, s, table, unknown, decoder_place(d, token), where);
    return has_marks && read == READ_VALUE ? finish_marks(d, s, table, where) : read;
}

static reading read_list(decoder *d, const shape *s, const path *where)
{
    lua_State *L = d->L;
    int table = lua_gettop(L) + 1;
    int count = 0;
    path step = {where, PATH_INDEX, {"", 0}, 0};
    lua_createtable(L, (int)s->habits->count, 0);
    while (json_next_item(&d->scanner)) {
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
    s->habits->count = count < MOST_EXPECTED ? (size_t)count : MOST_EXPECTED;
    return d->scanner.status == JSON_OK ? READ_VALUE : READ_STOP;
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

static reading read_entry(decoder *d, const shape *s, const json_token *key, int table,
                          const path *where)
{
    path step = {where, PATH_KEY, {"", 0}, 0};
    if (!text_of(d, key, &step.name))
        return decoder_stop_memory(d);
    lua_pushlstring(d->L, step.name.data, step.name.length);
    if (key->has_escapes)
        step.name.data = lua_tolstring(d->L, -1, NULL); /* the box is used again */
    reading read = decoder_read(d, s->element, &step);
    if (read != READ_STOP)
        set_entry(d->L, table, read);
    return read;
}

static reading read_map(decoder *d, const shape *s, const path *where)
{
    lua_State *L = d->L;
    int table = lua_gettop(L) + 1;
    size_t count = 0;
    bool has_marks = false;
    json_token key;
    lua_createtable(L, 0, (int)s->habits->count);
    while (json_next_key(&d->scanner, &key)) {
        reading read = read_entry(d, s, &key, table, where);
        if (read == READ_STOP)
            return READ_STOP;
        count += read != READ_NULL;
        has_marks = has_marks || read == READ_WRONG;
    }
    if (d->scanner.status != JSON_OK)
        return READ_STOP;
    s->habits->count = count < MOST_EXPECTED ? count : MOST_EXPECTED;
    size_t place = has_marks ? first_entry_mark(L, table) : 0;
    return place ? replace_by_mark(L, table, place) : READ_VALUE;
}

static reading read_container(decoder *d, const shape *s, const json_token *token,
                              const path *where)
{
    bool is_object = token->kind == JSON_OBJECT;
    if (d->scanner.depth % ROOM_LEVELS == 1 &&
        !lua_checkstack(d->L, ROOM_LEVELS * LEVEL_SLOTS + OTHER_SLOTS))
        return decoder_stop_memory(d);
    if (s->kind == SHAPE_STRUCTURE && is_object)
        return read_structure(d, s, token, where);
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
