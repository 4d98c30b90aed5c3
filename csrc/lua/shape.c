#include "shape.h"

#include <string.h>

#include "box.h"

#define SHAPE_TYPE "aws.core.shape"

typedef struct shape_box {
    schema owner;
    const shape *root;
} shape_box;

/* A shape that is known by name only so far. */
typedef struct pending {
    shape *shape;
    struct pending *next;
} pending;

typedef struct compiler {
    lua_State *L;
    schema *owner;
    int shapes; /* stack index of the model's shapes */
    int seen;   /* stack index of a table: name -> shape met before */
    pending *todo;
} compiler;

static int fault(compiler *c, const shape *s, const char *what)
{
    return luaL_error(c->L, "shape \"%s\": %s", s->name.data, what);
}

static void *allocate(compiler *c, size_t size)
{
    void *memory = schema_alloc(c->owner, size);
    if (!memory)
        luaL_error(c->L, "not enough memory");
    return memory;
}

static slice string_at(lua_State *L, int index)
{
    slice text = {NULL, 0};
    text.data = lua_tolstring(L, index, &text.length);
    return text;
}

static slice copy(compiler *c, int index)
{
    slice text = schema_copy(c->owner, string_at(c->L, index));
    if (!text.data)
        luaL_error(c->L, "not enough memory");
    return text;
}

/* Pushes the field of the table on top of the stack, without metamethods; returns its type. */
static int push_field(lua_State *L, const char *name)
{
    lua_pushstring(L, name);
    return compat_rawget(L, -2);
}

/* Pushes a field that has to be absent or of one type; false, and nothing pushed, when absent. */
static bool push_optional(compiler *c, const shape *s, const char *name, int type)
{
    int found = push_field(c->L, name);
    if (found == LUA_TNIL) {
        lua_pop(c->L, 1);
        return false;
    }
    if (found != type)
        luaL_error(c->L, "shape \"%s\": \"%s\" has to be a %s", s->name.data, name,
                   lua_typename(c->L, type));
    return true;
}

/* Makes the shape whose name is on top of the stack: one of the model, or a built-in type. */
static shape *new_shape(compiler *c, const shape *user)
{
    lua_State *L = c->L;
    slice name = string_at(L, -1);
    shape *s = allocate(c, sizeof *s);
    s->name = copy(c, -1);
    lua_pushvalue(L, -1);
    bool modelled = compat_rawget(L, c->shapes) == LUA_TTABLE;
    lua_pop(L, 1);
    if (modelled) {
        pending *entry = allocate(c, sizeof *entry);
        *entry = (pending){s, c->todo};
        c->todo = entry;
    } else if (!shape_kind_from_name(name, &s->kind) || s->kind >= SHAPE_STRUCTURE) {
        if (user)
            luaL_error(L, "shape \"%s\": unknown shape \"%s\"", user->name.data, name.data);
        luaL_error(L, "unknown shape \"%s\"", name.data);
    }
    return s;
}

/* Pops a shape's name and returns the shape, made on first use. */
static shape *resolve(compiler *c, const shape *user)
{
    lua_State *L = c->L;
    if (lua_type(L, -1) != LUA_TSTRING)
        fault(c, user, "a reference has to be the name of a shape");
    lua_pushvalue(L, -1);
    compat_rawget(L, c->seen);
    shape *s = lua_touserdata(L, -1);
    lua_pop(L, 1);
    if (!s) {
        s = new_shape(c, user);
        lua_pushvalue(L, -1);
        lua_pushlightuserdata(L, s);
        lua_rawset(L, c->seen);
    }
    lua_pop(L, 1);
    return s;
}

static const shape *read_reference(compiler *c, const shape *s, const char *field)
{
    if (push_field(c->L, field) == LUA_TNIL)
        luaL_error(c->L, "shape \"%s\": \"%s\" is missing", s->name.data, field);
    return resolve(c, s);
}

static bool is_location(slice name)
{
    return slice_equal(name, SLICE("header")) || slice_equal(name, SLICE("headers")) ||
           slice_equal(name, SLICE("uri")) || slice_equal(name, SLICE("querystring")) ||
           slice_equal(name, SLICE("statusCode"));
}

/* Reads a member: its name below its specification (a shape's name or a table) on the stack. */
static void read_member(compiler *c, const shape *s, shape_member *member)
{
    lua_State *L = c->L;
    if (lua_type(L, -2) != LUA_TSTRING)
        fault(c, s, "a member's name has to be a string");
    member->name = copy(c, -2);
    member->key = member->name;
    member->in_body = true;
    if (lua_type(L, -1) != LUA_TTABLE) {
        lua_pushvalue(L, -1);
        member->shape = resolve(c, s);
        return;
    }
    member->shape = read_reference(c, s, "shape");
    if (push_optional(c, s, "location_name", LUA_TSTRING)) {
        member->key = copy(c, -1);
        lua_pop(L, 1);
    }
    if (push_optional(c, s, "location", LUA_TSTRING)) {
        if (!is_location(string_at(L, -1)))
            fault(c, s, "a member has an unknown location");
        member->in_body = false;
        lua_pop(L, 1);
    }
}

/* Counts the members in the table on top of the stack. */
static size_t count_members(lua_State *L)
{
    size_t count = 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        count++;
    return count;
}

static void read_members(compiler *c, shape *s)
{
    lua_State *L = c->L;
    if (push_optional(c, s, "members", LUA_TTABLE)) {
        s->members = allocate(c, count_members(L) * sizeof *s->members);
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
            read_member(c, s, &s->members[s->member_count++]);
        lua_pop(L, 1);
    }
    const char *wrong = shape_index_members(c->owner, s);
    if (wrong)
        fault(c, s, wrong);
}

static void read_required(compiler *c, shape *s)
{
    lua_State *L = c->L;
    if (!push_optional(c, s, "required", LUA_TTABLE))
        return;
    for (int i = 1; compat_rawgeti(L, -1, i) != LUA_TNIL; i++) {
        shape_member *member = NULL;
        if (lua_type(L, -1) == LUA_TSTRING)
            member = shape_member_named(s, string_at(L, -1));
        if (!member)
            fault(c, s, "\"required\" names no member");
        member->required = true;
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
}

static void read_timestamp(compiler *c, shape *s)
{
    if (!push_optional(c, s, "timestamp_format", LUA_TSTRING))
        return;
    slice format = string_at(c->L, -1);
    if (slice_equal(format, SLICE("iso8601")))
        s->time = TIMESTAMP_ISO8601;
    else if (slice_equal(format, SLICE("rfc822")))
        s->time = TIMESTAMP_RFC822;
    else if (!slice_equal(format, SLICE("unixTimestamp")))
        fault(c, s, "unknown timestamp_format");
    lua_pop(c->L, 1);
}

static void read_minimum(compiler *c, shape *s)
{
    if (!push_optional(c, s, "min", LUA_TNUMBER))
        return;
    s->has_min = true;
    s->min = (double)lua_tonumber(c->L, -1);
    lua_pop(c->L, 1);
}

static void read_structure(compiler *c, shape *s)
{
    read_members(c, s);
    read_required(c, s);
    if (push_optional(c, s, "union", LUA_TBOOLEAN)) {
        s->is_union = lua_toboolean(c->L, -1);
        lua_pop(c->L, 1);
    }
}

/* Fills in a shape from the model. */
static void read_shape(compiler *c, shape *s)
{
    lua_State *L = c->L;
    lua_pushlstring(L, s->name.data, s->name.length);
    compat_rawget(L, c->shapes);
    if (!push_optional(c, s, "type", LUA_TSTRING) ||
        !shape_kind_from_name(string_at(L, -1), &s->kind))
        fault(c, s, "its type is missing or unknown");
    lua_pop(L, 1);
    read_minimum(c, s);
    switch (s->kind) {
    case SHAPE_STRUCTURE: read_structure(c, s); break;
    case SHAPE_LIST: s->element = read_reference(c, s, "member"); break;
    case SHAPE_MAP:
        read_reference(c, s, "key"); /* has to exist; JSON keys are strings anyway */
        s->element = read_reference(c, s, "value");
        break;
    case SHAPE_TIMESTAMP: read_timestamp(c, s); break;
    default: break;
    }
    lua_pop(L, 1);
}

/* core.shape(shapes, name) -> the shape with everything it refers to */
static int compile(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TSTRING);
    lua_settop(L, 2);
    luaL_checkstack(L, 20, NULL);
    shape_box *box = box_new(L, SHAPE_TYPE, sizeof *box);
    lua_newtable(L);
    compiler c = {.L = L, .owner = &box->owner, .shapes = 1, .seen = 4};
    lua_pushvalue(L, 2);
    const shape *root = resolve(&c, NULL);
    while (c.todo) {
        shape *s = c.todo->shape;
        c.todo = c.todo->next;
        read_shape(&c, s);
    }
    box->root = root;
    lua_settop(L, 3);
    return 1;
}

static int destroy(lua_State *L)
{
    shape_box *box = luaL_checkudata(L, 1, SHAPE_TYPE);
    box->root = NULL;
    schema_free(&box->owner);
    return 0;
}

const shape *shape_check(lua_State *L, int index)
{
    shape_box *box = luaL_checkudata(L, index, SHAPE_TYPE);
    luaL_argcheck(L, box->root, index, "the shape is closed");
    return box->root;
}

void shape_register(lua_State *L)
{
    static const luaL_Reg none[] = {{NULL, NULL}};
    box_register(L, SHAPE_TYPE, none, destroy);
    lua_pushcfunction(L, compile);
    lua_setfield(L, -2, "shape");
}
