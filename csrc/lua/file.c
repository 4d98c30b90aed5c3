#include "module.h"

#include "core/os/file.h"
#include "box.h"

static const char text_type[] = "aws.core.file_text";

/* What was read, while Lua makes a string of it. Files hold keys and tokens, so it is wiped. */
typedef struct text_box {
    buffer text;
} text_box;

static int destroy(lua_State *L)
{
    text_box *box = luaL_checkudata(L, 1, text_type);
    buffer_free(&box->text);
    return 0;
}

static int push_fault(lua_State *L, const file_fault *fault)
{
    lua_pushnil(L);
    lua_pushstring(L, fault->message);
    return 2;
}

/* A path from the arguments; NULL, and the fault, for one that the system would read only a part of. */
static const char *path_at(lua_State *L, int index, file_fault *fault)
{
    size_t length;
    const char *path = luaL_checklstring(L, index, &length);
    if (strlen(path) == length)
        return path;
    *fault = (file_fault){.message = "has a NUL"};
    return NULL;
}

/*
 * core.read_file(path, limit) -> text | nil, fault, is_missing, is_not_file
 * The fault is a phrase to follow a path: "is a folder". Regular files of at most `limit` bytes; it never waits.
 */
static int read_file(lua_State *L)
{
    file_fault fault;
    const char *path = path_at(L, 1, &fault);
    lua_Number limit = luaL_checknumber(L, 2);
    luaL_argcheck(L, limit >= 0 && limit <= 1e9, 2, "not a number of bytes");
    if (!path)
        return push_fault(L, &fault);
    text_box *box = box_new(L, text_type, sizeof *box);
    if (!file_read(path, (size_t)limit, &box->text, &fault)) {
        buffer_free(&box->text);
        push_fault(L, &fault);
        lua_pushboolean(L, fault.is_missing);
        lua_pushboolean(L, fault.is_not_file);
        return 4;
    }
    slice text = buffer_slice(&box->text);
    lua_pushlstring(L, text.data, text.length);
    buffer_free(&box->text);
    return 1;
}

/* core.write_private_file(path, text) -> true | nil, fault: mode 0600, whole or not at all */
static int write_private_file(lua_State *L)
{
    file_fault fault;
    slice text;
    const char *path = path_at(L, 1, &fault);
    text.data = luaL_checklstring(L, 2, &text.length);
    if (!path || !file_write_private(path, text, &fault))
        return push_fault(L, &fault);
    lua_pushboolean(L, 1);
    return 1;
}

void file_register(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"read_file", read_file}, {"write_private_file", write_private_file}, {NULL, NULL}};
    static const luaL_Reg no_methods[] = {{NULL, NULL}};
    box_register(L, text_type, no_methods, destroy);
    compat_setfuncs(L, functions);
}
