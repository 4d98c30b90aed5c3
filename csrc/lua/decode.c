#include "module.h"

#include <stdio.h>

#include "box.h"
#include "decoder.h"
#include "scalar.h"
#include "shape.h"

static const char decoder_type[] = "aws.core.decoder";

static int destroy(lua_State *L)
{
    decoder_release(box_check(L, 1, decoder_type));
    return 0;
}

decoder_box *decoder_need_box(decoder *d)
{
    lua_State *L = d->L;
    if (lua_isnil(L, DECODER_BOX)) {
        box_take(L, decoder_type, sizeof(decoder_box));
        lua_replace(L, DECODER_BOX);
    }
    return lua_touserdata(L, DECODER_BOX);
}

/* What a text that is at fault is, or that memory ran out. */
static int push_stop(decoder *d)
{
    lua_State *L = d->L;
    char offset[24];
    if (d->out_of_memory) {
        lua_pushliteral(L, NOT_ENOUGH_MEMORY);
        return 1;
    }
    snprintf(offset, sizeof offset, "%zu",
             json_offset(&d->scanner) + (d->scanner.status == JSON_INVALID));
    switch (d->scanner.status) {
    case JSON_EMPTY: lua_pushliteral(L, "expected JSON, got nothing"); break;
    case JSON_CUT: lua_pushfstring(L, "the JSON is cut short after %s bytes", offset); break;
    case JSON_DEEP:
        lua_pushfstring(L, "the JSON is nested more than %d levels deep", JSON_MAX_DEPTH);
        break;
    default: lua_pushfstring(L, "not JSON at byte %s: %s", offset, d->scanner.problem); break;
    }
    return 1;
}

static reading read_text(decoder *d, const shape *s, slice text)
{
    const path root = {NULL, PATH_ROOT, {"", 0}, 0};
    const json_token null = {JSON_NULL, false, text};
    lua_settop(d->L, DECODER_BOX);
    d->scanner = json_begin(text);
    if (d->scanner.status != JSON_OK)
        return READ_STOP;
    reading read = decoder_read(d, s, &root);
    if (read == READ_STOP || !json_finish(&d->scanner))
        return READ_STOP;
    return read == READ_NULL ? decoder_wrong_type(d, s, &null, &root) : read;
}

/*
 * Reads the text; once more for the message when that of another fault was written, one that counts for nothing: an equal
 * key came after it, or a member that is asked first is wrong too.
 */
static reading run(decoder *d, const shape *s, slice text)
{
    reading read = read_text(d, s, text);
    size_t place = read == READ_WRONG ? decoder_mark_at(d->L, -1) : 0;
    if (place == d->said || read != READ_WRONG)
        return read;
    d->said = place;
    return read_text(d, s, text);
}

/*
 * core.decode(shape, json [, lenient]) -> value | nil, message
 * A `lenient` one leaves out members of the top that cannot be read.
 */
static int decode(lua_State *L)
{
    decoder d;
    const shape *s = shape_check(L, 1);
    slice json = {NULL, 0};
    luaL_checktype(L, DECODER_TEXT, LUA_TSTRING);
    json.data = lua_tolstring(L, DECODER_TEXT, &json.length);
    d.L = L;
    d.lenient = lua_toboolean(L, DECODER_LENIENT);
    d.is_secret = d.out_of_memory = false;
    d.said = 0;
    lua_settop(L, DECODER_LENIENT);
    shape_push_names(L, DECODER_SHAPE);
    lua_pushnil(L);
    reading read = run(&d, s, json);
    if (read != READ_VALUE) {
        lua_settop(L, DECODER_BOX);
        lua_pushnil(L);
        if (read == READ_WRONG)
            lua_pushstring(L, d.message);
        else
            push_stop(&d);
    }
    if (!lua_isnil(L, DECODER_BOX)) {
        decoder_release(lua_touserdata(L, DECODER_BOX));
        box_keep(L, DECODER_BOX);
    }
    return read == READ_VALUE ? 1 : 2;
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
    decoder_box *box = box_new(L, decoder_type, sizeof *box);
    if (!scalar_push_from_text(L, kind, text, &box->bytes))
        lua_pushnil(L);
    decoder_release(box);
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
    box_register(L, decoder_type, none, destroy);
    compat_setfuncs(L, functions);
}
