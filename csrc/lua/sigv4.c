#include "sigv4.h"

#include <string.h>

#include "../core/canonical.h"
#include "../core/crypto.h"
#include "../core/sigv4.h"
#include "box.h"
#include "sigv4_request.h"

static const char signer_type[] = "aws.core.signer";

/* The box of a signer, with what reading a request needs. */
typedef struct signer_box {
    sigv4_signer *signer;
    buffer headers; /* array of sigv4_header */
    buffer unfolded;
} signer_box;

/* Stack places of the arguments of sign and presign, and of the list of problems behind them. */
enum { SIGNER = 1, REQUEST, NOW, WITH_DETAILS, PROBLEMS };

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

static bool is_folded(slice value)
{
    return value.length > 0 && memchr(value.data, '\n', value.length) != NULL;
}

static bool has_host(const sigv4_request *r)
{
    for (size_t i = 0; i < r->header_count; i++) {
        if (slice_equal_lower(r->headers[i].name, SLICE("host")))
            return true;
    }
    return false;
}

/* The header table that is being filled: a list of pairs, or a map. */
typedef struct header_output {
    lua_State *L;
    int table;
    bool is_list;
    int count;
} header_output;

static void put_header(header_output *out, slice name, slice value)
{
    lua_State *L = out->L;
    if (out->is_list) {
        lua_createtable(L, 2, 0);
        push_slice(L, name);
        lua_rawseti(L, -2, 1);
        push_slice(L, value);
        lua_rawseti(L, -2, 2);
        lua_rawseti(L, out->table, ++out->count);
    } else {
        push_slice(L, name);
        push_slice(L, value);
        lua_rawset(L, out->table);
    }
}

static void put_unfolded(header_output *out, signer_box *box, const sigv4_header *header)
{
    buffer_clear(&box->unfolded);
    canonical_append_unfolded(&box->unfolded, header->value);
    put_header(out, header->name, buffer_slice(&box->unfolded));
}

/* The headers given. In a list, a pair that goes out as it came is not copied. */
static void put_given(header_output *out, signer_box *box, const sigv4_request *r, int headers)
{
    for (size_t i = 0; i < r->header_count; i++) {
        const sigv4_header *header = &r->headers[i];
        if (sigv4_replaces_header(r, header->name))
            continue;
        if (is_folded(header->value)) {
            put_unfolded(out, box, header);
        } else if (out->is_list) {
            lua_rawgeti(out->L, headers, (int)i + 1);
            lua_rawseti(out->L, out->table, ++out->count);
        } else {
            put_header(out, header->name, header->value);
        }
    }
}

static void push_headers(lua_State *L, signer_box *box, const sigv4_request *r,
                         const sigv4_result *result)
{
    lua_pushliteral(L, "headers");
    lua_rawget(L, REQUEST);
    int headers = lua_gettop(L);
    bool is_list = lua_type(L, headers) == LUA_TTABLE && lua_rawlen(L, headers) > 0;
    int size = (int)r->header_count + 5;
    lua_createtable(L, is_list ? size : 0, is_list ? 0 : size);
    header_output out = {L, lua_gettop(L), is_list, 0};
    if (!has_host(r))
        put_header(&out, SLICE("Host"), result->host);
    put_given(&out, box, r, headers);
    put_header(&out, SLICE("X-Amz-Date"), result->date);
    if (r->credentials.session_token.length > 0)
        put_header(&out, SLICE("X-Amz-Security-Token"), r->credentials.session_token);
    if (r->sign_payload_header)
        put_header(&out, SLICE("X-Amz-Content-Sha256"), result->payload_hash);
    put_header(&out, SLICE("Authorization"), result->authorization);
}

static signer_box *check_signer(lua_State *L)
{
    signer_box *box = luaL_checkudata(L, SIGNER, signer_type);
    if (!box->signer)
        luaL_error(L, "the signer is closed");
    return box;
}

/* Reads and signs; false when that failed, with nil and the list of problems pushed. */
static bool run(lua_State *L, signer_box *box, sigv4_request *r, sigv4_result *result)
{
    luaL_checktype(L, REQUEST, LUA_TTABLE);
    lua_settop(L, WITH_DETAILS);
    lua_pushnil(L); /* PROBLEMS */
    if (!sigv4_request_read(L, REQUEST, NOW, PROBLEMS, &box->headers, r)) {
        lua_pushnil(L);
        lua_pushvalue(L, PROBLEMS);
        return false;
    }
    const char *fault = sigv4_sign(box->signer, r, result);
    if (fault)
        luaL_error(L, "cannot sign: %s", fault);
    return true;
}

/*
 * signer:sign(request, now, with_details) -> headers, details | nil, problems
 * `request` as in aws.sigv4.sign; `now` (epoch seconds) stands in for a missing request.time. `problems` is a list of
 * {path, message}. Raises for an argument that is no signer or no table, and when memory runs out.
 */
static int signer_sign(lua_State *L)
{
    signer_box *box = check_signer(L);
    sigv4_request r = {0};
    sigv4_result result;
    if (!run(L, box, &r, &result))
        return 2;
    push_headers(L, box, &r, &result);
    if (!lua_toboolean(L, WITH_DETAILS))
        return 1;
    push_details(L, &result);
    return 2;
}

/* signer:presign(request, now) -> url, details | nil, problems; as sign, with `expires` (1 to 604800 seconds) */
static int signer_presign(lua_State *L)
{
    signer_box *box = check_signer(L);
    sigv4_request r = {.presign = true};
    sigv4_result result;
    if (!run(L, box, &r, &result))
        return 2;
    push_slice(L, result.url);
    push_details(L, &result);
    return 2;
}

/* signer:close() wipes every key and text; it may be called twice. */
static int signer_close(lua_State *L)
{
    signer_box *box = luaL_checkudata(L, 1, signer_type);
    sigv4_signer_free(box->signer);
    box->signer = NULL;
    crypto_wipe_buffer(&box->unfolded);
    buffer_free(&box->headers);
    return 0;
}

/* core.signer() -> signer */
static int new_signer(lua_State *L)
{
    signer_box *box = box_new(L, signer_type, sizeof *box);
    box->signer = sigv4_signer_new();
    if (!box->signer)
        return luaL_error(L, "no memory for a signer, or OpenSSL has no SHA-256");
    return 1;
}

void sigv4_register(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"sign", signer_sign}, {"presign", signer_presign}, {"close", signer_close}, {NULL, NULL}};
    box_register(L, signer_type, methods, signer_close);
    lua_pushcfunction(L, new_signer);
    lua_setfield(L, -2, "signer");
}
