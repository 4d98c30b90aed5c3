#include "shape.h"

#include <string.h>

#include "box.h"
#include "fault.h"
#include "module.h"
#include "shape_compiler.h"

static const char shape_type[] = "aws.core.shape";

/* Its associated value is the list of all members' names, by id. */
typedef struct shape_box {
    schema owner;
    const shape *root;
} shape_box;

/* A shape that is known by name only so far. */
typedef struct shape_pending {
    shape *shape;
    int spec; /* its number in the list of specifications */
    struct shape_pending *next;
} pending;

/* The shape's specification, on top of the stack, is read later; pops it. */
static void add_pending(compiler *c, shape *s)
{
    pending *entry = shape_allocate(c, sizeof *entry);
    lua_rawseti(c->L, SPECS, ++c->spec_count);
    *entry = (pending){s, c->spec_count, c->todo};
    c->todo = entry;
}

static void check_kind(compiler *c, const shape *s)
{
    if (s->kind == SHAPE_DOCUMENT && c->is_input)
        shape_refuse(c, s, "type \"document\" is not served");
}

/* Makes the shape whose name is on top of the stack: one of the model, or a built-in type. */
static shape *new_shape(compiler *c, const shape *user)
{
    lua_State *L = c->L;
    slice name = shape_string(L, -1);
    shape *s = shape_allocate(c, sizeof *s);
    s->habits = shape_allocate(c, sizeof *s->habits);
    s->name = shape_copy_string(c, -1);
    lua_pushvalue(L, -1);
    if (compat_rawget(L, SHAPES) == LUA_TTABLE) {
        add_pending(c, s);
        return s;
    }
    lua_pop(L, 1);
    if (!shape_kind_from_name(name, &s->kind) || s->kind >= SHAPE_STRUCTURE) {
        if (user)
            fault_raise(L, FAULT_MODEL, "shape \"%s\": unknown shape \"%s\"", user->name.data,
                        name.data);
        fault_raise(L, FAULT_MODEL, "unknown shape \"%s\"", name.data);
    }
    check_kind(c, s);
    return s;
}

shape *shape_resolve(compiler *c, const shape *user)
{
    lua_State *L = c->L;
    if (lua_type(L, -1) != LUA_TSTRING)
        shape_refuse(c, user, "a reference has to be the name of a shape");
    lua_pushvalue(L, -1);
    compat_rawget(L, SEEN);
    shape *s = lua_touserdata(L, -1);
    lua_pop(L, 1);
    if (!s) {
        s = new_shape(c, user);
        lua_pushvalue(L, -1);
        lua_pushlightuserdata(L, s);
        lua_rawset(L, SEEN);
    }
    lua_pop(L, 1);
    return s;
}

const shape *shape_read_reference(compiler *c, const shape *s, field f)
{
    shape_push_needed(c, s, f);
    return shape_resolve(c, s);
}

static void read_timestamp(compiler *c, shape *s)
{
    if (!shape_push_optional(c, s, FIELD_TIMESTAMP_FORMAT))
        return;
    slice format = shape_string(c->L, -1);
    if (slice_equal(format, SLICE("iso8601")))
        s->time = TIMESTAMP_ISO8601;
    else if (slice_equal(format, SLICE("rfc822")))
        s->time = TIMESTAMP_RFC822;
    else if (!slice_equal(format, SLICE("unixTimestamp")))
        shape_refuse(c, s, "unknown timestamp_format");
    lua_pop(c->L, 1);
}

static void read_minimum(compiler *c, shape *s)
{
    if (!shape_push_optional(c, s, FIELD_MIN))
        return;
    s->has_min = true;
    s->min = (double)lua_tonumber(c->L, -1);
    lua_pop(c->L, 1);
}

static void read_structure(compiler *c, shape *s)
{
    shape_read_members(c, s);
    s->is_union = shape_read_flag(c, s, FIELD_UNION);
}

/* Fills in a shape from its specification, on top of the stack; pops that. */
static void read_shape(compiler *c, shape *s)
{
    lua_State *L = c->L;
    if (!shape_push_optional(c, s, FIELD_TYPE) ||
        !shape_kind_from_name(shape_string(L, -1), &s->kind))
        shape_refuse(c, s, "its type is missing or unknown");
    lua_pop(L, 1);
    check_kind(c, s);
    shape_check_fields(c, s, NULL);
    s->sensitive = shape_read_flag(c, s, FIELD_SENSITIVE);
    read_minimum(c, s);
    switch (s->kind) {
    case SHAPE_STRUCTURE: read_structure(c, s); break;
    case SHAPE_LIST: s->element = shape_read_reference(c, s, FIELD_MEMBER); break;
    case SHAPE_MAP:
        shape_read_reference(c, s, FIELD_KEY); /* has to exist; JSON keys are strings anyway */
        s->element = shape_read_reference(c, s, FIELD_VALUE);
        break;
    case SHAPE_TIMESTAMP: read_timestamp(c, s); break;
    default: break;
    }
    lua_pop(L, 1);
}

/*
 * core.shape(shapes, name [, direction [, whole]]) -> the shape with everything it refers to
 * `direction` is "input" or "output"; of a `whole` one all members are in the body, whatever their locations.
 * Raises a fault of type "model" (lua/fault.h) for a model that is wrong, has a field that nobody serves, or, as an
 * "input", a free-form value.
 */
static int compile(lua_State *L)
{
    static const char *const directions[] = {"any", "input", "output", NULL};
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TSTRING);
    int direction = luaL_checkoption(L, 3, "any", directions);
    bool whole = lua_toboolean(L, 4);
    lua_settop(L, NAME);
    luaL_checkstack(L, FIELD_COUNT + 20, NULL);
    shape_box *box = box_new(L, shape_type, sizeof *box);
    for (int i = SEEN; i < FIELD_NAMES; i++)
        lua_newtable(L);
    shape_push_field_names(L);
    compiler c = {.L = L, .owner = &box->owner};
    c.is_input = direction == 1;
    c.is_output = direction == 2;
    lua_pushvalue(L, NAME);
    const shape *root = shape_resolve(&c, NULL);
    c.root = whole ? NULL : root;
    while (c.todo) {
        const pending *next = c.todo;
        c.todo = next->next;
        lua_rawgeti(L, SPECS, next->spec);
        read_shape(&c, next->shape);
    }
    box->root = root;
    lua_pushvalue(L, MEMBER_NAMES);
    compat_setuservalue(L, BOX);
    lua_settop(L, BOX);
    return 1;
}

static int destroy(lua_State *L)
{
    shape_box *box = box_check(L, 1, shape_type);
    box->root = NULL;
    schema_free(&box->owner);
    return 0;
}

const shape *shape_check(lua_State *L, int index)
{
    shape_box *box = box_check(L, index, shape_type);
    if (!box->root)
        fault_raise(L, FAULT_CLOSED, "the shape is closed");
    return box->root;
}

void shape_push_names(lua_State *L, int index)
{
    compat_getuservalue(L, index);
}

void shape_register(lua_State *L)
{
    static const luaL_Reg none[] = {{NULL, NULL}};
    box_register(L, shape_type, none, destroy);
    lua_pushcfunction(L, compile);
    lua_setfield(L, -2, "shape");
}
