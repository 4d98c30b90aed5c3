#include "path.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"

#define LONGEST_NAME 64

typedef struct writer {
    char *out;
    size_t length;
    bool full;
} writer;

static void put(writer *w, const char *text, size_t length)
{
    if (w->full || length > PATH_TEXT_SIZE - sizeof "..." - w->length) {
        w->full = true;
        return;
    }
    memcpy(w->out + w->length, text, length);
    w->length += length;
}

static void put_name(writer *w, slice name)
{
    slice kept = utf8_cut(name, LONGEST_NAME);
    char text[LONGEST_NAME];
    for (size_t i = 0; i < kept.length; i++) {
        unsigned char c = (unsigned char)kept.data[i];
        text[i] = c < 0x20 || c == 0x7F ? '?' : kept.data[i];
    }
    put(w, text, kept.length);
    if (kept.length < name.length)
        put(w, "...", 3);
}

static void put_step(writer *w, const path *step)
{
    char number[32];
    switch (step->kind) {
    case PATH_ROOT: break;
    case PATH_MEMBER:
        if (w->length > 0)
            put(w, ".", 1);
        put_name(w, step->name);
        break;
    case PATH_INDEX:
        put(w, number, (size_t)snprintf(number, sizeof number, "[%ju]", (uintmax_t)step->index));
        break;
    case PATH_KEY:
        put(w, "[\"", 2);
        put_name(w, step->name);
        put(w, "\"]", 2);
        break;
    case PATH_TOKEN:
        put(w, "[", 1);
        put_name(w, step->name);
        put(w, "]", 1);
        break;
    }
}

static void put_path(writer *w, const path *where)
{
    if (where->parent)
        put_path(w, where->parent);
    put_step(w, where);
}

size_t path_write(const path *where, char out[PATH_TEXT_SIZE])
{
    writer w = {.out = out};
    put_path(&w, where);
    if (w.full) {
        memcpy(out + w.length, "...", 3);
        w.length += 3;
    }
    out[w.length] = '\0';
    return w.length;
}
