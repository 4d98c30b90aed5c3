#include "signing.h"

#include <stdlib.h>

#include "box.h"
#include "fault.h"
#include "sigv4_request.h"

static const char signer_type[] = "aws.core.signer";
static const char work_type[] = "aws.core.signer_work";

typedef struct signer_box {
    sigv4_signer *signer;
    signing *spare; /* with the texts of the last signature */
} signer_box;

typedef struct work_box {
    signing *signing;
} work_box;

static void free_signing(signing *s)
{
    if (!s)
        return;
    sigv4_work_free(&s->work);
    buffer_free(&s->problems);
    buffer_free(&s->headers);
    buffer_free(&s->sent);
    buffer_free(&s->texts);
    buffer_free(&s->unfolded);
    free(s);
}

sigv4_signer *signing_check_signer(lua_State *L, int index)
{
    signer_box *box = box_check(L, index, signer_type);
    if (!box->signer)
        fault_raise(L, FAULT_CLOSED, "the signer is closed");
    return box->signer;
}

void signing_push_work(lua_State *L)
{
    box_take(L, work_type, sizeof(work_box));
}

signing *signing_begin(lua_State *L, int signer, int work)
{
    signer_box *owner = signer ? lua_touserdata(L, signer) : NULL;
    work_box *box = lua_touserdata(L, work);
    box->signing = owner && owner->spare ? owner->spare : calloc(1, sizeof *box->signing);
    if (owner)
        owner->spare = NULL;
    return box->signing;
}

void signing_end(lua_State *L, int signer, int work)
{
    signer_box *owner = signer ? lua_touserdata(L, signer) : NULL;
    work_box *box = lua_touserdata(L, work);
    if (owner && owner->signer && !owner->spare)
        owner->spare = box->signing;
    else
        free_signing(box->signing);
    box->signing = NULL;
    box_keep(L, work);
}

static void push_problems(lua_State *L, const buffer *list)
{
    const sigv4_problem *problems = (const sigv4_problem *)(const void *)list->data;
    size_t count = list->length / sizeof *problems;
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        fault_push_problem(L, problems[i].path, problems[i].message);
        lua_rawseti(L, -2, (int)i + 1);
    }
}

int signing_refuse(lua_State *L, int signer, int work, sign_fault fault)
{
    const work_box *box = lua_touserdata(L, work);
    lua_pushnil(L);
    if (fault == SIGN_NO_FAULT)
        push_problems(L, &box->signing->problems);
    else
        lua_pushstring(L, sign_fault_text(fault));
    signing_end(L, signer, work);
    return 2;
}

static int destroy_work(lua_State *L)
{
    work_box *box = box_check(L, 1, work_type);
    free_signing(box->signing);
    box->signing = NULL;
    return 0;
}

int signing_close(lua_State *L)
{
    signer_box *box = box_check(L, 1, signer_type);
    sigv4_signer_free(box->signer);
    free_signing(box->spare);
    *box = (signer_box){0};
    return 0;
}

/* core.signer() -> signer | nil, fault: a phrase, memory ran out or OpenSSL has no SHA-256 */
static int new_signer(lua_State *L)
{
    sign_fault fault;
    signer_box *box = box_new(L, signer_type, sizeof *box);
    box->signer = sigv4_signer_new(&fault);
    if (box->signer)
        return 1;
    lua_pushnil(L);
    lua_pushstring(L, sign_fault_text(fault));
    return 2;
}

void signing_register(lua_State *L, const luaL_Reg *methods)
{
    static const luaL_Reg none[] = {{NULL, NULL}};
    box_register(L, signer_type, methods, signing_close);
    box_register(L, work_type, none, destroy_work);
    lua_pushcfunction(L, new_signer);
    lua_setfield(L, -2, "signer");
}
