/*
 * What the interpreters of the specs, host.c and memory_host.c, have in common: a state that runs a file with arguments.
 */
#ifndef SPEC_SUPPORT_HOST_MAIN_H
#define SPEC_SUPPORT_HOST_MAIN_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>

#include "new_state.h"

static void push_arguments(lua_State *L, int count, char **values)
{
    lua_createtable(L, count, 1);
    for (int i = 0; i < count; i++) {
        lua_pushstring(L, values[i]);
        lua_rawseti(L, -2, i);
    }
    lua_setglobal(L, "arg");
}

/* A state with Lua's libraries and `arg`; NULL, and a word on standard error, without a file or memory. */
static lua_State *open_state(int argc, char **argv, lua_Alloc allocate)
{
    lua_State *L = argc < 2 ? NULL : lua_newstate(allocate, NULL);
    if (!L) {
        fprintf(stderr, "usage: %s FILE ARG...\n", argv[0]);
        return NULL;
    }
    luaL_openlibs(L);
    push_arguments(L, argc - 1, argv + 1);
    return L;
}

/* 0, or another number and an error on the stack. */
static int run_file(lua_State *L, const char *path)
{
    return luaL_loadfile(L, path) || lua_pcall(L, 0, 0, 0);
}

/* Ends a state, whose error is told if it failed; the process's exit code. */
static int close_state(lua_State *L, int failed)
{
    if (failed)
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
    lua_close(L);
    return failed;
}

#endif
