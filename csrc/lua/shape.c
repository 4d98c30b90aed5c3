#include "shape.h"

#include <string.h>

#include "box.h"
#include "fault.h"
#include "module.h"

#define SHAPE_TYPE "aws.core.shape"

/* Its associated value is the list of all members' names, by id. */
typedef struct shape_box {
    schema owner;
    const shape *root;
} shape_box;

/* A shape that is known by name only so far. */
typedef struct pending {
    shape *shape;
    int spec; /* its number in the list of specifications */
    struct pending *next;
} pending;

/* The fields that are read: of a shape's specification, then of a member's. */
#define FIELDS(X)                                                                                  \
    X(FIELD_TYPE, "type", LUA_TSTRING)                                                             \
    X(FIELD_MIN, "min", LUA_TNUMBER)                                                               \
    X(FIELD_MEMBERS, "members", LUA_TTABLE)                                                        \
    X(FIELD_REQUIRED, "required", LUA_TTABLE)                                                      \
    X(FIELD_UNION, "union", LUA_TBOOLEAN)                                                          \
    X(FIELD_SENSITIVE, "sensitive", LUA_TBOOLEAN)                                                  \
    X(FIELD_PAYLOAD, "payload", LUA_TSTRING)                                                       \
    X(FIELD_MEMBER, "member", LUA_TSTRING)                                                         \
    X(FIELD_KEY, "key", LUA_TSTRING)                                                               \
    X(FIELD_VALUE, "value", LUA_TSTRING)                                                           \
    X(FIELD_TIMESTAMP_FORMAT, "timestamp_format", LUA_TSTRING)                                     \
    X(FIELD_SHAPE, "shape", LUA_TSTRING)                                                           \
    X(FIELD_LOCATION_NAME, "location_name", LUA_TSTRING)                                           \
    X(FIELD_LOCATION, "location", LUA_TSTRING)

typedef enum field {
#define FIELD_CODE(code, name, type) code,
    FIELDS(FIELD_CODE)
#undef FIELD_CODE
        FIELD_COUNT
} field;

static const struct {
    const char *name;
    int type;
} fields[FIELD_COUNT] = {
#define FIELD_NAME(code, name, type) {name, type},
    FIELDS(FIELD_NAME)
#undef FIELD_NAME
};

/* Fields that say what others check or do; lua/aws/model/README.md tells of each. */
static const char *const others_of_shapes[] = {
    "max", "pattern", "enum", "deprecated", "exception", "fault", "status", "code", NULL};
static const char *const others_of_members[] = {"idempotency_token", "deprecated", NULL};

/* Stack places: the arguments, what is made, tables of its own, the names of fields. */
enum { SHAPES = 1, NAME, BOX, SEEN, SPECS, MEMBER_NAMES, FIELD_NAMES };

/*
 * All tables, and the names of fields, are made before the model is read; from there on nothing is allocated in Lua
 * that lets a finalizer run, so that the model stays as it is.
 */
typedef struct compiler {
    lua_State *L;
    schema *owner;
    const shape *root; /* whose members may be outside the body: once its name was read; or NULL */
    bool is_input;     /* free-form values are refused: they are only read */
    bool
        is_output; /* an answer has neither path nor query: what is there in an input is in its body */
    pending *todo;
    int spec_count;   /* of SPECS, a list of the model's tables that were met */
    int member_count; /* of MEMBER_NAMES */
} compiler;

static int refuse(compiler *c, const shape *s, const char *what)
{
    return fault_raise(c->L, FAULT_MODEL, "shape \"%s\": %s", s->name.data, what);
}

static void *allocate(compiler *c, size_t size)
{
    void *memory = schema_alloc(c->owner, size);
    if (!memory)
        fault_raise_memory(c->L);
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
        fault_raise_memory(c->L);
    return text;
}

/* Pushes the field of the table on top of the stack, without metamethods; returns its type. */
static int push_field(lua_State *L, field f)
{
    lua_pushvalue(L, FIELD_NAMES + (int)f);
    return compat_rawget(L, -2);
}

/* Pushes a field that has to be absent or of its type; false, and nothing pushed, when absent. */
static bool push_optional(compiler *c, const shape *s, field f)
{
    int found = push_field(c->L, f);
    if (found == LUA_TNIL) {
        lua_pop(c->L, 1);
        return false;
    }
    if (found != fields[f].type)
        fault_raise(c->L, FAULT_MODEL, "shape \"%s\": \"%s\" has to be a %s", s->name.data,
                    fields[f].name, lua_typename(c->L, fields[f].type));
    return true;
}

/* The shape's specification, on top of the stack, is read later; pops it. */
static void add_pending(compiler *c, shape *s)
{
    pending *entry = allocate(c, sizeof *entry);
    lua_rawseti(c->L, SPECS, ++c->spec_count);
    *entry = (pending){s, c->spec_count, c->todo};
    c->todo = entry;
}

static void check_kind(compiler *c, const shape *s)
{
    if (s->kind == SHAPE_DOCUMENT && c->is_input)
        refuse(c, s, "type \"document\" is not served");
}

static bool is_field(slice name, field first, field end, const char *const *others)
{
    for (int f = (int)first; f < (int)end; f++) {
        if (slice_equal(name, slice_of(fields[f].name)))
            return true;
    }
    for (; *others; others++) {
        if (slice_equal(name, slice_of(*others)))
            return true;
    }
    return false;
}

/* Refuses a field, in the table on top of the stack, that nobody serves: it would change what is sent or read. */
static void check_fields(compiler *c, const shape *s, const shape_member *member)
{
    lua_State *L = c->L;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        slice name = lua_type(L, -2) == LUA_TSTRING ? string_at(L, -2) : SLICE("");
        bool known = member ? is_field(name, FIELD_SHAPE, FIELD_COUNT, others_of_members)
                            : is_field(name, FIELD_TYPE, FIELD_SHAPE, others_of_shapes);
        if (!known && member)
            fault_raise(L, FAULT_MODEL, "shape \"%s\": member \"%s\": field \"%s\" is not served",
                        s->name.data, member->name.data, name.data);
        if (!known)
            fault_raise(L, FAULT_MODEL, "shape \"%s\": field \"%s\" is not served", s->name.data,
                        name.data);
    }
}

/* Makes the shape whose name is on top of the stack: one of the model, or a built-in type. */
static shape *new_shape(compiler *c, const shape *user)
{
    lua_State *L = c->L;
    slice name = string_at(L, -1);
    shape *s = allocate(c, sizeof *s);
    s->name = copy(c, -1);
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

/* Pops a shape's name and returns the shape, made on first use. */
static shape *resolve(compiler *c, const shape *user)
{
    lua_State *L = c->L;
    if (lua_type(L, -1) != LUA_TSTRING)
        refuse(c, user, "a reference has to be the name of a shape");
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

static const shape *read_reference(compiler *c, const shape *s, field f)
{
    if (push_field(c->L, f) == LUA_TNIL)
        fault_raise(c->L, FAULT_MODEL, "shape \"%s\": \"%s\" is missing", s->name.data,
                    fields[f].name);
    return resolve(c, s);
}

/* Finds out where a root's member is; deeper ones are in the body (Smithy's HTTP bindings). */
static void read_location(compiler *c, const shape *s, shape_member *member)
{
    slice name = string_at(c->L, -1);
    bool in_path = slice_equal(name, SLICE("uri"));
    bool of_input = in_path || slice_equal(name, SLICE("querystring"));
    if (!of_input && !slice_equal(name, SLICE("header")) && !slice_equal(name, SLICE("headers")) &&
        !slice_equal(name, SLICE("statusCode")))
        fault_raise(c->L, FAULT_MODEL, "shape \"%s\": member \"%s\" has an unknown location",
                    s->name.data, member->name.data);
    member->key = member->name; /* the other name is that in the other place */
    member->in_body = s != c->root || (of_input && c->is_output);
    member->not_empty = in_path && !member->in_body;
}

/* Reads a member: its name below its specification (a shape's name or a table) on the stack. */
static void read_member(compiler *c, const shape *s, shape_member *member)
{
    lua_State *L = c->L;
    if (lua_type(L, -2) != LUA_TSTRING)
        refuse(c, s, "a member's name has to be a string");
    member->name = copy(c, -2);
    member->id = ++c->member_count;
    lua_pushvalue(L, -2);
    lua_rawseti(L, MEMBER_NAMES, member->id);
    member->key = member->name;
    member->in_body = true;
    if (lua_type(L, -1) != LUA_TTABLE) {
        lua_pushvalue(L, -1);
        member->shape = resolve(c, s);
        return;
    }
    check_fields(c, s, member);
    member->shape = read_reference(c, s, FIELD_SHAPE);
    if (push_optional(c, s, FIELD_LOCATION_NAME)) {
        member->key = copy(c, -1);
        lua_pop(L, 1);
    }
    if (push_optional(c, s, FIELD_LOCATION)) {
        read_location(c, s, member);
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
    if (push_optional(c, s, FIELD_MEMBERS)) {
        size_t count = count_members(L);
        s->members = allocate(c, count * sizeof *s->members);
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
            if (s->member_count == count)
                refuse(c, s, "its members change while they are read");
            read_member(c, s, &s->members[s->member_count++]);
        }
        lua_pop(L, 1);
    }
    switch (shape_index_members(c->owner, s)) {
    case SHAPE_INDEXED: break;
    case SHAPE_KEY_TWICE: refuse(c, s, "two members have one key"); break;
    case SHAPE_NO_MEMORY: fault_raise_memory(c->L); break;
    }
}

static void read_required(compiler *c, shape *s)
{
    lua_State *L = c->L;
    if (!push_optional(c, s, FIELD_REQUIRED))
        return;
    for (int i = 1; compat_rawgeti(L, -1, i) != LUA_TNIL; i++) {
        shape_member *member = NULL;
        if (lua_type(L, -1) == LUA_TSTRING)
            member = shape_member_named(s, string_at(L, -1));
        if (!member)
            refuse(c, s, "\"required\" names no member");
        member->required = true;
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
}

static void read_timestamp(compiler *c, shape *s)
{
    if (!push_optional(c, s, FIELD_TIMESTAMP_FORMAT))
        return;
    slice format = string_at(c->L, -1);
    if (slice_equal(format, SLICE("iso8601")))
        s->time = TIMESTAMP_ISO8601;
    else if (slice_equal(format, SLICE("rfc822")))
        s->time = TIMESTAMP_RFC822;
    else if (!slice_equal(format, SLICE("unixTimestamp")))
        refuse(c, s, "unknown timestamp_format");
    lua_pop(c->L, 1);
}

/* A root's payload is the whole body: somebody else places it. */
static void read_payload(compiler *c, shape *s)
{
    if (!push_optional(c, s, FIELD_PAYLOAD))
        return;
    shape_member *member = shape_member_named(s, string_at(c->L, -1));
    if (!member)
        refuse(c, s, "\"payload\" names no member");
    else if (s == c->root)
        member->in_body = false;
    lua_pop(c->L, 1);
}

static bool read_flag(compiler *c, const shape *s, field f)
{
    if (!push_optional(c, s, f))
        return false;
    bool value = lua_toboolean(c->L, -1);
    lua_pop(c->L, 1);
    return value;
}

static void read_minimum(compiler *c, shape *s)
{
    if (!push_optional(c, s, FIELD_MIN))
        return;
    s->has_min = true;
    s->min = (double)lua_tonumber(c->L, -1);
    lua_pop(c->L, 1);
}

static void read_structure(compiler *c, shape *s)
{
    read_members(c, s);
    read_required(c, s);
    read_payload(c, s);
    s->is_union = read_flag(c, s, FIELD_UNION);
}

/* Fills in a shape from its specification, on top of the stack; pops that. */
static void read_shape(compiler *c, shape *s)
{
    lua_State *L = c->L;
    if (!push_optional(c, s, FIELD_TYPE) || !shape_kind_from_name(string_at(L, -1), &s->kind))
        refuse(c, s, "its type is missing or unknown");
    lua_pop(L, 1);
    check_kind(c, s);
    check_fields(c, s, NULL);
    s->sensitive = read_flag(c, s, FIELD_SENSITIVE);
    read_minimum(c, s);
    switch (s->kind) {
    case SHAPE_STRUCTURE: read_structure(c, s); break;
    case SHAPE_LIST: s->element = read_reference(c, s, FIELD_MEMBER); break;
    case SHAPE_MAP:
        read_reference(c, s, FIELD_KEY); /* has to exist; JSON keys are strings anyway */
        s->element = read_reference(c, s, FIELD_VALUE);
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
    shape_box *box = box_new(L, SHAPE_TYPE, sizeof *box);
    for (int i = SEEN; i < FIELD_NAMES; i++)
        lua_newtable(L);
    for (int i = 0; i < FIELD_COUNT; i++)
        lua_pushstring(L, fields[i].name);
    compiler c = {.L = L, .owner = &box->owner};
    c.is_input = direction == 1;
    c.is_output = direction == 2;
    lua_pushvalue(L, NAME);
    const shape *root = resolve(&c, NULL);
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
    shape_box *box = luaL_checkudata(L, 1, SHAPE_TYPE);
    box->root = NULL;
    schema_free(&box->owner);
    return 0;
}

const shape *shape_check(lua_State *L, int index)
{
    shape_box *box = luaL_checkudata(L, index, SHAPE_TYPE);
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
    box_register(L, SHAPE_TYPE, none, destroy);
    lua_pushcfunction(L, compile);
    lua_setfield(L, -2, "shape");
}
