#include "schema.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

/* Bytes; most inputs and errors fit into the first. */
#define FIRST_CHUNK_SIZE 768
#define CHUNK_SIZE       4096

/* Members that a structure is thought to have before one was read. */
#define FEW 4

/* How many values in a row that have more change what is expected. */
#define ENOUGH 8

/* Everything stored here is at most as strictly aligned as these. */
typedef union aligned {
    void *pointer;
    double number;
    uint64_t integer;
} aligned;

typedef struct schema_chunk {
    struct schema_chunk *next;
    size_t used; /* in units of `aligned` */
    size_t capacity;
    aligned memory[];
} schema_chunk;

static schema_chunk *add_chunk(schema *owner, size_t units)
{
    size_t capacity = (owner->chunks ? CHUNK_SIZE : FIRST_CHUNK_SIZE) / sizeof(aligned);
    capacity = units > capacity ? units : capacity;
    schema_chunk *chunk = calloc(1, sizeof *chunk + capacity * sizeof(aligned));
    if (!chunk)
        return NULL;
    chunk->capacity = capacity;
    chunk->next = owner->chunks;
    owner->chunks = chunk;
    return chunk;
}

void *schema_alloc(schema *owner, size_t size)
{
    if (size > SIZE_MAX / 4)
        return NULL;
    size_t units = (size + sizeof(aligned) - 1) / sizeof(aligned);
    schema_chunk *chunk = owner->chunks;
    if (!chunk || units > chunk->capacity - chunk->used)
        chunk = add_chunk(owner, units);
    if (!chunk)
        return NULL;
    void *memory = chunk->memory + chunk->used;
    chunk->used += units;
    return memory;
}

slice schema_copy(schema *owner, slice text)
{
    char *data = schema_alloc(owner, text.length + 1);
    if (!data)
        return (slice){NULL, 0};
    if (text.length > 0)
        memcpy(data, text.data, text.length);
    return (slice){data, text.length};
}

void schema_free(schema *owner)
{
    schema_chunk *chunk = owner->chunks;
    owner->chunks = NULL;
    while (chunk) {
        schema_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

bool shape_kind_from_name(slice name, shape_kind *kind)
{
    static const struct {
        const char *name;
        shape_kind kind;
    } kinds[] = {
        {"string", SHAPE_STRING},       {"integer", SHAPE_INTEGER}, {"long", SHAPE_INTEGER},
        {"float", SHAPE_FLOAT},         {"double", SHAPE_FLOAT},    {"boolean", SHAPE_BOOLEAN},
        {"timestamp", SHAPE_TIMESTAMP}, {"blob", SHAPE_BLOB},       {"document", SHAPE_DOCUMENT},
        {"structure", SHAPE_STRUCTURE}, {"list", SHAPE_LIST},       {"map", SHAPE_MAP},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (slice_equal(name, slice_of(kinds[i].name))) {
            *kind = kinds[i].kind;
            return true;
        }
    }
    return false;
}

static int compare_names(const void *a, const void *b)
{
    return slice_compare(((const shape_member *)a)->name, ((const shape_member *)b)->name);
}

static int compare_keys(const void *a, const void *b)
{
    const shape_member *const *x = a;
    const shape_member *const *y = b;
    return slice_compare((*x)->key, (*y)->key);
}

static bool write_keys(schema *owner, shape *structure)
{
    buffer text = {0};
    bool written = true;
    for (size_t i = 0; written && i < structure->member_count; i++) {
        shape_member *member = &structure->members[i];
        buffer_clear(&text);
        json_append_string(&text, member->key);
        buffer_append_char(&text, ':');
        member->json = schema_copy(owner, buffer_slice(&text));
        written = !text.failed && member->json.data;
    }
    buffer_free(&text);
    return written;
}

shape_indexing shape_index_members(schema *owner, shape *structure)
{
    size_t count = structure->member_count;
    structure->by_key = schema_alloc(owner, count * sizeof *structure->by_key);
    if (count == 0)
        return SHAPE_INDEXED;
    qsort(structure->members, count, sizeof *structure->members, compare_names);
    if (!structure->by_key || !write_keys(owner, structure))
        return SHAPE_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (structure->members[i].in_body)
            structure->by_key[structure->key_count++] = &structure->members[i];
    }
    structure->habits->count = structure->key_count < FEW ? structure->key_count : FEW;
    if (structure->key_count > 1)
        qsort(structure->by_key, structure->key_count, sizeof *structure->by_key, compare_keys);
    for (size_t i = 1; i < structure->key_count; i++) {
        if (slice_equal(structure->by_key[i - 1]->key, structure->by_key[i]->key))
            return SHAPE_KEY_TWICE;
    }
    return SHAPE_INDEXED;
}

void shape_remember_count(const shape *s, size_t count)
{
    shape_habits *habits = s->habits;
    habits->more = count > habits->count ? habits->more + 1 : 0;
    if (count < habits->count || habits->more == ENOUGH)
        *habits = (shape_habits){habits->first, count, 0};
}

shape_member *shape_member_named(const shape *structure, slice name)
{
    size_t low = 0;
    size_t high = structure->member_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_compare(structure->members[middle].name, name);
        if (order == 0)
            return &structure->members[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

shape_member *shape_member_keyed(const shape *structure, slice key)
{
    size_t low = 0;
    size_t high = structure->key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_compare(structure->by_key[middle]->key, key);
        if (order == 0)
            return structure->by_key[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
