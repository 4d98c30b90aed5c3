/* The files and sockets of this process: how many more it may open, and which of them programs that it starts get. */
#ifndef AWS_CORE_DESCRIPTORS_H
#define AWS_CORE_DESCRIPTORS_H

#include <stdbool.h>
#include <stddef.h>

/* RLIMIT_NOFILE; what lies above 65,536 is left out of account. */
size_t descriptors_limit(void);

/* How many of them are free; not counted much further than `enough`, for a high limit means many to look at. */
size_t descriptors_free(size_t enough);

/* Whether so few are free that a file, a connection or the look-up of a name may have failed for it. */
bool descriptors_are_few(void);

enum { DESCRIPTORS_NOTED = 256 };

typedef struct descriptors_noted {
    size_t count;
    int free[DESCRIPTORS_NOTED]; /* the lowest */
    size_t held;                 /* of these, the first so many are ours until they are sealed */
} descriptors_noted;

/*
 * Notes which descriptors are free; what is opened next gets the lowest of them. Then seals those that have become a pipe
 * or a nameless socket of this machine: programs that are started do not get them. libcurl opens such pairs for itself,
 * and gives no hold on them. What another thread opens meanwhile is sealed as well. Of the standard three none is given
 * out meanwhile, for a process that was started without them: such a pair would get what the program prints.
 */
void descriptors_note(descriptors_noted *noted);
void descriptors_seal(const descriptors_noted *noted);

#endif
