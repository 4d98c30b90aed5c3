#include "problems.h"

#include <stdlib.h>
#include <string.h>

/* Like strcmp, but "[2]" comes before "[10]". */
static int compare_paths(const char *a, const char *b)
{
    bool in_number = false;
    for (; *a && *a == *b; a++, b++)
        in_number = ascii_is_digit(*a);
    size_t x = 0;
    size_t y = 0;
    while (ascii_is_digit(a[x]))
        x++;
    while (ascii_is_digit(b[y]))
        y++;
    if (x != y && (in_number || (x > 0 && y > 0)))
        return x < y ? -1 : 1;
    return (unsigned char)*a < (unsigned char)*b ? -1 : *a != *b;
}

/* Where in the order a path belongs: after all that are equal to it. */
static size_t position_of(const problems *list, const char *place)
{
    size_t low = 0;
    size_t high = list->kept_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_paths(list->kept[middle]->path, place) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* An entry to fill: the last one again when the list is full. */
static problem *take_entry(problems *list)
{
    if (list->kept_count == PROBLEMS_KEPT)
        return list->kept[--list->kept_count];
    problem *entry = malloc(sizeof *entry);
    list->failed = list->failed || !entry;
    return entry;
}

problem *problems_add(problems *list, const path *where)
{
    char text[PATH_TEXT_SIZE];
    if (path_write(where, text) == 0)
        memcpy(text, "input", sizeof "input");
    list->count++;
    size_t position = position_of(list, text);
    if (position == PROBLEMS_KEPT)
        return NULL;
    problem *entry = take_entry(list);
    if (!entry)
        return NULL;
    memmove(list->kept + position + 1, list->kept + position,
            (list->kept_count - position) * sizeof *list->kept);
    list->kept[position] = entry;
    list->kept_count++;
    memcpy(entry->path, text, sizeof entry->path);
    entry->message[0] = '\0';
    return entry;
}

void problems_free(problems *list)
{
    for (size_t i = 0; i < list->kept_count; i++)
        free(list->kept[i]);
    *list = (problems){0};
}
