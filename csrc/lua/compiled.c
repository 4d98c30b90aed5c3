/*
 * The library's own Lua code, compiled when it was built: Lua then need not compile it at each start of a script, which
 * takes longer than all the rest of one call. A searcher of `require` finds it, for a file that still says the same.
 */
#include "module.h"

#if LUA_VERSION_NUM == 504

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/os/unchanged.h"

/* All of it, one after the other. */
extern const char compiled_code[] __attribute__((visibility("hidden")));
__asm__(".pushsection .rodata\n"
        ".balign 16\n"
        ".globl compiled_code\n"
        ".hidden compiled_code\n"
        "compiled_code: .incbin \"" COMPILED_FOLDER "/compiled.bin\"\n"
        ".byte 0\n"
        ".popsection\n");

typedef struct compiled {
    const char *name;      /* of the module */
    size_t size;           /* of its file */
    uint64_t hash;         /* of its file's text */
    size_t offset, length; /* in compiled_code */
} compiled;

/* In the order of their names; the first one is nobody's. */
static const compiled list[] = {
    {"", 0, 0, 0, 0},
#include "compiled_list.h"
};

static int by_name(const void *name, const void *entry)
{
    return strcmp(name, ((const compiled *)entry)->name);
}

/*
 * Finds a module's file as Lua would, and pushes its path; NULL where that has not what was compiled. Upvalue 1: the table
 * `package`.
 */
static const char *push_path(lua_State *L, const compiled *module)
{
    lua_getfield(L, lua_upvalueindex(1), "path");
    const char *templates = lua_tostring(L, -1);
    const char *name = luaL_gsub(L, module->name, ".", "/");
    while (templates && *templates) {
        size_t length = strcspn(templates, ";");
        lua_pushlstring(L, templates, length);
        const char *path = luaL_gsub(L, lua_tostring(L, -1), "?", name);
        file_state state = file_state_of(path, module->size, module->hash);
        if (state != FILE_MISSING)
            return state == FILE_UNCHANGED ? path : NULL;
        lua_pop(L, 2);
        templates += length + (templates[length] == ';');
    }
    return NULL;
}

/* A searcher: (name) -> loader, path | nothing. What this Lua cannot load it compiles itself. */
static int search(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    const compiled *found = bsearch(name, list, sizeof list / sizeof *list, sizeof *list, by_name);
    if (!found || !push_path(L, found))
        return 0;
    int result = luaL_loadbufferx(L, compiled_code + found->offset, found->length, name, "b");
    if (result == LUA_ERRMEM)
        return lua_error(L);
    lua_insert(L, -2);
    return result == LUA_OK ? 2 : 0;
}

/* Where Lua has no searchers, as in a sandbox, its own way of loading stays. */
void compiled_register(lua_State *L)
{
    int top = lua_gettop(L);
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    if (lua_getfield(L, -1, "package") == LUA_TTABLE &&
        lua_getfield(L, -1, "searchers") == LUA_TTABLE) {
        for (lua_Integer i = (lua_Integer)lua_rawlen(L, -1); i >= 2; i--) {
            lua_rawgeti(L, -1, i);
            lua_rawseti(L, -2, i + 1);
        }
        lua_pushvalue(L, -2);
        lua_pushcclosure(L, search, 1);
        lua_rawseti(L, -2, 2); /* after package.preload */
    }
    lua_settop(L, top);
}

#else

void compiled_register(lua_State *L)
{
    (void)L;
}

#endif
