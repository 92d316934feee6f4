#include <stdlib.h>
#include <string.h>

#include "kernels.h"

const struct unswag_format unswag_formats[UNSWAG_TYPES] = {
    {0, 0x8000, 0x7c00, 0x7e00},
    {0, 0x8000, 0x7f80, 0x7fc0},
    {1, 0x80000000, 0x7f800000, 0x7fc00000},
    {2, 1ull << 63, 0x7ffull << 52, 0x7ff8ull << 48},
};

// Best first.
static const struct unswag_kernels* const all[] = {
#if defined(__x86_64__)
    &unswag_avx512,
    &unswag_avx2,
#elif defined(__aarch64__)
    &unswag_neon,
#endif
    &unswag_plain,
};

const struct unswag_kernels* unswag_find(const char* name) {
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (!name || strcmp(name, all[i]->name) == 0)
      if (all[i]->usable()) return all[i];
  return NULL;
}

const struct unswag_kernels* unswag_choose(void) {
  const struct unswag_kernels* named = unswag_find(getenv("UNSWAG_KERNELS"));
  return named ? named : unswag_find(NULL);
}

void unswag_rest_pack(const struct unswag_pack_job* j, size_t words) {
  size_t done = words * 32, bytes = done * ((size_t)2 << j->format->width);
  if (done == j->n) return;
  struct unswag_pack_job rest = *j;
  rest.v = (const char*)j->v + bytes;
  rest.y = j->y ? (char*)j->y + bytes : NULL;
  rest.mask += words;
  rest.n -= done;
  unswag_plain.pack[j->format->width](&rest);
}

void unswag_rest_grad(const struct unswag_grad_job* j, size_t words) {
  size_t done = words * 32, bytes = done * ((size_t)2 << j->format->width);
  if (done == j->n) return;
  struct unswag_grad_job rest = *j;
  rest.dy = (const char*)j->dy + bytes;
  rest.dx = (char*)j->dx + bytes;
  rest.mask += words;
  rest.n -= done;
  unswag_plain.grad[j->format->width](&rest);
}
