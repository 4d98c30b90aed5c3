#include "shape_compiler.h"

#include "fault.h"

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
static const char *const others_of_members[] = {"idempotency_token", "deprecated", "sensitive",
                                                NULL};

int shape_refuse(compiler *c, const shape *s, const char *what)
{
    return fault_raise(c->L, FAULT_MODEL, "shape \"%s\": %s", s->name.data, what);
}

void *shape_allocate(compiler *c, size_t size)
{
    void *memory = schema_alloc(c->owner, size);
    if (!memory)
        fault_raise_memory(c->L);
    return memory;
}

slice shape_string(lua_State *L, int index)
{
    slice text = {NULL, 0};
    text.data = lua_tolstring(L, index, &text.length);
    return text;
}

slice shape_copy_string(compiler *c, int index)
{
    slice text = schema_copy(c->owner, shape_string(c->L, index));
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

void shape_push_field_names(lua_State *L)
{
    for (int i = 0; i < FIELD_COUNT; i++)
        lua_pushstring(L, fields[i].name);
}

void shape_push_needed(compiler *c, const shape *s, field f)
{
    if (push_field(c->L, f) == LUA_TNIL)
        fault_raise(c->L, FAULT_MODEL, "shape \"%s\": \"%s\" is missing", s->name.data,
                    fields[f].name);
}

bool shape_push_optional(compiler *c, const shape *s, field f)
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

bool shape_read_flag(compiler *c, const shape *s, field f)
{
    if (!shape_push_optional(c, s, f))
        return false;
    bool value = lua_toboolean(c->L, -1);
    lua_pop(c->L, 1);
    return value;
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

void shape_check_fields(compiler *c, const shape *s, const shape_member *member)
{
    lua_State *L = c->L;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        slice name = lua_type(L, -2) == LUA_TSTRING ? shape_string(L, -2) : SLICE("");
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
