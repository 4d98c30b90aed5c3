/*
 * Which lines of lua/aws run: luaopen_lines sets a line hook in the Lua state that loads it, for the whole process. When the
 * process exits it writes them into a file of its own in LINES_FOLDER: "lua/aws/init.lua" and below it the numbers. Lua's
 * coroutines get the hook with their birth; LuaJIT has one for all of them, and runs it in interpreted code alone.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_FILES = 1024,
    MOST_LINES = 512,
    NAME_SIZE = 120
}; /* spec/lint has files of 450 lines */

typedef struct source {
    char name[NAME_SIZE]; /* "" in a free place */
    unsigned char seen[MOST_LINES];
} source;

static source sources[MOST_FILES];

/* The place of a file, by its hash; NULL when the table is full. */
static source *find(const char *name)
{
    unsigned hash = 5381;
    for (const char *at = name; *at; at++)
        hash = hash * 33 + (unsigned char)*at;
    for (unsigned tries = 0; tries < MOST_FILES; tries++) {
        source *place = &sources[(hash + tries) % MOST_FILES];
        if (!place->name[0])
            snprintf(place->name, NAME_SIZE, "%s", name);
        if (strcmp(place->name, name) == 0)
            return place;
    }
    return NULL;
}

static void on_line(lua_State *L, lua_Debug *ar)
{
    lua_getinfo(L, "S", ar);
    const char *name = strstr(ar->source, "lua/aws/");
    if (ar->source[0] != '@' || !name || strlen(name) >= NAME_SIZE)
        return;
    source *place = find(name);
    if (place && ar->currentline > 0 && ar->currentline < MOST_LINES)
        place->seen[ar->currentline] = 1;
}

static void write_lines(FILE *file, const source *place)
{
    fprintf(file, "%s\n", place->name);
    for (int line = 1; line < MOST_LINES; line++)
        if (place->seen[line])
            fprintf(file, "%d\n", line);
}

/* Of two Lua states in one process the second finds nothing left to write: they share the table. */
__attribute__((destructor)) static void save(void)
{
    char path[512];
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(path, sizeof path, "%s/%ld.%ld%09ld", LINES_FOLDER, (long)getpid(), (long)now.tv_sec,
             now.tv_nsec);
    FILE *file = fopen(path, "w");
    if (!file)
        return;
    for (int i = 0; i < MOST_FILES; i++)
        if (sources[i].name[0])
            write_lines(file, &sources[i]);
    fclose(file);
}

static void start(lua_State *L)
{
    lua_sethook(L, on_line, LUA_MASKLINE, 0);
}

/* debug.sethook, upvalue 1, but for specs that take their own hook away: this one comes back. */
static int set_hook(lua_State *L)
{
    lua_State *thread = lua_isthread(L, 1) ? lua_tothread(L, 1) : L;
    if (lua_gettop(L) <= lua_isthread(L, 1)) {
        start(thread);
        return 0;
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 0);
    return 0;
}

__attribute__((visibility("default"))) int luaopen_lines(lua_State *L);
int luaopen_lines(lua_State *L)
{
    lua_getglobal(L, "debug");
    lua_getfield(L, -1, "sethook");
    lua_pushcclosure(L, set_hook, 1);
    lua_setfield(L, -2, "sethook");
    if (luaL_loadstring(L, "if jit then jit.off() end") != 0)
        return lua_error(L);
    lua_call(L, 0, 0);
    start(L);
    return 0;
}
