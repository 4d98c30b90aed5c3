/*
 * The models that come with the library, in pieces: a service has hundreds of operations and shapes, and a call needs a
 * dozen. Lua would read the whole file for it. They are values, not code, so all Luas have them.
 */
#include "module.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "source_file.h"

/* Keys and values, by .ci/compile.lua. */
extern const char model_data[] __attribute__((visibility("hidden")));
__asm__(".pushsection .rodata\n"
        ".globl model_data\n"
        ".hidden model_data\n"
        "model_data: .incbin \"" COMPILED_FOLDER "/model_pieces.bin\"\n"
        ".byte 0\n"
        ".popsection\n");

/* Of a model, in the order of their keys: "operations.stop_replication". Both are places in model_data. */
typedef struct piece {
    uint32_t key, value;
} piece;

typedef struct model {
    const char *module;
    file_print print;
    uint32_t first, count; /* of its pieces */
} model;

/* The first ones are nobody's. */
#define MODEL(module, first, count, size, a, b, c, d) {module, {size, {a, b, c, d}}, first, count},
#define PIECE(key, value)
static const model models[] = {
    {"", {0, {0}}, 0, 0},
#include "model_pieces.h"
};
#undef MODEL
#undef PIECE

#define MODEL(module, first, count, size, a, b, c, d)
#define PIECE(key, value) {key, value},
static const piece pieces[] = {
    {0, 0},
#include "model_pieces.h"
};

static const model *find_model(const char *module)
{
    for (size_t i = 1; i < sizeof models / sizeof *models; i++) {
        if (strcmp(models[i].module, module) == 0)
            return &models[i];
    }
    return NULL;
}

static int by_key(const void *key, const void *entry)
{
    return strcmp(key, model_data + ((const piece *)entry)->key);
}

static const piece *find_piece(const model *m, const char *key)
{
    return bsearch(key, pieces + m->first, m->count, sizeof *pieces, by_key);
}

/* ---- values: a letter, for texts and tables counts in two bytes, then what is in them ---- */

static size_t read_count(const char **at)
{
    const unsigned char *bytes = (const unsigned char *)*at;
    *at += 2;
    return bytes[0] | (size_t)bytes[1] << 8;
}

static const char *push_value(lua_State *L, const char *at);

static const char *push_text(lua_State *L, const char *at)
{
    size_t length = read_count(&at);
    lua_pushlstring(L, at, length);
    return at + length;
}

/* A list, or fields with their names. */
static const char *push_table(lua_State *L, const char *at)
{
    size_t listed = read_count(&at), named = read_count(&at);
    luaL_checkstack(L, 4, NULL);
    lua_createtable(L, (int)listed, (int)named);
    for (size_t i = 1; i <= listed; i++) {
        at = push_value(L, at);
        lua_rawseti(L, -2, (int)i);
    }
    for (; named > 0; named--) {
        at = push_value(L, push_text(L, at));
        lua_rawset(L, -3);
    }
    return at;
}

static const char *push_value(lua_State *L, const char *at)
{
    switch (*at++) {
    case 'T': return push_table(L, at);
    case 'S': return push_text(L, at);
    case 't': lua_pushboolean(L, 1); return at;
    case 'f': lua_pushboolean(L, 0); return at;
    default: /* the digits of a number, up to a blank */
        lua_pushinteger(L, (lua_Integer)strtoll(at, NULL, 10));
        return strchr(at, ' ') + 1;
    }
}

/* ---- functions ---- */

static const model *check_model(lua_State *L)
{
    const model *found = find_model(luaL_checkstring(L, 1));
    luaL_argcheck(L, found, 1, "no model");
    return found ? found
                 : models; /* for analyzers, which do not know that luaL_argcheck does not return */
}

/* core.has_model(module) -> boolean: whether the pieces of "aws.model.dms" are here, and its file says the same */
static int has_model(lua_State *L)
{
    const model *found = find_model(luaL_checkstring(L, 1));
    lua_pushboolean(L, found && source_file_push_package(L) &&
                           source_file_push(L, lua_gettop(L), found->module, &found->print));
    return 1;
}

/* core.model_piece(module, key) -> value | nothing: "operations.stop_replication", "shapes.Tag", "service" for the rest */
static int model_piece(lua_State *L)
{
    size_t length;
    const model *m = check_model(L);
    const char *key = luaL_checklstring(L, 2, &length);
    const piece *found = strlen(key) == length ? find_piece(m, key) : NULL;
    if (!found)
        return 0;
    push_value(L, model_data + found->value);
    return 1;
}

/* core.model_names(module, kind) -> list of the names of its "operations" or "shapes", in order */
static int model_names(lua_State *L)
{
    const model *m = check_model(L);
    const char *kind = luaL_checkstring(L, 2);
    size_t length = strlen(kind);
    int count = 0;
    lua_createtable(L, (int)m->count, 0);
    for (uint32_t i = m->first; i < m->first + m->count; i++) {
        const char *key = model_data + pieces[i].key;
        if (strncmp(key, kind, length) == 0 && key[length] == '.') {
            lua_pushstring(L, key + length + 1);
            lua_rawseti(L, -2, ++count);
        }
    }
    return 1;
}

void model_register(lua_State *L)
{
    static const luaL_Reg functions[] = {{"has_model", has_model},
                                         {"model_piece", model_piece},
                                         {"model_names", model_names},
                                         {NULL, NULL}};
    compat_setfuncs(L, functions);
}
