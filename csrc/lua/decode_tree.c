#include "decoder.h"

#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/json/json.h"
#include "scalar.h"

static bool decode_value(decoder *d, const shape *s, const cJSON *item, const path *where);

static bool fail_type(decoder *d, const shape *s, const cJSON *item, const path *where)
{
    const char *wanted = scalar_name(s->kind);
    switch (item->type & 0xFF) {
    case cJSON_Number: return decoder_fail_number(d, s, item->valuedouble, where);
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

/* The bytes of a parsed string; they may lie in the scratch buffer, until the next call. */
static slice text_of(decoder *d, const char *text)
{
    slice s = slice_of(text);
    if (d->marks.count == 0 || !memchr(text, d->marks.nul.first, s.length))
        return s;
    buffer_clear(&d->scratch);
    json_restore(&d->scratch, s, d->marks.nul);
    d->out_of_memory = d->out_of_memory || d->scratch.failed;
    return buffer_slice(&d->scratch);
}

/* Pushes the key of an object's item; false when memory runs out. */
static bool push_key(decoder *d, const cJSON *item)
{
    slice key = text_of(d, item->string);
    if (d->out_of_memory)
        return decoder_fail_memory(d);
    lua_pushlstring(d->L, key.data, key.length);
    return true;
}

/* What is in a list or a map; a free-form value is in another. */
static const shape *element_of(const shape *s)
{
    return s->kind == SHAPE_DOCUMENT ? s : s->element;
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
    bool is_secret = d->is_secret;
    d->is_secret = is_secret || member->sensitive;
    bool good = decode_value(d, member->shape, item, &step);
    d->is_secret = is_secret;
    if (good) {
        lua_rawset(d->L, -3);
        return true;
    }
    lua_pop(d->L, 1);
    return d->lenient && !where->parent && !d->out_of_memory;
}

/* The last key of a union's object that is not null, not a member, and not the type's name. */
static const cJSON *unknown_item(decoder *d, const shape *s, const cJSON *object, int *count)
{
    const cJSON *unknown = NULL;
    for (const cJSON *item = object->child; item; item = item->next) {
        slice key = text_of(d, item->string);
        if (is_null(item) || slice_equal(key, SLICE("__type")) || shape_member_keyed(s, key))
            continue;
        *count += !unknown || strcmp(unknown->string, item->string) != 0;
        unknown = item;
    }
    return unknown;
}

/*
 * Checks that at most one member of a union is set, and adds one that the model does not know to the table on top of
 * the stack: SDK_UNKNOWN_MEMBER = { name = … }, as botocore shows it.
 */
static bool decode_unknown(decoder *d, const shape *s, const cJSON *object, int present,
                           const path *where)
{
    const cJSON *unknown = unknown_item(d, s, object, &present);
    if (d->out_of_memory)
        return decoder_fail_memory(d);
    if (present > 1)
        return decoder_fail(d, where, "has %d members set, at most one is possible", present);
    if (!unknown)
        return true;
    lua_pushstring(d->L, "SDK_UNKNOWN_MEMBER");
    lua_createtable(d->L, 0, 1);
    lua_pushstring(d->L, "name");
    if (!push_key(d, unknown)) {
        lua_pop(d->L, 3);
        return false;
    }
    lua_rawset(d->L, -3);
    lua_rawset(d->L, -3);
    return true;
}

static bool decode_structure(decoder *d, const shape *s, const cJSON *object, const path *where)
{
    size_t base = push_items(d, s->member_count);
    if (base == SIZE_MAX)
        return decoder_fail_memory(d);
    int present = collect_items(d, s, object, base);
    lua_createtable(d->L, 0, present);
    bool good = d->out_of_memory ? decoder_fail_memory(d) : true;
    if (good && s->is_union)
        good = decode_unknown(d, s, object, present, where);
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

static bool decode_list(decoder *d, const shape *s, const cJSON *array, const path *where)
{
    path step = {where, PATH_INDEX, {"", 0}, 0};
    int count = 0;
    lua_createtable(d->L, count_items(array), 0);
    for (const cJSON *item = array->child; item; item = item->next) {
        step.index++;
        if (is_null(item))
            continue;
        if (!decode_value(d, element_of(s), item, &step)) {
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
static bool decode_entry(decoder *d, const shape *s, const cJSON *item, const path *where)
{
    path step = {where, PATH_KEY, {"", 0}, 0};
    step.name.data = lua_tolstring(d->L, -1, &step.name.length);
    if (is_null(item)) {
        lua_pushnil(d->L);
    } else if (!decode_value(d, element_of(s), item, &step)) {
        lua_pop(d->L, 1);
        return false;
    }
    lua_rawset(d->L, -3);
    return true;
}

static bool decode_map(decoder *d, const shape *s, const cJSON *object, const path *where)
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
        if (!good || !decode_entry(d, s, item, where)) {
            lua_pop(d->L, 1);
            return false;
        }
    }
    return true;
}

static bool push_string(decoder *d, const shape *s, const char *string)
{
    const char *digits = json_integer_digits(string, d->marks);
    if (digits)
        return scalar_push_from_digits(d->L, s->kind, slice_of(digits));
    slice text = text_of(d, string);
    /* restored text is in the scratch buffer, where blobs are decoded; it is not base64 anyway */
    if (s->kind == SHAPE_BLOB && text.data != string)
        return false;
    return scalar_push_from_text(d->L, s->kind, text, &d->scratch);
}

static bool decode_scalar(decoder *d, const shape *s, const cJSON *item, const path *where)
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
    return good || fail_type(d, s, item, where);
}

static bool decode_container(decoder *d, const shape *s, const cJSON *item, const path *where)
{
    bool is_object = cJSON_IsObject(item);
    if (!lua_checkstack(d->L, 8))
        return decoder_fail_memory(d);
    if (s->kind == SHAPE_STRUCTURE && is_object)
        return decode_structure(d, s, item, where);
    if (s->kind == SHAPE_LIST && !is_object)
        return decode_list(d, s, item, where);
    if (s->kind == SHAPE_MAP && is_object)
        return decode_map(d, s, item, where);
    if (s->kind == SHAPE_DOCUMENT)
        return is_object ? decode_map(d, s, item, where) : decode_list(d, s, item, where);
    return fail_type(d, s, item, where);
}

/* Pushes the value, or pushes nothing, writes the message and returns false. */
static bool decode_value(decoder *d, const shape *s, const cJSON *item, const path *where)
{
    int type = item->type & 0xFF;
    bool is_secret = d->is_secret;
    d->is_secret = is_secret || s->sensitive;
    bool good = type == cJSON_Array || type == cJSON_Object ? decode_container(d, s, item, where)
                                                            : decode_scalar(d, s, item, where);
    d->is_secret = is_secret;
    return good;
}

/* Checks the text, makes it readable for cJSON where needed, and parses it. */
static bool parse(decoder *d, slice json)
{
    const path root = {NULL, PATH_ROOT, {"", 0}, 0};
    json_scan scan = json_check(json);
    switch (scan.status) {
    case JSON_OK: break;
    case JSON_EMPTY: return decoder_fail(d, &root, "expected JSON, got nothing");
    case JSON_CUT:
        return decoder_fail(d, &root, "the JSON is cut short after %zu bytes", scan.offset);
    case JSON_DEEP:
        return decoder_fail(d, &root, "the JSON is nested more than %d levels deep",
                            JSON_MAX_DEPTH);
    case JSON_INVALID:
        return decoder_fail(d, &root, "not JSON at byte %zu: %s", scan.offset + 1, scan.problem);
    }
    if (scan.has_escaped_nul || scan.has_wide_integer)
        d->marks = json_find_marks(json);
    if (scan.has_escaped_nul && d->marks.count == 0)
        return decoder_fail(d, &root, "an escaped NUL among bytes that leave no room for it");
    if (d->marks.count > 0 || scan.has_lone_surrogate || scan.has_long_number) {
        json_rewrite(&d->text, json, d->marks);
        if (d->text.failed)
            return decoder_fail_memory(d);
        json = buffer_slice(&d->text);
    }
    d->tree = cJSON_ParseWithLength(json.data, json.length);
    return d->tree ? true : decoder_fail_memory(d);
}

bool decoder_run(decoder *d, const shape *s, slice json)
{
    const path root = {NULL, PATH_ROOT, {"", 0}, 0};
    return parse(d, json) && decode_value(d, s, d->tree, &root);
}

void decoder_release(decoder *d)
{
    cJSON_Delete(d->tree);
    free(d->items);
    buffer_free(&d->text);
    buffer_free(&d->scratch);
    d->tree = NULL;
    d->items = NULL;
}

const char *decoder_json_version(void)
{
    return cJSON_Version();
}
