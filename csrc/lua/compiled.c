/*
 * The library's own Lua code, compiled when it was built: Lua then need not compile it at each start of a script, which
 * takes longer than all the rest of one call. A searcher of `require` finds it, for a file that still says the same.
 */
#include "module.h"

#if LUA_VERSION_NUM == 504

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "source_file.h"

/* All of it, one after the other. */
extern const char compiled_code[] __attribute__((visibility("hidden")));
__asm__(".pushsection .rodata\n"
        ".balign 16\n"
        ".globl compiled_code\n"
        ".hidden compiled_code\n"
        "compiled_code: .incbin \"" COMPILED_FOLDER "/compiled.bin\"\n"
        ".byte 0\n"
        ".popsection\n");

/* Places are in compiled_code: so the list holds no addresses, which would have to be set at each start. */
typedef struct compiled {
    uint32_t name; /* of the module */
    file_print print;
    uint32_t code, length;
    uint32_t head; /* of that, how much comes before the name of the source */
} compiled;

/* In the order of their names; the first one is nobody's. */
#define MODULE(name, code, length, head, size, a, b, c, d)                                         \
    {name, {size, {a, b, c, d}}, code, length, head},
static const compiled list[] = {
    {0, {0, {0}}, 0, 0, 0},
#include "compiled_list.h"
};

#undef MODULE

static const char *name_of(const compiled *module)
{
    return compiled_code + module->name;
}

static int by_name(const void *name, const void *entry)
{
    return strcmp(name, name_of(entry));
}

/*
 * Pushes the name of the source, as compiled code has it, for the file at `path`: messages and debuggers then show the file
 * that was found. ldump.c: the length and one, in groups of seven bits, highest first, of which the last is marked; then
 * the text.
 */
static void push_source(lua_State *L, const char *path)
{
    char groups[sizeof(size_t) * 8 / 7 + 1];
    size_t count = 0, rest = strlen(path) + 2; /* "@", and one more */
    for (; count == 0 || rest > 0; rest >>= 7)
        groups[sizeof groups - ++count] = (char)(rest & 0x7f);
    groups[sizeof groups - 1] |= (char)0x80;
    lua_pushlstring(L, groups + sizeof groups - count, count);
    lua_pushfstring(L, "@%s", path);
    lua_concat(L, 2);
}

/* Compiled code in three pieces, of which the name of the source is the second. */
typedef struct pieces {
    slice all[3];
    size_t next;
} pieces;

static const char *read_piece(lua_State *L, void *data, size_t *size)
{
    (void)L;
    pieces *p = data;
    if (p->next == sizeof p->all / sizeof *p->all)
        return NULL;
    *size = p->all[p->next].length;
    return p->all[p->next++].data;
}

/* Pushes a module's function, or a message; `source` is the place of the name of its source. */
static int load_code(lua_State *L, const compiled *module, int source)
{
    const char *code = compiled_code + module->code;
    pieces p = {
        {{code, module->head}, {NULL, 0}, {code + module->head, module->length - module->head}}, 0};
    p.all[1].data = lua_tolstring(L, source, &p.all[1].length);
    return lua_load(L, read_piece, &p, name_of(module), "b");
}

static const compiled *find(const char *name)
{
    return bsearch(name, list + 1, sizeof list / sizeof *list - 1, sizeof *list, by_name);
}

/* Upvalues of the searcher: the table `package`, and the folder of the files that were found, nil before. */
enum { PACKAGE = 1, FOLDER };

static void note_folder(lua_State *L, const char *module, const char *path)
{
    const char *name = luaL_gsub(L, module, ".", "/"), *place = path, *at = path;
    for (; (at = strstr(at, name)); at++)
        place = at;
    lua_pushlstring(L, path, (size_t)(place - path));
    lua_replace(L, lua_upvalueindex(FOLDER));
    lua_pop(L, 1);
}

/*
 * Pushes the path of a module that cannot be read any more: as a program's folder is another one, it has no descriptor left,
 * or another version has been installed meanwhile. NULL where files of this version can be read, or never were.
 */
static const char *push_lost(lua_State *L, const char *module)
{
    const compiled *mark = find("aws.language.interface");
    if (!mark || lua_type(L, lua_upvalueindex(FOLDER)) != LUA_TSTRING ||
        source_file_push(L, lua_upvalueindex(PACKAGE), name_of(mark), &mark->print))
        return NULL;
    lua_pushvalue(L, lua_upvalueindex(FOLDER));
    luaL_gsub(L, module, ".", "/");
    lua_pushliteral(L, ".lua");
    lua_concat(L, 3);
    return lua_tostring(L, -1);
}

/* A searcher: (name) -> loader, path | nothing. What this Lua cannot load it compiles itself. */
static int search(lua_State *L)
{
    const compiled *found = find(luaL_checkstring(L, 1));
    const char *path = NULL;
    if (found)
        path = source_file_push(L, lua_upvalueindex(PACKAGE), name_of(found), &found->print);
    if (path && lua_isnil(L, lua_upvalueindex(FOLDER)))
        note_folder(L, name_of(found), path);
    else if (found && !path)
        path = push_lost(L, name_of(found));
    if (!path)
        return 0;
    int place = lua_gettop(L);
    push_source(L, path);
    int result = load_code(L, found, place + 1);
    if (result == LUA_ERRMEM)
        return lua_error(L);
    lua_pushvalue(L, place);
    return result == 0 ? 2 : 0;
}

/* Whether the function on top of the stack is one of Lua's searchers, which have the table `package` as upvalue. */
static bool is_searcher(lua_State *L, int package)
{
    if (!lua_iscfunction(L, -1) || !lua_getupvalue(L, -1, 1))
        return false;
    bool has_package = lua_rawequal(L, -1, package) != 0;
    lua_pop(L, 1);
    return has_package;
}

/*
 * The place in the list on top of the stack of Lua's searcher of files, which is its second one, whatever others there are
 * before it; 0 without one, and where ours is in the list already.
 */
static int find_place(lua_State *L, int package)
{
    int count = (int)lua_rawlen(L, -1), place = 0, of_lua = 0;
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, i);
        bool is_ours = lua_tocfunction(L, -1) == search;
        of_lua += is_searcher(L, package);
        lua_pop(L, 1);
        if (is_ours)
            return 0;
        if (of_lua == 2 && place == 0)
            place = i;
    }
    return place;
}

/* Puts ours into the list on top of the stack, before Lua's searcher of files. */
static void add_searcher(lua_State *L, int package)
{
    int place = find_place(L, package);
    if (place == 0)
        return;
    for (int i = (int)lua_rawlen(L, -1); i >= place; i--) {
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pushvalue(L, package);
    lua_pushnil(L);
    lua_pushcclosure(L, search, 2);
    lua_rawseti(L, -2, place);
}

/* Where Lua has no searchers, or a list of another kind, as in a sandbox, its own way of loading stays. */
void compiled_register(lua_State *L)
{
    int top = lua_gettop(L);
    if (source_file_push_package(L)) {
        lua_pushliteral(L, "searchers");
        if (compat_rawget(L, top + 1) == LUA_TTABLE)
            add_searcher(L, top + 1);
    }
    lua_settop(L, top);
}

#else

void compiled_register(lua_State *L)
{
    (void)L;
}

#endif
