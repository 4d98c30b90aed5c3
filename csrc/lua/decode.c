#include "module.h"

#include "box.h"
#include "decoder.h"
#include "scalar.h"
#include "shape.h"

#define DECODER_TYPE "aws.core.decoder"

static int destroy(lua_State *L)
{
    decoder_release(luaL_checkudata(L, 1, DECODER_TYPE));
    return 0;
}

/* core.decode(shape, json [, lenient]) -> value | nil, message */
static int decode(lua_State *L)
{
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
    bool is_read = decoder_run(d, s, json);
    decoder_release(d);
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
    decoder_release(d);
    return 1;
}

/* core.json_version() -> the version of cJSON: "1.7.15" */
static int version(lua_State *L)
{
    lua_pushstring(L, decoder_json_version());
    return 1;
}

void decode_register(lua_State *L)
{
    static const luaL_Reg none[] = {{NULL, NULL}};
    static const luaL_Reg functions[] = {
        {"decode", decode}, {"convert", convert}, {"json_version", version}, {NULL, NULL}};
    box_register(L, DECODER_TYPE, none, destroy);
    compat_setfuncs(L, functions);
}
