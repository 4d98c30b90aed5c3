#include "module.h"

#include <math.h>
#include <stdio.h>

#include "core/base/nearest.h"
#include "core/base/number.h"
#include "core/json/json.h"
#include "box.h"
#include "encode_scalar.h"
#include "fault.h"
#include "shape.h"

static const char encoder_type[] = "aws.core.encoder";

/* No service takes more; they stop cyclic tables and tables that contain one another many times. */
#define MAX_DEPTH 200
#define MAX_BYTES ((size_t)256 << 20)

/* Stack places: the arguments, the encoder, the members' names. */
enum { SHAPE = 1, VALUE, ENCODER, NAMES };

static void encode_value(encoder *e, const shape *s, const path *where, int depth);

/* The step to the key at `index`; `number` holds its text when it is not a string. */
static path key_step(lua_State *L, int index, path_kind string_kind, const path *parent,
                     char number[NUMBER_TEXT_SIZE])
{
    path step = {parent, PATH_TOKEN, {"", 0}, 0};
    switch (lua_type(L, index)) {
    case LUA_TSTRING:
        step.kind = string_kind;
        step.name.data = lua_tolstring(L, index, &step.name.length);
        break;
    case LUA_TNUMBER: {
        double value = (double)lua_tonumber(L, index);
        number_format(isfinite(value) ? value : 0, number);
        step.name = isfinite(value) ? slice_of(number) : SLICE("infinity");
        break;
    }
    case LUA_TBOOLEAN: step.name = slice_of(lua_toboolean(L, index) ? "true" : "false"); break;
    default: step.name = slice_of(lua_typename(L, lua_type(L, index))); break;
    }
    return step;
}

/* Writes the member whose value is on top of the stack. */
static void encode_member(encoder *e, const shape_member *member, const path *where, int depth)
{
    size_t before = e->out.length;
    size_t noted = e->problems.count;
    bool first = before > 0 && e->out.data[before - 1] == '{';
    if (!first)
        buffer_append_char(&e->out, ',');
    buffer_append_slice(&e->out, member->json);
    encode_value(e, member->shape, where, depth);
    if (member->is_label && e->problems.count == noted)
        encoder_check_label(e, where);
    if (!member->in_body && !e->out.failed)
        e->out.length = before; /* checked; somebody else places it */
}

/* Notes the keys of the table on top of the stack that are not members. */
static void note_unknown(encoder *e, const shape *s, const path *where)
{
    lua_State *L = e->L;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        char number[NUMBER_TEXT_SIZE];
        path step = key_step(L, -2, PATH_MEMBER, where, number);
        if (step.kind == PATH_MEMBER && shape_member_named(s, step.name))
            continue;
        problem *entry = problems_add(&e->problems, &step);
        if (!entry)
            continue;
        nearest search = nearest_start(step.kind == PATH_MEMBER ? step.name : SLICE(""));
        for (size_t i = 0; i < s->member_count; i++)
            nearest_offer(&search, s->members[i].name);
        slice best = search.best;
        snprintf(entry->message, sizeof entry->message, "is unknown%s%.*s%s",
                 best.length ? "; did you mean \"" : "", (int)best.length, best.data,
                 best.length ? "\"?" : "");
    }
}

static void encode_structure(encoder *e, const shape *s, const path *where, int depth)
{
    lua_State *L = e->L;
    size_t found = 0;
    if (!encoder_expect(e, LUA_TTABLE, "a table", where))
        return;
    buffer_append_char(&e->out, '{');
    for (size_t i = 0; i < s->member_count && !e->stopped; i++) {
        const shape_member *member = &s->members[i];
        path step = {where, PATH_MEMBER, member->name, 0};
        lua_rawgeti(L, NAMES, member->id);
        if (compat_rawget(L, -2) != LUA_TNIL) {
            found++;
            encode_member(e, member, &step, depth);
        } else if (member->required) {
            encoder_say(e, &step, "is required");
        }
        lua_pop(L, 1);
    }
    buffer_append_char(&e->out, '}');
    if (e->stopped)
        return;
    if (s->is_union && found != 1)
        encoder_say(e, where, "has %zu members set, exactly one is needed", found);
    if (compat_count_keys(L) != found)
        note_unknown(e, s, where);
}

/*
 * The length of the list on top of the stack, whose keys have to be exactly 1 to n. Other keys and
 * the first hole are noted; then the length is that of the part before the hole.
 */
static int list_length(encoder *e, const path *where)
{
    lua_State *L = e->L;
    double largest = 0;
    int count = 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        double key = lua_type(L, -2) == LUA_TNUMBER ? (double)lua_tonumber(L, -2) : 0;
        if (key >= 1 && key == floor(key)) {
            count++;
            largest = key > largest ? key : largest;
            continue;
        }
        char number[NUMBER_TEXT_SIZE];
        path step = key_step(L, -2, PATH_KEY, where, number);
        encoder_say(e, &step, "is not a list index");
    }
    if (largest == count)
        return count;
    int length = 0;
    while (compat_rawgeti(L, -1, length + 1) != LUA_TNIL) {
        lua_pop(L, 1);
        length++;
    }
    lua_pop(L, 1);
    path hole = {where, PATH_INDEX, {"", 0}, (size_t)length + 1};
    encoder_say(e, &hole, "is missing: a list has no holes");
    return length;
}

/* Notes that too few elements are there. */
static void check_count(encoder *e, const shape *s, size_t count, const path *where)
{
    if (s->has_min && s->kind != SHAPE_DOCUMENT && (double)count < s->min)
        encoder_say(e, where, "has too few elements: %zu, at least %.0f", count, s->min);
}

static void encode_list(encoder *e, const shape *s, const path *where, int depth)
{
    const shape *element = s->kind == SHAPE_DOCUMENT ? s : s->element;
    if (!encoder_expect(e, LUA_TTABLE, "a list", where))
        return;
    int count = list_length(e, where);
    check_count(e, s, (size_t)count, where);
    buffer_append_char(&e->out, '[');
    for (int i = 1; i <= count && !e->stopped; i++) {
        path step = {where, PATH_INDEX, {"", 0}, (size_t)i};
        if (i > 1)
            buffer_append_char(&e->out, ',');
        compat_rawgeti(e->L, -1, i);
        encode_value(e, element, &step, depth);
        lua_pop(e->L, 1);
    }
    buffer_append_char(&e->out, ']');
}

/* Writes the map entry whose key and value are on top of the stack; false when the key is wrong. */
static bool encode_entry(encoder *e, const shape *element, const path *where, int depth, bool first)
{
    char number[NUMBER_TEXT_SIZE];
    path step = key_step(e->L, -2, PATH_KEY, where, number);
    if (step.kind != PATH_KEY) {
        encoder_say(e, &step, "expected a string as key, got a %s", luaL_typename(e->L, -2));
        return false;
    }
    if (!first)
        buffer_append_char(&e->out, ',');
    json_append_string(&e->out, step.name);
    buffer_append_char(&e->out, ':');
    encode_value(e, element, &step, depth);
    return true;
}

static void encode_map(encoder *e, const shape *s, const path *where, int depth)
{
    lua_State *L = e->L;
    const shape *element = s->kind == SHAPE_DOCUMENT ? s : s->element;
    size_t count = 0;
    if (!encoder_expect(e, LUA_TTABLE, "a map", where))
        return;
    buffer_append_char(&e->out, '{');
    int top = lua_gettop(L);
    lua_pushnil(L);
    while (!e->stopped && lua_next(L, top)) {
        count += encode_entry(e, element, where, depth, count == 0) ? 1 : 0;
        lua_pop(L, 1);
    }
    lua_settop(L, top); /* a walk that stopped leaves a key */
    buffer_append_char(&e->out, '}');
    check_count(e, s, count, where);
}

/* A table with a number among its keys is an array, any other an object. */
static void encode_document_table(encoder *e, const shape *s, const path *where, int depth)
{
    lua_State *L = e->L;
    bool is_list = false;
    lua_pushnil(L);
    if (lua_next(L, -2)) {
        is_list = lua_type(L, -2) == LUA_TNUMBER;
        lua_pop(L, 2);
    }
    if (is_list)
        encode_list(e, s, where, depth);
    else
        encode_map(e, s, where, depth);
}

/* Validates and writes the value on top of the stack, and leaves it there. */
static void encode_value(encoder *e, const shape *s, const path *where, int depth)
{
    if (++depth > MAX_DEPTH || e->out.length > MAX_BYTES) {
        encoder_say(e, where, depth > MAX_DEPTH ? "is nested too deeply" : "is too large");
        e->stopped = true;
        return;
    }
    luaL_checkstack(e->L, 8, "a parameter is nested too deeply");
    switch (s->kind) {
    case SHAPE_STRUCTURE: encode_structure(e, s, where, depth); break;
    case SHAPE_LIST: encode_list(e, s, where, depth); break;
    case SHAPE_MAP: encode_map(e, s, where, depth); break;
    default:
        if (s->kind == SHAPE_DOCUMENT && lua_type(e->L, -1) == LUA_TTABLE)
            encode_document_table(e, s, where, depth);
        else
            encoder_scalar(e, s, where);
    }
}

static void release(encoder *e)
{
    buffer_free(&e->out);
    problems_free(&e->problems);
}

static int destroy(lua_State *L)
{
    release(box_check(L, 1, encoder_type));
    return 0;
}

static void push_problems(lua_State *L, const problems *list)
{
    lua_createtable(L, (int)list->kept_count + 1, 0);
    for (size_t i = 0; i < list->kept_count; i++) {
        fault_push_problem(L, list->kept[i]->path, list->kept[i]->message);
        lua_rawseti(L, -2, (int)i + 1);
    }
    if (list->count > list->kept_count) {
        char more[64];
        snprintf(more, sizeof more, "has %zu more problems", list->count - list->kept_count);
        fault_push_problem(L, "input", more);
        lua_rawseti(L, -2, (int)list->kept_count + 1);
    }
}

/*
 * core.encode(shape, value) -> JSON | nil, problems
 * Nothing is allocated in Lua while the value is walked: no finalizer changes it meanwhile.
 */
static int encode(lua_State *L)
{
    const path root = {NULL, PATH_ROOT, {"", 0}, 0};
    const shape *s = shape_check(L, SHAPE);
    lua_settop(L, VALUE);
    encoder *e = box_take(L, encoder_type, sizeof *e);
    e->L = L;
    shape_push_names(L, SHAPE);
    lua_pushvalue(L, VALUE);
    encode_value(e, s, &root, 0);
    if (e->out.failed || e->problems.failed)
        return fault_raise_memory(L);
    int results = e->problems.count > 0 ? 2 : 1;
    if (results == 1) {
        slice json = buffer_slice(&e->out);
        lua_pushlstring(L, json.data, json.length);
    } else {
        lua_pushnil(L);
        push_problems(L, &e->problems);
    }
    release(e);
    box_keep(L, ENCODER);
    return results;
}

void encode_register(lua_State *L)
{
    static const luaL_Reg none[] = {{NULL, NULL}};
    static const luaL_Reg functions[] = {{"encode", encode},

                                         {NULL, NULL}};
    box_register(L, encoder_type, none, destroy);
    compat_setfuncs(L, functions);
}
