/* "did you mean": the known name that a mistyped one most likely means. */
#ifndef AWS_CORE_NEAREST_H
#define AWS_CORE_NEAREST_H

#include "buffer.h"

/* Names longer than this are neither compared nor suggested. */
#define NEAREST_MAX_LENGTH 64

typedef struct nearest {
    slice name; /* what was written */
    slice best; /* the nearest candidate so far; empty when none is near */
    size_t distance;
} nearest;

/* Starts a search; `name` must live as long as the search. */
nearest nearest_start(slice name);

/*
 * Offers one known name. It is near when it differs in letter case only, when one name starts with
 * the other, or when few edits (a letter changed, missing, added or two swapped; one for three
 * letters, at most three) lead from one to the other. Of equally near ones the first wins.
 */
void nearest_offer(nearest *search, slice candidate);

#endif
