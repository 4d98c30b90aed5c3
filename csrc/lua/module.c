/* aws.core: the C part of the library, one flat table of functions. Lua code in lua/aws/ is its only user. */
#include "module.h"

__attribute__((visibility("default"))) int luaopen_aws_core(lua_State *L);

int luaopen_aws_core(lua_State *L)
{
    version_check(L, "aws.core");
    lua_createtable(L, 0, 24);
    build_register(L);
    compiled_register(L);
    interface_check(L);
    interrupt_register(L);
    fault_register(L);
    state_register(L);
    time_register(L);
    random_register(L);
    names_register(L);
    model_register(L);
    file_register(L);
    url_register(L);
    digest_register(L);
    sigv4_register(L);
    sigv4_template_register(L);
    http1_register(L);
    process_register(L);
    terminal_register(L);
    shape_register(L);
    encode_register(L);
    decode_register(L);
    return 1;
}
