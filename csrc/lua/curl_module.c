/*
 * aws.curl: transfers over libcurl, in a module of its own that is loaded when something is first sent. Lua code in
 * lua/aws/ is its only user.
 */
#include "module.h"

__attribute__((visibility("default"))) int luaopen_aws_curl(lua_State *L);

int luaopen_aws_curl(lua_State *L)
{
    version_check(L, "aws.curl");
    build_check(L);
    lua_createtable(L, 0, 3);
    interrupt_register(L);
    http_register(L);
    return 1;
}
