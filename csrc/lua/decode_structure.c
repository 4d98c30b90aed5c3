/* Structures and unions. */
#include "decoder.h"

/* A structure that is read. */
typedef struct structure {
    int table;      /* its place on the stack */
    size_t count;   /* of members that are not null */
    size_t unknown; /* of a union's members that the model does not know */
    bool has_marks; /* of members that could not be read */
} structure;

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

static reading read_member(decoder *d, const shape_member *member, int table, const path *where)
{
    path step = {where, PATH_MEMBER, member->name, 0};
    bool is_secret = d->is_secret;
    d->is_secret = is_secret || member->sensitive;
    lua_rawgeti(d->L, DECODER_NAMES, member->id);
    reading read = decoder_read(d, member->shape, &step);
    d->is_secret = is_secret;
    if (read != READ_STOP)
        decoder_set_entry(d->L, table, read);
    return read;
}

/*
 * Skips a member that the model does not know. The key of a union's, unless it is null or the name of the type, replaces the
 * one of its kind before it, on top of the stack.
 */
static reading skip_unknown(decoder *d, const shape *s, const json_token *key, structure *to)
{
    json_token value;
    slice name;
    if (!json_read(&d->scanner, &value) || !json_skip(&d->scanner, value.kind))
        return READ_STOP;
    if (!s->is_union || value.kind == JSON_NULL)
        return READ_NULL;
    if (!decoder_text(d, key, &name))
        return decoder_stop_memory(d);
    if (slice_equal(name, SLICE("__type")))
        return READ_NULL;
    lua_pushlstring(d->L, name.data, name.length);
    to->unknown += !lua_rawequal(d->L, -1, -2);
    lua_remove(d->L, -2);
    return READ_NULL;
}

/*
 * Checks that at most one member of a union is set, and adds one that the model does not know, by its name on top of the
 * stack: SDK_UNKNOWN_MEMBER = { name = … }, as botocore shows it.
 */
static reading finish_union(decoder *d, const shape *s, const structure *to, size_t place,
                            const path *where)
{
    lua_State *L = d->L;
    size_t present = to->unknown + count_present(L, to->table, s);
    if (present > 1) {
        lua_settop(L, to->table - 1);
        return decoder_wrong(d, place, where, "has %zu members set, at most one is possible",
                             present);
    }
    if (to->unknown > 0) {
        lua_pushliteral(L, "SDK_UNKNOWN_MEMBER");
        lua_createtable(L, 0, 1);
        lua_pushliteral(L, "name");
        lua_pushvalue(L, to->table + 1);
        lua_rawset(L, -3);
        lua_rawset(L, to->table);
    }
    lua_settop(L, to->table);
    return READ_VALUE;
}

static reading finish_marks(decoder *d, const shape *s, int table, const path *where)
{
    if (d->lenient && !where->parent) {
        drop_marks(d->L, table, s);
        return READ_VALUE;
    }
    size_t place = first_member_mark(d->L, table, s);
    return place ? decoder_replace_by_mark(d->L, table, place) : READ_VALUE;
}

/*
 * Reads the next name of a structure and finds its member, NULL for one that the model does not know. What followed
 * `previous`, or came first, the last time is tried first. False when the text is at fault, or memory runs out.
 */
static bool read_member_name(decoder *d, const shape *s, shape_member *previous, json_token *key,
                             shape_member **member)
{
    shape_member **expected = previous ? &previous->follower : &s->habits->first;
    slice name;
    *member = *expected;
    if (*expected && json_take_name(&d->scanner, (*expected)->json))
        return true;
    if (!json_read_name(&d->scanner, key))
        return false;
    d->out_of_memory = !decoder_text(d, key, &name);
    if (d->out_of_memory)
        return false;
    *member = shape_member_keyed(s, name);
    if (*member)
        *expected = *member;
    return true;
}

/* Reads all members into the table; `more` says whether there is a first one. */
static reading read_members(decoder *d, const shape *s, structure *to, bool more, const path *where)
{
    shape_member *previous = NULL;
    shape_member *member;
    json_token key;
    for (; more; more = json_next_name(&d->scanner)) {
        if (!read_member_name(d, s, previous, &key, &member))
            return READ_STOP;
        reading read =
            member ? read_member(d, member, to->table, where) : skip_unknown(d, s, &key, to);
        if (read == READ_STOP)
            return READ_STOP;
        previous = member ? member : previous;
        to->count += read != READ_NULL;
        to->has_marks = to->has_marks || read == READ_WRONG;
    }
    return decoder_close(d, s, to->count, s->key_count);
}

reading decoder_read_structure(decoder *d, const shape *s, const json_token *token,
                               const path *where)
{
    structure to = {.table = lua_gettop(d->L) + 1};
    bool more = decoder_open(d, s, JSON_OBJECT);
    if (s->is_union)
        lua_pushnil(d->L);
    reading read = read_members(d, s, &to, more, where);
    if (read == READ_STOP)
        return READ_STOP;
    if (s->is_union)
        read = finish_union(d, s, &to, decoder_place(d, token), where);
    return to.has_marks && read == READ_VALUE ? finish_marks(d, s, to.table, where) : read;
}
