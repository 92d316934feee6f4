// Counts the live bytes of large blocks that a process has from malloc, for LD_PRELOAD.
// glibc only. Blocks below 4096 bytes are not counted.
#define _GNU_SOURCE
#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>

extern void* __libc_malloc(size_t);
extern void* __libc_calloc(size_t, size_t);
extern void* __libc_realloc(void*, size_t);
extern void* __libc_memalign(size_t, size_t);
extern void __libc_free(void*);

enum { SMALLEST = 4096 };
static atomic_long live, peak;

static void* add(void* p) {
  size_t size = p ? malloc_usable_size(p) : 0;
  if (size < SMALLEST) return p;
  long now = atomic_fetch_add(&live, (long)size) + (long)size, seen = atomic_load(&peak);
  while (now > seen && !atomic_compare_exchange_weak(&peak, &seen, now)) {
  }
  return p;
}

static void sub(void* p) {
  size_t size = p ? malloc_usable_size(p) : 0;
  if (size >= SMALLEST) atomic_fetch_sub(&live, (long)size);
}

void* malloc(size_t n) { return add(__libc_malloc(n)); }
void* calloc(size_t n, size_t size) { return add(__libc_calloc(n, size)); }

void* realloc(void* old, size_t n) {
  sub(old);
  void* p = __libc_realloc(old, n);
  return add(p || n == 0 ? p : old) == p ? p : NULL;
}

void free(void* p) {
  sub(p);
  __libc_free(p);
}

void* memalign(size_t alignment, size_t n) { return add(__libc_memalign(alignment, n)); }
void* aligned_alloc(size_t alignment, size_t n) { return memalign(alignment, n); }

int posix_memalign(void** out, size_t alignment, size_t n) {
  void* p = memalign(alignment, n);
  if (!p) return ENOMEM;
  *out = p;
  return 0;
}

// count_start forgets the peak and returns the bytes that are live; count_peak is the
// most that were live since.
long count_start(void) {
  long now = atomic_load(&live);
  atomic_store(&peak, now);
  return now;
}

long count_peak(void) { return atomic_load(&peak); }
