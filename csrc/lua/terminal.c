#include "module.h"

#include "core/os/terminal.h"

/* core.terminal_columns(descriptor) -> the columns of that terminal, 0 where it does not say; nil where it is not a terminal */
static int columns_of_terminal(lua_State *L)
{
    int columns = terminal_columns((int)luaL_checkinteger(L, 1));
    if (columns < 0)
        lua_pushnil(L);
    else
        lua_pushinteger(L, columns);
    return 1;
}

void terminal_register(lua_State *L)
{
    lua_pushcfunction(L, columns_of_terminal);
    lua_setfield(L, -2, "terminal_columns");
}
