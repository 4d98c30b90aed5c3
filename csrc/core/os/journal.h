/*
 * A file to which one process adds lines, for as long as it holds the file locked. Each line is one write at the end of
 * the file: whoever ends the process at any moment leaves whole lines, and at most one that is cut. The lock ends with
 * the process.
 */
#ifndef AWS_CORE_JOURNAL_H
#define AWS_CORE_JOURNAL_H

#include <stdbool.h>
#include <sys/types.h>

#include "core/base/buffer.h"
#include "file.h"

/* Zeroed, it is closed. */
typedef struct journal {
    bool is_open;
    bool is_locked; /* it could not be opened: another process, or this one, has locked it */
    bool is_cut;    /* a part of a line is at its end and could not be taken back */
    int fd;
    pid_t owner; /* the process that opened it */
} journal;

/* Opens a regular file, made where it is missing with the mode that the umask leaves, and locks it without waiting. */
bool journal_open(journal *j, const char *path, file_fault *fault);

/* Appends its content, `limit` bytes at most, to `text`, which the caller frees, also after a failure. */
bool journal_read(const journal *j, size_t limit, buffer *text, file_fault *fault);

/* Takes away all but the first `length` bytes. */
bool journal_cut(journal *j, size_t length, file_fault *fault);

/*
 * Adds a line, which ends with its line feed. What could be written only in part is taken back. A process that was
 * forked from the owner is refused, and so is a file that was deleted.
 */
bool journal_append(journal *j, slice line, file_fault *fault);

/* Unlocks it, unless it belongs to a parent process, and closes it. It may be called twice. */
void journal_close(journal *j);

#endif
