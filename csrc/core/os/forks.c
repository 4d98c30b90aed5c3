#include "forks.h"

#include <pthread.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sys.h"

/* What is in the page: zeros until it is asked for, and again in a forked child. All threads share it. */
typedef struct notes {
    pid_t process_id;
    uint64_t mark;
} notes;

static pthread_once_t mapped = PTHREAD_ONCE_INIT;
static notes *page; /* NULL: the kernel does not empty pages; it stays until the process ends */

static void map_page(void)
{
#ifdef MADV_WIPEONFORK
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return;
    if (madvise(memory, size, MADV_WIPEONFORK) == 0)
        page = memory;
    else
        munmap(memory, size);
#endif
}

static notes *find_page(void)
{
    pthread_once(&mapped, map_page);
    return page;
}

pid_t forks_process_id(void)
{
    notes *own = find_page();
    pid_t id = own ? __atomic_load_n(&own->process_id, __ATOMIC_RELAXED) : 0;
    if (id != 0)
        return id;
    id = getpid();
    if (own)
        __atomic_store_n(&own->process_id, id, __ATOMIC_RELAXED); /* any thread writes the same */
    return id;
}

uint64_t forks_mark(void)
{
    notes *own = find_page();
    uint64_t mark = own ? __atomic_load_n(&own->mark, __ATOMIC_RELAXED) : 0, made;
    if (mark != 0 || !own || !sys_random(&made, sizeof made))
        return mark;
    /* The first thread wins; the others learn its number. */
    bool is_ours = __atomic_compare_exchange_n(&own->mark, &mark, made, false, __ATOMIC_RELAXED,
                                               __ATOMIC_RELAXED);
    return is_ours ? made : mark;
}
