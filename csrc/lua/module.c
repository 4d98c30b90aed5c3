/* aws.core: the C part of the library, one flat table of functions. Lua code in lua/aws/ is its only user. */
#include "decode.h"
#include "digest.h"
#include "encode.h"
#include "file.h"
#include "http.h"
#include "http1.h"
#include "interrupt.h"
#include "process.h"
#include "shape.h"
#include "sigv4.h"
#include "sys.h"
#include "url.h"
#include "version.h"

__attribute__((visibility("default"))) int luaopen_aws_core(lua_State *L);

int luaopen_aws_core(lua_State *L)
{
    version_check(L);
    lua_createtable(L, 0, 24);
    sys_register(L);
    interrupt_register(L);
    file_register(L);
    url_register(L);
    sigv4_register(L);
    digest_register(L);
    http_register(L);
    http1_register(L);
    process_register(L);
    shape_register(L);
    encode_register(L);
    decode_register(L);
    return 1;
}
