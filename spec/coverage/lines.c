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

/* start([coroutine]) */
static int start(lua_State *L)
{
    lua_State *thread = lua_isthread(L, 1) ? lua_tothread(L, 1) : L;
    lua_sethook(thread, on_line, LUA_MASKLINE, 0);
    return 0;
}

/* A spec that takes its own hook away gets this one again. */
static const char prepare[] =
    "local start = ...\n"
    "if jit then jit.off() end\n"
    "local set_hook = debug.sethook\n"
    "function debug.sethook(...)\n"
    "  set_hook(...)\n"
    "  local count, thread = select('#', ...), ...\n"
    "  if count == 0 then start() end\n"
    "  if count == 1 and type(thread) == 'thread' then start(thread) end\n"
    "end\n";

__attribute__((visibility("default"))) int luaopen_lines(lua_State *L);
int luaopen_lines(lua_State *L)
{
    if (luaL_loadstring(L, prepare) != 0)
        return lua_error(L);
    lua_pushcfunction(L, start);
    lua_call(L, 1, 0);
    return start(L);
}
