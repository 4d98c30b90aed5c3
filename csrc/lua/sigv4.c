#include "module.h"

#include <string.h>

#include "core/sign/canonical.h"
#include "fault.h"
#include "signing.h"
#include "sigv4_request.h"

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

/* Adds the pair of the two topmost values to a list, and pops them. */
static void add_pair(lua_State *L, int list, int place)
{
    lua_createtable(L, 2, 0);
    lua_insert(L, -3);
    lua_rawseti(L, -3, 2);
    lua_rawseti(L, -2, 1);
    lua_rawseti(L, list, place);
}

/* A value as it is sent; valid until the next call. */
static slice unfold(lua_State *L, buffer *unfolded, slice value)
{
    if (!memchr(value.data, '\n', value.length))
        return value;
    buffer_clear(unfolded);
    canonical_append_unfolded(unfolded, value);
    if (unfolded->failed)
        fault_raise_memory(L);
    return buffer_slice(unfolded);
}

/* Pushes what is to be sent as a list of pairs or as a map, as the headers given were. */
static void push_headers(lua_State *L, signing *s, bool is_list)
{
    const sigv4_header *headers = (const sigv4_header *)(const void *)s->sent.data;
    int count = (int)(s->sent.length / sizeof *headers);
    lua_createtable(L, is_list ? count : 0, is_list ? 0 : count);
    int table = lua_gettop(L);
    for (int i = 0; i < count; i++) {
        push_slice(L, headers[i].name);
        push_slice(L, unfold(L, &s->unfolded, headers[i].value));
        if (is_list)
            add_pair(L, table, i + 1);
        else
            lua_rawset(L, table);
    }
}

/* ---- a call ---- */

static slice copy_text(buffer *texts, slice text)
{
    size_t start = texts->length;
    buffer_append_slice(texts, text);
    return (slice){texts->data + start, text.length};
}

/* Lists what is to be sent, none of it a view into Lua's strings; false when memory runs out. */
static bool list_headers(signing *s)
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
    buffer_clear(&s->sent);
    sigv4_list_headers(&s->request, &s->result, &s->sent);
    return !s->sent.failed;
}

/* Reads the request and signs it; false without a fault when the request has problems. Nothing is allocated in Lua. */
static bool run(lua_State *L, sigv4_signer *signer, signing *s, sign_fault *fault)
{
    bool is_sound = sigv4_request_read(L, REQUEST, NOW, &s->problems, &s->headers, &s->request);
    bool is_whole = !s->problems.failed && !s->headers.failed;
    *fault = is_whole ? SIGN_NO_FAULT : SIGN_NO_MEMORY;
    if (is_whole && is_sound)
        *fault = sigv4_sign(signer, &s->work, &s->request, &s->result);
    if (*fault == SIGN_NO_FAULT && is_sound && !list_headers(s))
        *fault = SIGN_NO_MEMORY;
    return is_sound && *fault == SIGN_NO_FAULT;
}

/* A whole call but for its results; NULL when there are none, with nil and what is wrong pushed. */
static signing *begin(lua_State *L, bool presign)
{
    signing_check_signer(L, SIGNER);
    luaL_checktype(L, REQUEST, LUA_TTABLE);
    lua_settop(L, WITH_DETAILS);
    signing_push_work(L); /* WORK */
    lua_pushliteral(L, "headers");
    lua_rawget(L, REQUEST); /* HEADERS */
    sigv4_signer *signer =
        signing_check_signer(L, SIGNER); /* again: a finalizer may have closed it */
    signing *s = signing_begin(L, SIGNER, WORK);
    sign_fault fault = SIGN_NO_MEMORY;
    if (s) {
        s->request = (sigv4_request){.presign = presign};
        if (run(L, signer, s, &fault))
            return s;
    }
    signing_refuse(L, SIGNER, WORK, fault);
    return NULL;
}

/*
 * signer:sign(request, now, with_details) -> headers, url, details | nil, problems | nil, fault
 * `request` as in aws.sigv4.sign, whose tables are read raw; `now` (epoch seconds) is taken for a missing request.time;
 * `url` is to send. `problems` is a list of {path, message}; `fault` a phrase: memory ran out, or OpenSSL failed. Raises
 * for an argument that is not a signer or a table, and when Lua's memory runs out.
 */
static int signer_sign(lua_State *L)
{
    signing *s = begin(L, false);
    if (!s)
        return 2;
    bool with_details = lua_toboolean(L, WITH_DETAILS) != 0;
    push_headers(L, s, lua_type(L, HEADERS) == LUA_TTABLE && lua_rawlen(L, HEADERS) > 0);
    push_slice(L, s->result.url);
    if (with_details)
        push_details(L, &s->result);
    signing_end(L, SIGNER, WORK);
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
    signing_end(L, SIGNER, WORK);
    return 2;
}

void sigv4_register(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"sign", signer_sign}, {"presign", signer_presign}, {"close", signing_close}, {NULL, NULL}};
    signing_register(L, methods);
}
