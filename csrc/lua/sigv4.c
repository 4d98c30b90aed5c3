#include "sigv4.h"

#include <string.h>

#include "../core/canonical.h"
#include "../core/crypto.h"
#include "../core/sigv4.h"
#include "box.h"
#include "sigv4_request.h"

static const char signer_type[] = "aws.core.signer";
static const char work_type[] = "aws.core.signer_work";

typedef struct signer_box {
    sigv4_signer *signer;
} signer_box;

/*
 * What one signature is made in. A call takes the signer's spare one and puts it back at its end; a call that runs
 * meanwhile (from a finalizer, while results are pushed) makes another. So no call sees another's texts change.
 */
typedef struct work_box {
    sigv4_work work;
    buffer headers; /* array of sigv4_header */
    buffer unfolded;
} work_box;

/* Stack places: the arguments, the list of problems, the table that holds the spare work, the work. */
enum { SIGNER = 1, REQUEST, NOW, WITH_DETAILS, PROBLEMS, SPARE, WORK };

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

/*
 * The header table that is being filled: a list of pairs, or a map. Names and values are read again from the table
 * given, as each is pushed: a finalizer may have changed it since, and with it what lives.
 */
typedef struct header_output {
    lua_State *L;
    const sigv4_request *request;
    work_box *box;
    int given;
    int table;
    bool is_list;
    bool copies; /* pairs of a list go out as copies */
    int count;
} header_output;

/* Puts the header whose name and value are the two topmost values, and pops them. */
static void put_pair(header_output *out)
{
    lua_State *L = out->L;
    if (!out->is_list) {
        lua_rawset(L, out->table);
        return;
    }
    lua_createtable(L, 2, 0);
    lua_insert(L, -3);
    lua_rawseti(L, -3, 2);
    lua_rawseti(L, -2, 1);
    lua_rawseti(L, out->table, ++out->count);
}

static void put_header(header_output *out, const char *name, slice value)
{
    lua_pushstring(out->L, name);
    push_slice(out->L, value);
    put_pair(out);
}

/* The string at `index`, which is one. */
static slice text_at(lua_State *L, int index)
{
    slice text;
    text.data = lua_tolstring(L, index, &text.length);
    return text;
}

/* Undoes the folds of the value on top of the stack; false when it has none. */
static bool unfold(header_output *out)
{
    slice value = text_at(out->L, -1);
    buffer *unfolded = &out->box->unfolded;
    if (!memchr(value.data, '\n', value.length))
        return false;
    buffer_clear(unfolded);
    canonical_append_unfolded(unfolded, value);
    if (unfolded->failed)
        luaL_error(out->L, "cannot sign: memory ran out");
    push_slice(out->L, buffer_slice(unfolded));
    lua_replace(out->L, -2);
    return true;
}

/* Whether the name and value on top of the stack go out: a finalizer may have put something else than strings there. */
static bool goes_out(const header_output *out)
{
    lua_State *L = out->L;
    return lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TSTRING &&
           !sigv4_replaces_header(out->request, text_at(L, -2));
}

/* As put_pair, for a header given: unfolded, and left out where signing writes it anew. `pair` holds it in a list. */
static void put_given(header_output *out, int pair)
{
    lua_State *L = out->L;
    if (!goes_out(out)) {
        lua_pop(L, 2);
    } else if (unfold(out) || !out->is_list || out->copies) {
        put_pair(out);
    } else {
        lua_pop(L, 2);
        lua_pushvalue(L, pair);
        lua_rawseti(L, out->table, ++out->count);
    }
}

static void put_given_list(header_output *out)
{
    lua_State *L = out->L;
    int pair = lua_gettop(L) + 1;
    for (int i = 1; compat_rawgeti(L, out->given, i) == LUA_TTABLE; i++) {
        lua_rawgeti(L, pair, 1);
        lua_rawgeti(L, pair, 2);
        put_given(out, pair);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static void put_given_map(header_output *out)
{
    lua_State *L = out->L;
    if (lua_type(L, out->given) != LUA_TTABLE)
        return;
    for (lua_pushnil(L); lua_next(L, out->given);) {
        lua_pushvalue(L, -2); /* the key stays for lua_next */
        lua_insert(L, -2);
        put_given(out, 0);
    }
}

static void push_headers(lua_State *L, work_box *box, const sigv4_request *r, bool has_host,
                         const sigv4_result *result)
{
    int size = (int)r->header_count + 5;
    lua_pushliteral(L, "headers");
    lua_rawget(L, REQUEST);
    int given = lua_gettop(L);
    bool is_list = lua_type(L, given) == LUA_TTABLE && lua_rawlen(L, given) > 0;
    lua_createtable(L, is_list ? size : 0, is_list ? 0 : size);
    header_output out = {.L = L,
                         .request = r,
                         .box = box,
                         .given = given,
                         .table = given + 1,
                         .is_list = is_list,
                         .copies = lua_toboolean(L, WITH_DETAILS) != 0};
    if (!has_host)
        put_header(&out, "Host", result->host);
    if (is_list)
        put_given_list(&out);
    else
        put_given_map(&out);
    put_header(&out, "X-Amz-Date", result->date);
    if (result->session_token.length > 0)
        put_header(&out, "X-Amz-Security-Token", result->session_token);
    if (r->sign_payload_header)
        put_header(&out, "X-Amz-Content-Sha256", result->payload_hash);
    put_header(&out, "Authorization", result->authorization);
}

/* ---- a call ---- */

/* Puts the spare work, or a new one, at its stack place. */
static work_box *take_work(lua_State *L)
{
    compat_getuservalue(L, SIGNER); /* SPARE */
    if (compat_rawgeti(L, SPARE, 1) == LUA_TUSERDATA) {
        lua_pushnil(L);
        lua_rawseti(L, SPARE, 1);
        return lua_touserdata(L, WORK);
    }
    lua_pop(L, 1);
    return box_new(L, work_type, sizeof(work_box));
}

static void put_back_work(lua_State *L)
{
    lua_pushvalue(L, WORK);
    lua_rawseti(L, SPARE, 1);
}

static bool has_host_header(const sigv4_request *r)
{
    for (size_t i = 0; i < r->header_count; i++) {
        if (slice_equal_lower(r->headers[i].name, SLICE("host")))
            return true;
    }
    return false;
}

static sigv4_signer *signer_of(lua_State *L, const signer_box *box)
{
    if (!box->signer)
        luaL_error(L, "the signer is closed");
    return box->signer;
}

/*
 * Reads the request and signs it; NULL when it cannot be signed, with nil and the list of problems pushed. Between
 * reading and signing nothing is allocated in Lua, so that no finalizer comes between.
 */
static work_box *run(lua_State *L, sigv4_request *r, bool *has_host, sigv4_result *result)
{
    signer_box *owner = luaL_checkudata(L, SIGNER, signer_type);
    signer_of(L, owner);
    luaL_checktype(L, REQUEST, LUA_TTABLE);
    lua_settop(L, WITH_DETAILS);
    lua_pushnil(L); /* PROBLEMS */
    work_box *box = take_work(L);
    if (!sigv4_request_read(L, REQUEST, NOW, PROBLEMS, &box->headers, r)) {
        put_back_work(L);
        lua_pushnil(L);
        lua_pushvalue(L, PROBLEMS);
        return NULL;
    }
    *has_host = has_host_header(r);
    const char *fault = sigv4_sign(signer_of(L, owner), &box->work, r, result);
    if (fault)
        luaL_error(L, "cannot sign: %s", fault);
    return box;
}

/*
 * signer:sign(request, now, with_details) -> headers, url, details | nil, problems
 * `request` as in aws.sigv4.sign, whose tables are read raw; `now` (epoch seconds) stands in for a missing
 * request.time; `url` is to send. `problems` is a list of {path, message}. With details, pairs of a header list are
 * copies; else those given are used again. Raises for an argument that is no signer or no table, and when memory runs
 * out.
 */
static int signer_sign(lua_State *L)
{
    sigv4_request r = {0};
    sigv4_result result;
    bool has_host;
    work_box *box = run(L, &r, &has_host, &result);
    if (!box)
        return 2;
    bool with_details = lua_toboolean(L, WITH_DETAILS) != 0;
    push_headers(L, box, &r, has_host, &result);
    push_slice(L, result.url);
    if (with_details)
        push_details(L, &result);
    put_back_work(L);
    return with_details ? 3 : 2;
}

/* signer:presign(request, now) -> url, details | nil, problems; as sign, with `expires` (1 to 604800 seconds) */
static int signer_presign(lua_State *L)
{
    sigv4_request r = {.presign = true};
    sigv4_result result;
    bool has_host;
    if (!run(L, &r, &has_host, &result))
        return 2;
    push_slice(L, result.url);
    push_details(L, &result);
    put_back_work(L);
    return 2;
}

static int destroy_work(lua_State *L)
{
    work_box *box = luaL_checkudata(L, 1, work_type);
    sigv4_work_free(&box->work);
    buffer_free(&box->unfolded);
    buffer_free(&box->headers);
    return 0;
}

/* signer:close() wipes every key, and the texts of the last signature; it may be called twice. */
static int signer_close(lua_State *L)
{
    signer_box *box = luaL_checkudata(L, SIGNER, signer_type);
    sigv4_signer_free(box->signer);
    box->signer = NULL;
    return 0;
}

/* core.signer() -> signer */
static int new_signer(lua_State *L)
{
    signer_box *box = box_new(L, signer_type, sizeof *box);
    lua_createtable(L, 1, 0); /* for the spare work */
    compat_setuservalue(L, -2);
    box->signer = sigv4_signer_new();
    if (!box->signer)
        return luaL_error(L, "no memory for a signer, or OpenSSL has no SHA-256");
    return 1;
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
