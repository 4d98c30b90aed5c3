#include "http_end.h"

#include "core/os/forks.h"
#include "http_curl.h"
#include "http_easy.h"
#include "http_queue.h"
#include "http_transfer.h"

bool http_pool_is_inherited(const http_pool *pool)
{
    return pool->pid != forks_process_id();
}

void http_end_transfer(http_transfer *t)
{
    http_pool *pool = t->pool;
    http_queue_leave(t);
    http_transfer_move(t, &pool->ended);
    t->ended = true;
    pool->ended_count++;
    pool->starved_until = 0; /* others may have what it had */
    if (http_pool_is_inherited(pool))
        http_easy_forget(t);
    else
        http_curl_release(t);
}

void http_end_list(http_list *list, http_failure failure, const char *why)
{
    while (list->first) {
        http_transfer_fail(list->first, failure, why);
        http_end_transfer(list->first);
    }
}

void http_end_all(http_pool *pool, http_failure failure, const char *why)
{
    http_end_list(&pool->running, failure, why);
    http_end_list(&pool->queued, failure, why);
}

void http_end_inherited(http_pool *pool)
{
    http_end_all(pool, HTTP_FORKED, "the process was forked while this transfer ran");
}
