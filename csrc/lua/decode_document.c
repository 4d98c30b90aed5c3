/* Free-form arrays and objects: cJSON parses them, and what it makes is turned into tables. */
#include "decoder.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#include "core/json/json_rewrite.h"
#include "scalar.h"

/* The document that is read. */
typedef struct document {
    decoder *d;
    decoder_box *box;
    const shape *shape;
    size_t place; /* in the text, for messages */
    json_marks marks;
} document;

static reading push_value(document *doc, const cJSON *item, const path *where);

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

/* Pushes a string as it was before the text was rewritten; false when memory runs out. */
static bool push_text(document *doc, const char *text)
{
    slice s = slice_of(text);
    buffer *restored = &doc->box->bytes;
    if (doc->marks.count > 0 && memchr(text, doc->marks.nul.first, s.length)) {
        buffer_clear(restored);
        json_restore(restored, s, doc->marks.nul);
        if (restored->failed)
            return false;
        s = buffer_slice(restored);
    }
    lua_pushlstring(doc->d->L, s.data, s.length);
    return true;
}

/* Replaces the table on top of the stack, which is below the mark of a fault, by that mark. */
static reading pass_on(lua_State *L, reading read)
{
    if (read == READ_WRONG)
        lua_remove(L, -2);
    return read;
}

static reading push_list(document *doc, const cJSON *array, const path *where)
{
    lua_State *L = doc->d->L;
    path step = {where, PATH_INDEX, {"", 0}, 0};
    int count = 0;
    lua_createtable(L, count_items(array), 0);
    for (const cJSON *item = array->child; item; item = item->next) {
        step.index++;
        if (is_null(item))
            continue;
        reading read = push_value(doc, item, &step);
        if (read != READ_VALUE)
            return pass_on(L, read);
        lua_rawseti(L, -2, ++count);
    }
    return READ_VALUE;
}

/* Pushes the table of a map that holds for every key the number of its last item; false when memory runs out. */
static bool push_last_numbers(document *doc, const cJSON *object)
{
    lua_State *L = doc->d->L;
    int number = 0;
    lua_createtable(L, 0, count_items(object));
    for (const cJSON *item = object->child; item; item = item->next) {
        if (!push_text(doc, item->string))
            return false;
        lua_pushnumber(L, ++number);
        lua_rawset(L, -3);
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
static reading set_entry(document *doc, const cJSON *item, const path *where)
{
    lua_State *L = doc->d->L;
    path step = {where, PATH_KEY, {"", 0}, 0};
    step.name.data = lua_tolstring(L, -1, &step.name.length);
    reading read = READ_VALUE;
    if (is_null(item))
        lua_pushnil(L);
    else
        read = push_value(doc, item, &step);
    if (read != READ_VALUE)
        return pass_on(L, read);
    lua_rawset(L, -3);
    return READ_VALUE;
}

static reading push_map(document *doc, const cJSON *object, const path *where)
{
    lua_State *L = doc->d->L;
    int number = 0;
    if (!push_last_numbers(doc, object))
        return decoder_stop_memory(doc->d);
    for (const cJSON *item = object->child; item; item = item->next) {
        if (!push_text(doc, item->string))
            return decoder_stop_memory(doc->d);
        if (!is_last(L, ++number)) {
            lua_pop(L, 1);
            continue;
        }
        reading read = set_entry(doc, item, where);
        if (read != READ_VALUE)
            return pass_on(L, read);
    }
    return READ_VALUE;
}

/* Pushes what cJSON has as a string: one, or a wide integer. */
static reading push_string(document *doc, const char *string, const path *where)
{
    const char *digits = json_integer_digits(string, doc->marks);
    if (!digits)
        return push_text(doc, string) ? READ_VALUE : decoder_stop_memory(doc->d);
    if (scalar_push_from_digits(doc->d->L, SHAPE_DOCUMENT, slice_of(digits)))
        return READ_VALUE;
    return decoder_wrong_number(doc->d, doc->shape, doc->place, HUGE_VAL, where);
}

static reading push_number(document *doc, double value, const path *where)
{
    if (scalar_push_from_number(doc->d->L, SHAPE_DOCUMENT, value))
        return READ_VALUE;
    return decoder_wrong_number(doc->d, doc->shape, doc->place, value, where);
}

/* Pushes a value other than null. */
static reading push_value(document *doc, const cJSON *item, const path *where)
{
    lua_State *L = doc->d->L;
    if (!lua_checkstack(L, 8))
        return decoder_stop_memory(doc->d);
    switch (item->type & 0xFF) {
    case cJSON_Number: return push_number(doc, item->valuedouble, where);
    case cJSON_String: return push_string(doc, item->valuestring, where);
    case cJSON_Array: return push_list(doc, item, where);
    case cJSON_Object: return push_map(doc, item, where);
    default: lua_pushboolean(L, cJSON_IsTrue(item)); return READ_VALUE;
    }
}

/* Parses the text, which is made readable for cJSON where needed; false when memory runs out. */
static bool parse(document *doc, slice text, json_oddities found)
{
    buffer *out = &doc->box->text;
    if (doc->marks.count > 0 || found.lone_surrogate || found.long_number) {
        buffer_clear(out);
        json_rewrite(out, text, doc->marks);
        if (out->failed)
            return false;
        text = buffer_slice(out);
    }
    doc->box->tree = cJSON_ParseWithLength(text.data, text.length);
    return doc->box->tree != NULL;
}

reading decoder_read_document(decoder *d, const shape *s, const json_token *token,
                              const path *where)
{
    document doc = {.d = d, .shape = s, .place = decoder_place(d, token)};
    d->scanner.found = (json_oddities){0};
    if (!json_skip(&d->scanner, token->kind))
        return READ_STOP;
    json_oddities found = d->scanner.found;
    slice text = {token->text.data, (size_t)(d->scanner.at - token->text.data)};
    if (found.escaped_nul || found.wide_integer)
        doc.marks = json_find_marks(text);
    if (found.escaped_nul && doc.marks.count == 0)
        return decoder_wrong(d, doc.place, where,
                             "an escaped NUL among bytes that leave no room for it");
    doc.box = decoder_need_box(d);
    if (!parse(&doc, text, found))
        return decoder_stop_memory(d);
    reading read = push_value(&doc, doc.box->tree, where);
    cJSON_Delete(doc.box->tree);
    doc.box->tree = NULL;
    return read;
}

void decoder_release(decoder_box *box)
{
    cJSON_Delete(box->tree);
    box->tree = NULL;
    buffer_free(&box->text);
    buffer_free(&box->bytes);
}

const char *decoder_json_version(void)
{
    return cJSON_Version();
}
