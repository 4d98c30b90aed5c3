#include "module.h"

#include <stdlib.h>

#include "core/json/json.h"
#include "box.h"
#include "decoder.h"
#include "scalar.h"
#include "shape.h"

#define DECODER_TYPE "aws.core.decoder"

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
    bool is_read = parse(d, json) && decoder_value(d, s, d->tree, &root);
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
