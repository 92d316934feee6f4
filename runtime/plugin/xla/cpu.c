// The handlers for CPUs.
#include <pthread.h>

#include "call.h"

// Elements that one task of XLA's thread pool gets, a multiple of 32, and the bytes of a
// tensor from which the pool is asked at all (docs/PLUGIN_XLA.md, Threads).
#define CHUNK 32768u
#define PARALLEL_BYTES (512u << 10)

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const struct unswag_kernels* kernels;

static void choose(void) { kernels = unswag_choose(); }

static size_t width(const struct unswag_call* c) { return (size_t)2 << unswag_formats[c->type].width; }

struct part {
  size_t first, n, bytes;  // elements, and where they start
};

static struct part part(const struct unswag_call* c, size_t i) {
  size_t first = i * CHUNK, left = c->n - first;
  return (struct part){first, left < CHUNK ? left : CHUNK, first * width(c)};
}

static void pack_task(const void* job, size_t i) {
  const struct unswag_call* c = job;
  const struct unswag_format* f = &unswag_formats[c->type];
  struct part p = part(c, i);
  struct unswag_pack_job j = {(const char*)c->in + p.bytes, NULL, c->mask + p.first / 32, p.n, f,
                              (enum unswag_predicate)c->variant, UNSWAG_KEEP};
  kernels->pack[f->width](&j);
}

static void grad_task(const void* job, size_t i) {
  const struct unswag_call* c = job;
  const struct unswag_format* f = &unswag_formats[c->type];
  struct part p = part(c, i);
  struct unswag_grad_job j = {(const char*)c->in + p.bytes, c->mask + p.first / 32, (char*)c->out + p.bytes, p.n, f,
                              (enum unswag_combine)c->variant};
  kernels->grad[f->width](&j);
}

static void run(const struct ffi_frame* frame, const struct unswag_call* c, void (*task)(const void*, size_t)) {
  pthread_once(&once, choose);
  size_t tasks = c->n / CHUNK + (c->n % CHUNK != 0);
  if (c->n * width(c) >= PARALLEL_BYTES)
    unswag_parallel(frame, task, c, sizeof *c, tasks);
  else
    for (size_t i = 0; i < tasks; i++) task(c, i);
}

UNSWAG_HANDLER UnSwagPackCpu(struct ffi_frame* frame) {
  if (unswag_describe(frame, 0)) return NULL;
  struct unswag_call c;
  struct ffi_error* error = unswag_read_pack(frame, &c);
  if (!error) run(frame, &c, pack_task);
  return error;
}

UNSWAG_HANDLER UnSwagGradMaskCpu(struct ffi_frame* frame) {
  if (unswag_describe(frame, 0)) return NULL;
  struct unswag_call c;
  struct ffi_error* error = unswag_read_grad_mask(frame, &c);
  if (!error) run(frame, &c, grad_task);
  return error;
}
