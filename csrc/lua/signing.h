/* What the functions that sign have in common: the signer, and what a signature is made in. */
#ifndef AWS_LUA_SIGNING_H
#define AWS_LUA_SIGNING_H

#include "core/sign/sigv4.h"
#include "compat.h"

/* What one signature is made in. */
typedef struct signing {
    sigv4_request request;
    sigv4_result result;
    sigv4_work work;
    buffer problems; /* array of sigv4_problem */
    buffer headers;  /* array of sigv4_header */
    buffer sent;     /* another, of what is to be sent */
    buffer texts;    /* of the headers, once they are not the request table's any more */
    buffer unfolded;
} signing;

/* Registers the types, and puts core.signer into the table on top of the stack. `methods` are those of a signer. */
void signing_register(lua_State *L, const luaL_Reg *methods);

/* The signer at a stack place; raises for anything else, and a fault for a closed one. */
sigv4_signer *signing_check_signer(lua_State *L, int index);

/* Pushes a box for a call's work. A finalizer that signs meanwhile gets another, so that it changes no text of this one. */
void signing_push_work(lua_State *L);

/*
 * The empty work of the box at `work`, for the signer at `signer` (0: for none); NULL when memory runs out. The signer keeps
 * it from one call to the next.
 */
signing *signing_begin(lua_State *L, int signer, int work);

/* Gives the work back, at a call's end; of a signer that was closed meanwhile nothing stays. */
void signing_end(lua_State *L, int signer, int work);

/* Ends a call that has no result, and pushes nil and what is wrong: the problems of the work for no fault, else the fault. */
int signing_refuse(lua_State *L, int signer, int work, sign_fault fault);

/* signer:close() wipes every key, and the texts of the last signature; it may be called twice. */
int signing_close(lua_State *L);

#endif
