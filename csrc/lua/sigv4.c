#include "module.h"

#include <stdlib.h>
#include <string.h>

#include "core/sign/canonical.h"
#include "core/sign/sigv4.h"
#include "box.h"
#include "fault.h"
#include "sigv4_request.h"

static const char signer_type[] = "aws.core.signer";
static const char work_type[] = "aws.core.signer_work";

/* What one signature is made in. */
typedef struct signing {
    sigv4_request request;
    sigv4_result result;
    sigv4_work work;
    buffer problems; /* array of sigv4_problem */
    buffer headers;  /* array of sigv4_header */
    buffer texts;    /* of those headers, once they are not the request table's any more */
    buffer unfolded;
    bool takes_list; /* the headers came as a list, and go out as one */
} signing;

typedef struct signer_box {
    sigv4_signer *signer;
    signing
        *spare; /* with the texts of the last signature; a call uses it, and keeps it at its end */
} signer_box;

/* A call's own, so that no call that runs meanwhile (from a finalizer, while results are pushed) changes its texts. */
typedef struct work_box {
    signing *signing;
} work_box;

/* Stack places: the arguments, the work, the request's headers (a finalizer may change them once they were read). */
enum { SIGNER = 1, REQUEST, NOW, WITH_DETAILS, WORK, HEADERS };

static void push_slice(lua_State *L, slice text)
{
    lua_pushlstring(L, text.data, text.length);
}

static void set_text(lua_State *L, const char *name, slice text)
{
    push_slice(L, text);
    lua_setfield(L, -2, name);
}

static void push_details(lua_State *L, const sigv4_result *result)
{
    lua_createtable(L, 0, 5);
    set_text(L, "canonical_request", result->canonical_request);
    set_text(L, "string_to_sign", result->string_to_sign);
    set_text(L, "signature", result->signature);
    set_text(L, "signed_headers", result->signed_headers);
    set_text(L, "url", result->url);
}

/* ---- headers out ---- */

/* The header table that is being filled: a list of pairs, or a map. */
typedef struct header_output {
    lua_State *L;
    signing *signing;
    int table;
    bool copies; /* pairs of a list go out as copies */
    int count;
} header_output;

/* Puts the header whose name and value are the two topmost values, and pops them. */
static void put_pair(header_output *out)
{
    lua_State *L = out->L;
    if (!out->signing->takes_list) {
        lua_rawset(L, out->table);
        return;
    }
    lua_createtable(L, 2, 0);
    lua_insert(L, -3);
    lua_rawseti(L, -3, 2);
    lua_rawseti(L, -2, 1);
    lua_rawseti(L, out->table, ++out->count);
}

static void put_header(header_output *out, slice name, slice value)
{
    push_slice(out->L, name);
    push_slice(out->L, value);
    put_pair(out);
}

static bool has_fold(slice value)
{
    return memchr(value.data, '\n', value.length) != NULL;
}

/* A value as it is sent; valid until the next call. */
static slice unfold(header_output *out, slice value)
{
    buffer *unfolded = &out->signing->unfolded;
    if (!has_fold(value))
        return value;
    buffer_clear(unfolded);
    canonical_append_unfolded(unfolded, value);
    if (unfolded->failed)
        fault_raise_memory(out->L);
    return buffer_slice(unfolded);
}

/* Puts the pair of the list given itself, where it is still one. */
static bool put_shared(header_output *out, size_t i)
{
    if (compat_rawgeti(out->L, HEADERS, (int)i + 1) != LUA_TTABLE) {
        lua_pop(out->L, 1);
        return false;
    }
    lua_rawseti(out->L, out->table, ++out->count);
    return true;
}

/* The headers given, but for those that signing writes anew. */
static void put_given(header_output *out)
{
    const sigv4_request *r = &out->signing->request;
    for (size_t i = 0; i < r->header_count; i++) {
        sigv4_header header = r->headers[i];
        if (sigv4_replaces_header(r, header.name))
            continue;
        bool is_shared = out->signing->takes_list && !out->copies && !has_fold(header.value);
        if (!is_shared || !put_shared(out, i))
            put_header(out, header.name, unfold(out, header.value));
    }
}

static bool has_host_header(const sigv4_request *r)
{
    for (size_t i = 0; i < r->header_count; i++) {
        if (slice_equal_lower(r->headers[i].name, SLICE("host")))
            return true;
    }
    return false;
}

static void push_headers(lua_State *L, signing *s)
{
    const sigv4_request *r = &s->request;
    const sigv4_result *result = &s->result;
    int size = (int)r->header_count + 5;
    lua_createtable(L, s->takes_list ? size : 0, s->takes_list ? 0 : size);
    header_output out = {.L = L,
                         .signing = s,
                         .table = lua_gettop(L),
                         .copies = lua_toboolean(L, WITH_DETAILS) != 0};
    if (!has_host_header(r))
        put_header(&out, SLICE("Host"), result->host);
    put_given(&out);
    put_header(&out, SLICE("X-Amz-Date"), result->date);
    if (result->session_token.length > 0)
        put_header(&out, SLICE("X-Amz-Security-Token"), result->session_token);
    if (r->sign_payload_header)
        put_header(&out, SLICE("X-Amz-Content-Sha256"), result->payload_hash);
    put_header(&out, SLICE("Authorization"), result->authorization);
}

/* ---- a call ---- */

static void free_signing(signing *s)
{
    if (!s)
        return;
    sigv4_work_free(&s->work);
    buffer_free(&s->problems);
    buffer_free(&s->headers);
    buffer_free(&s->texts);
    buffer_free(&s->unfolded);
    free(s);
}

static signer_box *check_signer(lua_State *L)
{
    signer_box *box = luaL_checkudata(L, SIGNER, signer_type);
    if (!box->signer)
        fault_raise(L, FAULT_CLOSED, "the signer is closed");
    return box;
}

/* The call's work, empty; NULL when memory runs out. */
static signing *take_signing(signer_box *owner, work_box *box, bool presign)
{
    box->signing = owner->spare ? owner->spare : calloc(1, sizeof *box->signing);
    owner->spare = NULL;
    if (box->signing)
        box->signing->request = (sigv4_request){.presign = presign};
    return box->signing;
}

/* Keeps the call's work for the next one; of a signer that was closed meanwhile nothing stays. */
static void put_back(lua_State *L)
{
    signer_box *owner = lua_touserdata(L, SIGNER);
    work_box *box = lua_touserdata(L, WORK);
    if (owner->signer && !owner->spare)
        owner->spare = box->signing;
    else
        free_signing(box->signing);
    box->signing = NULL;
    box_keep(L, WORK);
}

static slice copy_text(buffer *texts, slice text)
{
    size_t start = texts->length;
    buffer_append_slice(texts, text);
    return (slice){texts->data + start, text.length};
}

/* Copies the headers and the token, which are views into Lua's strings; false when memory runs out. */
static bool own_headers(signing *s)
{
    size_t length = 0;
    sigv4_header *headers = (sigv4_header *)(void *)s->headers.data;
    for (size_t i = 0; i < s->request.header_count; i++)
        length += headers[i].name.length + headers[i].value.length;
    buffer_clear(&s->texts);
    if (!buffer_reserve(&s->texts, length + 1)) /* at once: the views stay valid */
        return false;
    for (size_t i = 0; i < s->request.header_count; i++) {
        headers[i].name = copy_text(&s->texts, headers[i].name);
        headers[i].value = copy_text(&s->texts, headers[i].value);
    }
    s->request.credentials = (sigv4_credentials){.session_token = s->result.session_token};
    return true;
}

/* Reads the request and signs it; false without a fault when the request has problems. Nothing is allocated in Lua. */
static bool run(lua_State *L, signer_box *owner, signing *s, sign_fault *fault)
{
    s->takes_list = lua_type(L, HEADERS) == LUA_TTABLE && lua_rawlen(L, HEADERS) > 0;
    bool is_sound = sigv4_request_read(L, REQUEST, NOW, &s->problems, &s->headers, &s->request);
    bool is_whole = !s->problems.failed && !s->headers.failed;
    *fault = is_whole ? SIGN_NO_FAULT : SIGN_NO_MEMORY;
    if (is_whole && is_sound)
        *fault = sigv4_sign(owner->signer, &s->work, &s->request, &s->result);
    if (*fault == SIGN_NO_FAULT && is_sound && !own_headers(s))
        *fault = SIGN_NO_MEMORY;
    return is_sound && *fault == SIGN_NO_FAULT;
}

static int push_problems(lua_State *L, const buffer *list)
{
    const sigv4_problem *problems = (const sigv4_problem *)(const void *)list->data;
    size_t count = list->length / sizeof *problems;
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_createtable(L, 0, 2);
        lua_pushstring(L, problems[i].path);
        lua_setfield(L, -2, "path");
        lua_pushstring(L, problems[i].message);
        lua_setfield(L, -2, "message");
        lua_rawseti(L, -2, (int)i + 1);
    }
    return 1;
}

/* A whole call but for its results; NULL when there are none, with nil and what is wrong pushed. */
static signing *begin(lua_State *L, bool presign)
{
    check_signer(L);
    luaL_checktype(L, REQUEST, LUA_TTABLE);
    lua_settop(L, WITH_DETAILS);
    work_box *box = box_take(L, work_type, sizeof *box); /* WORK */
    lua_pushliteral(L, "headers");
    lua_rawget(L, REQUEST);              /* HEADERS */
    signer_box *owner = check_signer(L); /* again: a finalizer may have closed it */
    signing *s = take_signing(owner, box, presign);
    sign_fault fault = SIGN_NO_MEMORY;
    if (s && run(L, owner, s, &fault))
        return s;
    lua_pushnil(L);
    if (fault == SIGN_NO_FAULT)
        push_problems(L, &s->problems);
    else
        lua_pushstring(L, sign_fault_text(fault));
    put_back(L);
    return NULL;
}

/*
 * signer:sign(request, now, with_details) -> headers, url, details | nil, problems | nil, fault
 * `request` as in aws.sigv4.sign, whose tables are read raw; `now` (epoch seconds) is taken for a missing request.time;
 * `url` is to send. `problems` is a list of {path, message}; `fault` a phrase: memory ran out, or OpenSSL failed. With
 * details, pairs of a header list are copies; else those given are used again. Raises for an argument that is not a
 * signer or a table, and when Lua's memory runs out.
 */
static int signer_sign(lua_State *L)
{
    signing *s = begin(L, false);
    if (!s)
        return 2;
    bool with_details = lua_toboolean(L, WITH_DETAILS) != 0;
    push_headers(L, s);
    push_slice(L, s->result.url);
    if (with_details)
        push_details(L, &s->result);
    put_back(L);
    return with_details ? 3 : 2;
}

/* signer:presign(request, now) -> url, details | nil, problems | nil, fault; as sign, with `expires` (1 to 604800 s) */
static int signer_presign(lua_State *L)
{
    signing *s = begin(L, true);
    if (!s)
        return 2;
    push_slice(L, s->result.url);
    push_details(L, &s->result);
    put_back(L);
    return 2;
}

static int destroy_work(lua_State *L)
{
    work_box *box = luaL_checkudata(L, 1, work_type);
    free_signing(box->signing);
    box->signing = NULL;
    return 0;
}

/* signer:close() wipes every key, and the texts of the last signature; it may be called twice. */
static int signer_close(lua_State *L)
{
    signer_box *box = luaL_checkudata(L, SIGNER, signer_type);
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

void sigv4_register(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"sign", signer_sign}, {"presign", signer_presign}, {"close", signer_close}, {NULL, NULL}};
    static const luaL_Reg none[] = {{NULL, NULL}};
    box_register(L, signer_type, methods, signer_close);
    box_register(L, work_type, none, destroy_work);
    lua_pushcfunction(L, new_signer);
    lua_setfield(L, -2, "signer");
}
