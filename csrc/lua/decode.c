#include "module.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/number.h"
#include "core/json/json.h"
#include "core/json/json_rewrite.h"
#include "core/json/path.h"
#include "box.h"
#include "scalar.h"
#include "shape.h"

#define DECODER_TYPE "aws.core.decoder"

/* What is to be freed when a Lua error jumps out, in a box. */
typedef struct decoder {
    lua_State *L;
    cJSON *tree;
    buffer text;    /* the JSON rewritten for cJSON */
    buffer scratch; /* one string restored or decoded; used up at once */
    json_nul_pair pair;
    const cJSON **items; /* a stack: the items of the structures being read, by member */
    size_t items_used;
    size_t items_capacity;
    bool lenient;
    bool out_of_memory;
    char message[PATH_TEXT_SIZE + 128];
} decoder;

static bool decode_value(decoder *d, const shape *s, const cJSON *item, const path *where);

__attribute__((format(printf, 3, 4))) static bool fail(decoder *d, const path *where,
                                                       const char *format, ...)
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

static bool fail_memory(decoder *d)
{
    d->out_of_memory = true; /* no reason to leave a member out */
    memcpy(d->message, NOT_ENOUGH_MEMORY, sizeof NOT_ENOUGH_MEMORY);
    return false;
}

static bool fail_type(decoder *d, const shape *s, const cJSON *item, const path *where)
{
    const char *wanted = scalar_name(s->kind);
    char number[NUMBER_TEXT_SIZE];
    switch (item->type & 0xFF) {
    case cJSON_Number:
        /* a large integer may have had other digits in the text */
        if (!number_is_exact_integer(item->valuedouble) &&
            (isinf(item->valuedouble) || item->valuedouble == floor(item->valuedouble)))
            return fail(d, where, "expected %s, got a number too large", wanted);
        number_format(item->valuedouble, number);
        return fail(d, where, "expected %s, got %s", wanted, number);
    case cJSON_NULL: return fail(d, where, "expected %s, got null", wanted);
    case cJSON_False: return fail(d, where, "expected %s, got false", wanted);
    case cJSON_True: return fail(d, where, "expected %s, got true", wanted);
    case cJSON_Array: return fail(d, where, "expected %s, got an array", wanted);
    case cJSON_Object: return fail(d, where, "expected %s, got an object", wanted);
    default:
        return fail(d, where, "expected %s, got %s", wanted,
                    s->kind > SHAPE_DOCUMENT ? "a string" : "a string that cannot be converted");
    }
}

/* The bytes of a parsed string; they may lie in the scratch buffer, until the next call. */
static slice text_of(decoder *d, const char *text)
{
    slice s = slice_of(text);
    if (!d->pair.used || !memchr(text, d->pair.first, s.length))
        return s;
    buffer_clear(&d->scratch);
    json_restore(&d->scratch, s, d->pair);
    d->out_of_memory = d->out_of_memory || d->scratch.failed;
    return buffer_slice(&d->scratch);
}

/* Pushes the key of an object's item; false when memory runs out. */
static bool push_key(decoder *d, const cJSON *item)
{
    slice key = text_of(d, item->string);
    if (d->out_of_memory)
        return fail_memory(d);
    lua_pushlstring(d->L, key.data, key.length);
    return true;
}

static bool is_null(const cJSON *item)
{
    return (item->type & 0xFF) == cJSON_NULL;
}

static int count_items(const cJSON *container)
{
    int count = 0;
    for (const cJSON *item = container->child; item; item = item->next)
        count++;
    return count;
}

/* Makes room for one item per member on the stack of items; its start, or SIZE_MAX. */
static size_t push_items(decoder *d, size_t count)
{
    size_t base = d->items_used;
    if (count > d->items_capacity - base) {
        size_t capacity = d->items_capacity * 2 + count;
        const cJSON **items = realloc(d->items, capacity * sizeof *items);
        if (!items)
            return SIZE_MAX;
        d->items = items;
        d->items_capacity = capacity;
    }
    for (size_t i = 0; i < count; i++)
        d->items[base + i] = NULL;
    d->items_used += count;
    return base;
}

/* Finds the item of every member, the last one of equal keys; how many are not null. */
static int collect_items(decoder *d, const shape *s, const cJSON *object, size_t base)
{
    int present = 0;
    for (const cJSON *item = object->child; item; item = item->next) {
        const shape_member *member = shape_member_keyed(s, text_of(d, item->string));
        if (member)
            d->items[base + (size_t)(member - s->members)] = item;
    }
    for (size_t i = base; i < d->items_used; i++)
        present += d->items[i] && !is_null(d->items[i]);
    return present;
}

/* Reads one member into the table on top of the stack. */
static bool decode_member(decoder *d, const shape_member *member, const cJSON *item,
                          const path *where)
{
    path step = {where, PATH_MEMBER, member->name, 0};
    lua_pushlstring(d->L, member->name.data, member->name.length);
    if (decode_value(d, member->shape, item, &step)) {
        lua_rawset(d->L, -3);
        return true;
    }
    lua_pop(d->L, 1);
    return d->lenient && !where->parent && !d->out_of_memory;
}

static bool decode_structure(decoder *d, const shape *s, const cJSON *object, const path *where)
{
    size_t base = push_items(d, s->member_count);
    if (base == SIZE_MAX)
        return fail_memory(d);
    lua_createtable(d->L, 0, collect_items(d, s, object, base));
    bool good = d->out_of_memory ? fail_memory(d) : true;
    for (size_t i = 0; good && i < s->member_count; i++) {
        const cJSON *item = d->items[base + i];
        if (item && !is_null(item))
            good = decode_member(d, &s->members[i], item, where);
    }
    d->items_used = base;
    if (!good)
        lua_pop(d->L, 1);
    return good;
}

static bool decode_list(decoder *d, const shape *element, const cJSON *array, const path *where)
{
    path step = {where, PATH_INDEX, {"", 0}, 0};
    int count = 0;
    lua_createtable(d->L, count_items(array), 0);
    for (const cJSON *item = array->child; item; item = item->next) {
        step.index++;
        if (is_null(item))
            continue;
        if (!decode_value(d, element, item, &step)) {
            lua_pop(d->L, 1);
            return false;
        }
        lua_rawseti(d->L, -2, ++count);
    }
    return true;
}

/* Pushes the table of a map that holds for every key the number of its last item. */
static bool push_last_numbers(decoder *d, const cJSON *object)
{
    int number = 0;
    lua_createtable(d->L, 0, count_items(object));
    for (const cJSON *item = object->child; item; item = item->next) {
        if (!push_key(d, item)) {
            lua_pop(d->L, 1);
            return false;
        }
        lua_pushnumber(d->L, ++number);
        lua_rawset(d->L, -3);
    }
    return true;
}

/* Whether the table below the key on top of the stack holds `number` for that key. */
static bool is_last(lua_State *L, int number)
{
    lua_pushvalue(L, -1);
    lua_rawget(L, -3);
    bool last = lua_type(L, -1) == LUA_TNUMBER && lua_tonumber(L, -1) == number;
    lua_pop(L, 1);
    return last;
}

/* Replaces the number of the key on top of the stack by the item's value; pops the key. */
static bool decode_entry(decoder *d, const shape *element, const cJSON *item, const path *where)
{
    path step = {where, PATH_KEY, {"", 0}, 0};
    step.name.data = lua_tolstring(d->L, -1, &step.name.length);
    if (is_null(item)) {
        lua_pushnil(d->L);
    } else if (!decode_value(d, element, item, &step)) {
        lua_pop(d->L, 1);
        return false;
    }
    lua_rawset(d->L, -3);
    return true;
}

static bool decode_map(decoder *d, const shape *element, const cJSON *object, const path *where)
{
    int number = 0;
    if (!push_last_numbers(d, object))
        return false;
    for (const cJSON *item = object->child; item; item = item->next) {
        bool good = push_key(d, item);
        if (good && !is_last(d->L, ++number)) {
            lua_pop(d->L, 1);
            continue;
        }
        if (!good || !decode_entry(d, element, item, where)) {
            lua_pop(d->L, 1);
            return false;
        }
    }
    return true;
}

static bool decode_scalar(decoder *d, const shape *s, const cJSON *item, const path *where)
{
    bool good = false;
    switch (item->type & 0xFF) {
    case cJSON_Number: good = scalar_push_from_number(d->L, s->kind, item->valuedouble); break;
    case cJSON_True: good = scalar_push_from_boolean(d->L, s->kind, true); break;
    case cJSON_False: good = scalar_push_from_boolean(d->L, s->kind, false); break;
    case cJSON_String: {
        slice text = text_of(d, item->valuestring);
        /* restored text lies in the scratch buffer, where a blob is decoded: it cannot be base64 */
        if (s->kind != SHAPE_BLOB || text.data == item->valuestring)
            good = scalar_push_from_text(d->L, s->kind, text, &d->scratch);
        if (d->out_of_memory || d->scratch.failed)
            return fail_memory(d);
        break;
    }
    default: break;
    }
    return good || fail_type(d, s, item, where);
}

/* Pushes the value, or pushes nothing, writes the message and returns false. */
static bool decode_value(decoder *d, const shape *s, const cJSON *item, const path *where)
{
    int type = item->type & 0xFF;
    if (type != cJSON_Array && type != cJSON_Object)
        return decode_scalar(d, s, item, where);
    if (!lua_checkstack(d->L, 8))
        return fail_memory(d);
    bool is_object = type == cJSON_Object;
    if (s->kind == SHAPE_STRUCTURE && is_object)
        return decode_structure(d, s, item, where);
    if (s->kind == SHAPE_LIST && !is_object)
        return decode_list(d, s->element, item, where);
    if (s->kind == SHAPE_MAP && is_object)
        return decode_map(d, s->element, item, where);
    if (s->kind == SHAPE_DOCUMENT)
        return is_object ? decode_map(d, s, item, where) : decode_list(d, s, item, where);
    return fail_type(d, s, item, where);
}

/* Checks the text, makes it readable for cJSON where needed, and parses it. */
static bool parse(decoder *d, slice json)
{
    const path root = {NULL, PATH_ROOT, {"", 0}, 0};
    json_scan scan = json_check(json);
    switch (scan.status) {
    case JSON_OK: break;
    case JSON_EMPTY: return fail(d, &root, "expected JSON, got nothing");
    case JSON_CUT: return fail(d, &root, "the JSON is cut short after %zu bytes", scan.offset);
    case JSON_DEEP:
        return fail(d, &root, "the JSON is nested more than %d levels deep", JSON_MAX_DEPTH);
    case JSON_INVALID:
        return fail(d, &root, "not JSON at byte %zu: %s", scan.offset + 1, scan.problem);
    }
    if (scan.has_escaped_nul && !json_find_pair(json, &d->pair))
        return fail(d, &root, "an escaped NUL among bytes that leave no room for it");
    if (scan.has_escaped_nul || scan.has_lone_surrogate || scan.has_long_number) {
        json_rewrite(&d->text, json, d->pair);
        if (d->text.failed)
            return fail_memory(d);
        json = buffer_slice(&d->text);
    }
    d->tree = cJSON_ParseWithLength(json.data, json.length);
    return d->tree ? true : fail_memory(d);
}

static void release(decoder *d)
{
    cJSON_Delete(d->tree);
    free(d->items);
    buffer_free(&d->text);
    buffer_free(&d->scratch);
    d->tree = NULL;
    d->items = NULL;
}

static int destroy(lua_State *L)
{
    release(luaL_checkudata(L, 1, DECODER_TYPE));
    return 0;
}

/* core.decode(shape, json [, lenient]) -> value | nil, message */
static int decode(lua_State *L)
{
    const path root = {NULL, PATH_ROOT, {"", 0}, 0};
    const shape *s = shape_check(L, 1);
    slice json = {NULL, 0};
    luaL_checktype(L, 2, LUA_TSTRING);
    json.data = lua_tolstring(L, 2, &json.length);
    bool lenient = lua_toboolean(L, 3);
    lua_settop(L, 3);
    luaL_checkstack(L, 20, NULL);
    decoder *d = box_take(L, DECODER_TYPE, sizeof *d);
    d->L = L;
    d->lenient = lenient;
    bool is_read = parse(d, json) && decode_value(d, s, d->tree, &root);
    release(d);
    if (!is_read) {
        lua_pushnil(L);
        lua_pushstring(L, d->message);
    }
    box_keep(L, 4);
    return is_read ? 1 : 2;
}

/* core.convert(type, text) -> value | nil: a header's text as a value of a scalar type */
static int convert(lua_State *L)
{
    slice name = {NULL, 0};
    slice text = {NULL, 0};
    shape_kind kind = SHAPE_STRING;
    luaL_checktype(L, 1, LUA_TSTRING);
    luaL_checktype(L, 2, LUA_TSTRING);
    name.data = lua_tolstring(L, 1, &name.length);
    text.data = lua_tolstring(L, 2, &text.length);
    luaL_argcheck(L, shape_kind_from_name(name, &kind) && kind < SHAPE_DOCUMENT, 1,
                  "not a scalar type");
    decoder *d = box_new(L, DECODER_TYPE, sizeof *d);
    if (!scalar_push_from_text(L, kind, text, &d->scratch))
        lua_pushnil(L);
    release(d);
    return 1;
}

void decode_register(lua_State *L)
{
    static const luaL_Reg none[] = {{NULL, NULL}};
    static const luaL_Reg functions[] = {{"decode", decode},
                                         {"convert", convert},

                                         {NULL, NULL}};
    box_register(L, DECODER_TYPE, none, destroy);
    compat_setfuncs(L, functions);
}
