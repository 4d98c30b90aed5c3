/*
 * What is wrong with an input: a list of places with messages, ordered by place. However much is
 * wrong, only the first PROBLEMS_KEPT places are remembered, and all are counted.
 */
#ifndef AWS_CORE_PROBLEMS_H
#define AWS_CORE_PROBLEMS_H

#include "path.h"

#define PROBLEMS_KEPT        100
#define PROBLEM_MESSAGE_SIZE 192

typedef struct problem {
    char path[PATH_TEXT_SIZE];
    char message[PROBLEM_MESSAGE_SIZE];
} problem;

/* A zeroed list is empty and valid. */
typedef struct problems {
    problem *kept[PROBLEMS_KEPT];
    size_t kept_count;
    size_t count;
    bool failed; /* an allocation failed: the list is incomplete */
} problems;

/*
 * Counts a problem at `where` ("input" when that is the root) and returns the entry to write the
 * message into; NULL when too many others come before it or memory ran out.
 */
problem *problems_add(problems *list, const path *where);

void problems_free(problems *list);

#endif
