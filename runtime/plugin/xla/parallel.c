// Tasks on XLA's own threads.
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "call.h"

// work is freed by the last who knows it. A thread that comes late finds no task left and
// does not touch the tensors, which may be gone.
struct work {
  atomic_size_t next, done;
  atomic_int users;
  size_t count;
  void (*task)(const void* job, size_t i);
  max_align_t job[];
};

static void release(struct work* w) {
  if (atomic_fetch_sub(&w->users, 1) == 1) free(w);
}

static void take(struct work* w) {
  for (size_t i; (i = atomic_fetch_add(&w->next, 1)) < w->count;) {
    w->task(w->job, i);
    atomic_fetch_add(&w->done, 1);
  }
}

static void help(void* data) {
  take(data);
  release(data);
}

// schedule asks the pool for one more thread, and returns 0 where there is none.
static int schedule(const struct ffi_frame* frame, struct work* w) {
  struct ffi_schedule a = {.size = sizeof a, .context = frame->context, .task = help, .data = w};
  atomic_fetch_add(&w->users, 1);
  struct ffi_error* error = frame->api->schedule(&a);
  if (!error) return 1;
  struct ffi_error_destroy d = {.size = sizeof d, .error = error};
  frame->api->error_destroy(&d);
  release(w);
  return 0;
}

void unswag_parallel(const struct ffi_frame* frame, void (*task)(const void* job, size_t i), const void* job, size_t size,
                     size_t count) {
  struct work* w = malloc(sizeof *w + size);
  if (!w) {
    for (size_t i = 0; i < count; i++) task(job, i);
    return;
  }
  *w = (struct work){.users = 1, .count = count, .task = task};
  memcpy(w->job, job, size);
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  for (long i = 1; i < cores && (size_t)i < count && schedule(frame, w); i++) {
  }
  take(w);
  // Only for tasks that others have begun: none waits for a thread, however few there are.
  while (atomic_load(&w->done) < count) sched_yield();
  release(w);
}
