#include "shape_compiler.h"

#include "fault.h"

/* Finds out where a root's member is; deeper ones are in the body (Smithy's HTTP bindings). */
static void read_location(compiler *c, const shape *s, shape_member *member)
{
    slice name = shape_string(c->L, -1);
    bool in_path = slice_equal(name, SLICE("uri"));
    bool of_input = in_path || slice_equal(name, SLICE("querystring"));
    if (!of_input && !slice_equal(name, SLICE("header")) && !slice_equal(name, SLICE("headers")) &&
        !slice_equal(name, SLICE("statusCode")))
        fault_raise(c->L, FAULT_MODEL, "shape \"%s\": member \"%s\" has an unknown location",
                    s->name.data, member->name.data);
    member->key = member->name; /* the other name is that in the other place */
    member->in_body = s != c->root || (of_input && c->is_output);
    member->is_label = in_path && !member->in_body;
}

/* Reads a member: its name below its specification (a shape's name or a table) on the stack. */
static void read_member(compiler *c, const shape *s, shape_member *member)
{
    lua_State *L = c->L;
    if (lua_type(L, -2) != LUA_TSTRING)
        shape_refuse(c, s, "a member's name has to be a string");
    member->name = shape_copy_string(c, -2);
    member->id = ++c->member_count;
    lua_pushvalue(L, -2);
    lua_rawseti(L, MEMBER_NAMES, member->id);
    member->key = member->name;
    member->in_body = true;
    if (lua_type(L, -1) != LUA_TTABLE) {
        lua_pushvalue(L, -1);
        member->shape = shape_resolve(c, s);
        return;
    }
    shape_check_fields(c, s, member);
    member->sensitive = shape_read_flag(c, s, FIELD_SENSITIVE);
    member->shape = shape_read_reference(c, s, FIELD_SHAPE);
    if (shape_push_optional(c, s, FIELD_LOCATION_NAME)) {
        member->key = shape_copy_string(c, -1);
        lua_pop(L, 1);
    }
    if (shape_push_optional(c, s, FIELD_LOCATION)) {
        read_location(c, s, member);
        lua_pop(L, 1);
    }
}

static void read_all_members(compiler *c, shape *s)
{
    lua_State *L = c->L;
    if (shape_push_optional(c, s, FIELD_MEMBERS)) {
        size_t count = compat_count_keys(L);
        s->members = shape_allocate(c, count * sizeof *s->members);
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
            if (s->member_count == count)
                shape_refuse(c, s, "its members change while they are read");
            read_member(c, s, &s->members[s->member_count++]);
        }
        lua_pop(L, 1);
    }
    switch (shape_index_members(c->owner, s)) {
    case SHAPE_INDEXED: break;
    case SHAPE_KEY_TWICE: shape_refuse(c, s, "two members have one key"); break;
    case SHAPE_NO_MEMORY: fault_raise_memory(c->L); break;
    }
}

static void read_required(compiler *c, shape *s)
{
    lua_State *L = c->L;
    if (!shape_push_optional(c, s, FIELD_REQUIRED))
        return;
    for (int i = 1; compat_rawgeti(L, -1, i) != LUA_TNIL; i++) {
        shape_member *member = NULL;
        if (lua_type(L, -1) == LUA_TSTRING)
            member = shape_member_named(s, shape_string(L, -1));
        if (member)
            member->required = true;
        else
            shape_refuse(c, s, "\"required\" names no member");
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
}

/* A root's payload is the whole body: somebody else places it. */
static void read_payload(compiler *c, shape *s)
{
    if (!shape_push_optional(c, s, FIELD_PAYLOAD))
        return;
    shape_member *member = shape_member_named(s, shape_string(c->L, -1));
    if (!member)
        shape_refuse(c, s, "\"payload\" names no member");
    else if (s == c->root)
        member->in_body = false;
    lua_pop(c->L, 1);
}

void shape_read_members(compiler *c, shape *s)
{
    read_all_members(c, s);
    read_required(c, s);
    read_payload(c, s);
}
