/* What each file of this folder adds to aws.core, or to aws.curl. */
#ifndef AWS_LUA_MODULE_H
#define AWS_LUA_MODULE_H

#include "compat.h"

/* Raises a text that names both when `module` was built for another Lua. Calls nothing that some Lua lacks. */
void version_check(lua_State *L, const char *module);

/* aws.core notes its build, and aws.curl raises a text when its own is another: they share names in Lua's registry. */
void build_register(lua_State *L);
void build_check(lua_State *L);

/* Raises a text when the Lua files are for other functions than these modules have, by INTERFACE (.ci/interface). */
void interface_check(lua_State *L);

/* Adds a searcher to `require`: the library's own Lua code, compiled. */
void compiled_register(lua_State *L);

/* Each registers its types, and puts its functions into the table on top of the stack. */
void decode_register(lua_State *L);    /* decode, convert, json_version */
void digest_register(lua_State *L);    /* sha1_hex, sha256_hex, crypto_version */
void encode_register(lua_State *L);    /* encode */
void fault_register(lua_State *L);     /* fault_type */
void file_register(lua_State *L);      /* files, journals, standard error */
void http_register(lua_State *L);      /* in aws.curl: pool, transfer, wait, version */
void http1_register(lua_State *L);     /* http1_head, http1_answer, http1_chunks */
void interrupt_register(lua_State *L); /* nothing, in both: what a wait that Ctrl-C ends needs */
void model_register(lua_State *L);     /* has_model, model_piece, model_names */
void names_register(lua_State *L);     /* nearest, is_visible */
void process_register(lua_State *L);   /* run_process, process_id, process_exists */
void random_register(lua_State *L);    /* random, uuid */
void shape_register(lua_State *L);     /* shape */
void sigv4_register(lua_State *L);     /* signer */
void sigv4_template_register(lua_State *L); /* request_template */
void state_register(lua_State *L);          /* can_yield, main_hook, open_lazily */
void terminal_register(lua_State *L);       /* terminal_columns */
void time_register(lua_State *L); /* clock, now, sleep, parse_timestamp, format_timestamp */
void url_register(lua_State *L);  /* parse_url */

#endif
