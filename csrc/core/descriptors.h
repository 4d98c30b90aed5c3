/* How many files and sockets this process may still open. */
#ifndef AWS_CORE_DESCRIPTORS_H
#define AWS_CORE_DESCRIPTORS_H

#include <stddef.h>

/* RLIMIT_NOFILE; what lies above 65,536 is left out of account. */
size_t descriptors_limit(void);

/* How many of them are free. */
size_t descriptors_free(void);

#endif
