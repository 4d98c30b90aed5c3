#include "core/sign/sigv4_template.h"

#include <string.h>

#include "box.h"
#include "module.h"
#include "signed_headers.h"
#include "signing.h"
#include "sigv4_request.h"

static const char template_type[] = "aws.core.request_template";

typedef struct template_box {
    sigv4_template own;
    size_t first, count; /* of the headers whose values come with each signature */
} template_box;

/* ---- making one ---- */

/* Stack places: the arguments, the template, the work. */
enum { REQUEST = 1, FIRST, COUNT, MADE, MAKING };

/* Reads the request into the template, and its URL; false without a fault when the request has problems. */
static bool make(lua_State *L, template_box *box, signing *s, sign_fault *fault, slice *url)
{
    *fault = SIGN_NO_MEMORY;
    if (!s)
        return false;
    s->request = (sigv4_request){0};
    bool is_sound = sigv4_request_read(L, REQUEST, 0, &s->problems, &s->headers, &s->request);
    if (s->problems.failed || s->headers.failed)
        return false;
    *fault = SIGN_NO_FAULT;
    if (!is_sound)
        return false;
    bool is_whole =
        sigv4_template_take(&box->own, &s->request) && sigv4_url(&s->work, &box->own.request, url);
    *fault = is_whole ? SIGN_NO_FAULT : SIGN_NO_MEMORY;
    return is_whole;
}

/*
 * core.request_template(request, first, count) -> template, url | nil, problems | nil, fault
 * What requests like this one have in common: all but body, credentials, time, and the values of `count` headers from the
 * `first` one on. `request` as for signer:sign, with `time`, and a list of headers; `url` is to send.
 */
static int new_template(lua_State *L)
{
    slice url;
    sign_fault fault;
    luaL_checktype(L, REQUEST, LUA_TTABLE);
    lua_Integer first = luaL_checkinteger(L, FIRST), count = luaL_checkinteger(L, COUNT);
    lua_settop(L, COUNT);
    template_box *box = box_new(L, template_type, sizeof *box);
    signing_push_work(L);
    if (!make(L, box, signing_begin(L, 0, MAKING), &fault, &url))
        return signing_refuse(L, 0, MAKING, fault);
    luaL_argcheck(
        L, first >= 1 && count >= 0 && (size_t)(first + count - 1) <= box->own.request.header_count,
        FIRST, "no place");
    box->first = (size_t)first - 1;
    box->count = (size_t)count;
    lua_pushvalue(L, MADE);
    lua_pushlstring(L, url.data, url.length);
    signing_end(L, 0, MAKING);
    return 2;
}

static int destroy_template(lua_State *L)
{
    template_box *box = box_check(L, 1, template_type);
    sigv4_template_free(&box->own);
    return 0;
}

/* ---- signing by one ---- */

/* Stack places: the arguments, the work after the last of them. */
enum { TEMPLATE = 1, SIGNER, CREDENTIALS, TIME, BODY, FIRST_VALUE };

static slice read_text(lua_State *L, int index)
{
    slice text;
    text.data = lua_tolstring(L, index, &text.length);
    return text;
}

/* A value must not begin another line. */
static void check_value(lua_State *L, int index)
{
    luaL_checktype(L, index, LUA_TSTRING);
    slice text = read_text(L, index);
    bool is_line = !memchr(text.data, '\r', text.length) && !memchr(text.data, '\n', text.length) &&
                   !memchr(text.data, '\0', text.length);
    luaL_argcheck(L, is_line, index, "has CR, LF or NUL");
}

static void check_arguments(lua_State *L, const template_box *box)
{
    signing_check_signer(L, SIGNER);
    double time = luaL_checknumber(L, TIME);
    luaL_argcheck(L, time >= 0 && time < 253402300800.0, TIME, "not in 1970 to 9999");
    luaL_checktype(L, BODY, LUA_TSTRING);
    for (size_t i = 0; i < box->count; i++)
        check_value(L, FIRST_VALUE + (int)i);
}

/* The headers of the template, with the values given. */
static bool fill_headers(lua_State *L, const template_box *box, signing *s)
{
    const sigv4_request *r = &box->own.request;
    buffer_clear(&s->headers);
    buffer_append(&s->headers, (const char *)r->headers, r->header_count * sizeof *r->headers);
    if (s->headers.failed)
        return false;
    sigv4_header *headers = (sigv4_header *)(void *)s->headers.data;
    for (size_t i = 0; i < box->count; i++)
        headers[box->first + i].value = read_text(L, FIRST_VALUE + (int)i);
    s->request.headers = headers;
    return true;
}

/* Signs, and lists what is to be sent; false without a fault when the credentials have problems. */
static bool sign(lua_State *L, const template_box *box, sigv4_signer *signer, signing *s,
                 sign_fault *fault)
{
    *fault = SIGN_NO_MEMORY;
    if (!s)
        return false;
    s->request = box->own.request;
    s->request.body = read_text(L, BODY);
    s->request.time = (int64_t)lua_tonumber(L, TIME);
    bool is_sound =
        sigv4_request_read_credentials(L, CREDENTIALS, &s->problems, &s->request.credentials);
    if (s->problems.failed || !fill_headers(L, box, s))
        return false;
    *fault = is_sound ? sigv4_sign(signer, &s->work, &s->request, &s->result) : SIGN_NO_FAULT;
    if (*fault != SIGN_NO_FAULT || !is_sound)
        return false;
    buffer_clear(&s->sent);
    sigv4_list_headers(&s->request, &s->result, &s->sent);
    *fault = s->sent.failed ? SIGN_NO_MEMORY : SIGN_NO_FAULT;
    return *fault == SIGN_NO_FAULT;
}

/*
 * template:sign(signer, credentials, time, body, value…) -> headers | nil, problems | nil, fault
 * `time`: epoch seconds, 0 to the end of year 9999. `headers`: an object that transports send, and whose list() is a table
 * of pairs. The rest as of signer:sign.
 */
static int template_sign(lua_State *L)
{
    sign_fault fault;
    const template_box *box = box_check(L, TEMPLATE, template_type);
    int work = FIRST_VALUE + (int)box->count;
    check_arguments(L, box);
    lua_settop(L, work - 1);
    signing_push_work(L);
    sigv4_signer *signer =
        signing_check_signer(L, SIGNER); /* again: a finalizer may have closed it */
    signing *s = signing_begin(L, SIGNER, work);
    if (!sign(L, box, signer, s, &fault))
        return signing_refuse(L, SIGNER, work, fault);
    signed_headers_push(L, (const sigv4_header *)(const void *)s->sent.data,
                        s->sent.length / sizeof(sigv4_header));
    signing_end(L, SIGNER, work);
    return 1;
}

void sigv4_template_register(lua_State *L)
{
    static const luaL_Reg methods[] = {{"sign", template_sign}, {NULL, NULL}};
    box_register(L, template_type, methods, destroy_template);
    signed_headers_register(L);
    lua_pushcfunction(L, new_template);
    lua_setfield(L, -2, "request_template");
}
