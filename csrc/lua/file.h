/* Glue: core.read_file, core.write_private_file. */
#ifndef AWS_LUA_FILE_H
#define AWS_LUA_FILE_H

#include "compat.h"

void file_register(lua_State *L);

#endif
