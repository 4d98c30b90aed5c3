#include "nearest.h"

#include <stdint.h>
#include <string.h>

#define NOT_NEAR SIZE_MAX

/* A name that only starts alike is a worse guess than any with few edits. */
#define PREFIX_DISTANCE  4
#define SHORTEST_PREFIX  4
#define MOST_EDITS       3
#define LETTERS_PER_EDIT 3

nearest nearest_start(slice name)
{
    return (nearest){.name = name, .best = {"", 0}, .distance = NOT_NEAR};
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool starts_alike(slice a, slice b)
{
    size_t length = least(a.length, b.length);
    if (length < SHORTEST_PREFIX)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (ascii_lower(a.data[i]) != ascii_lower(b.data[i]))
            return false;
    }
    return true;
}

/* Damerau-Levenshtein distance (optimal string alignment), letter case ignored: three rows. */
static size_t edit_distance(slice a, slice b)
{
    size_t rows[3][NEAREST_MAX_LENGTH + 1];
    size_t *before = rows[0];
    size_t *previous = rows[1];
    size_t *current = rows[2];
    for (size_t j = 0; j <= b.length; j++)
        previous[j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        char x = ascii_lower(a.data[i - 1]);
        current[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            char y = ascii_lower(b.data[j - 1]);
            size_t edits = previous[j - 1] + (x == y ? 0 : 1);
            edits = least(edits, least(previous[j], current[j - 1]) + 1);
            if (i > 1 && j > 1 && x == ascii_lower(b.data[j - 2]) &&
                y == ascii_lower(a.data[i - 2]))
                edits = least(edits, before[j - 2] + 1);
            current[j] = edits;
        }
        size_t *oldest = before;
        before = previous;
        previous = current;
        current = oldest;
    }
    return previous[b.length];
}

void nearest_offer(nearest *search, slice candidate)
{
    slice name = search->name;
    if (name.length == 0 || name.length > NEAREST_MAX_LENGTH || candidate.length == 0 ||
        candidate.length > NEAREST_MAX_LENGTH)
        return;
    size_t limit = least(least(name.length, candidate.length) / LETTERS_PER_EDIT, MOST_EDITS);
    size_t distance = edit_distance(name, candidate);
    if (distance > limit)
        distance = starts_alike(name, candidate) ? PREFIX_DISTANCE : NOT_NEAR;
    if (distance < search->distance) {
        search->distance = distance;
        search->best = candidate;
    }
}
