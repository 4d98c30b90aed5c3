/*
 * Whether the process was forked, without asking the system each time: a page that the kernel empties in every forked
 * child (madvise, MADV_WIPEONFORK; Linux 4.14). Where there is no such page, the system is asked.
 */
#ifndef AWS_CORE_FORKS_H
#define AWS_CORE_FORKS_H

#include <stdint.h>
#include <sys/types.h>

/* As getpid. */
pid_t forks_process_id(void);

/*
 * A number by which what one process keeps is known from what its forked child inherits: another one in each, by chance.
 * 0: it cannot be told; nothing that must not be in both may be kept.
 */
uint64_t forks_mark(void);

#endif
