// The kernels without a runtime: for tests, and for programs that want them alone.
#include "kernels.h"

#if defined(_WIN32)
#define UNSWAG_EXPORT __declspec(dllexport)
#else
#define UNSWAG_EXPORT __attribute__((visibility("default")))
#endif

// unswag_has tells whether this machine can run an implementation: "plain", "avx2",
// "avx512", "neon", or NULL for the best one.
UNSWAG_EXPORT int unswag_has(const char* implementation) { return unswag_find(implementation) != NULL; }

// unswag_pack writes the mask of n elements, and y = Relu(v) unless y is NULL. It returns 0,
// or 1 and changes nothing if it does not know an argument. The numbers are those of the
// enums in kernels.h.
UNSWAG_EXPORT int unswag_pack(const char* implementation, int type, int predicate, int zeros, const void* v, void* y,
                              uint32_t* mask, uint64_t n) {
  const struct unswag_kernels* k = unswag_find(implementation);
  if (!k || type < 0 || type >= UNSWAG_TYPES || predicate < 0 || predicate > 1 || zeros < 0 || zeros > 1) return 1;
  const struct unswag_format* f = &unswag_formats[type];
  struct unswag_pack_job j = {v, y, mask, (size_t)n, f, (enum unswag_predicate)predicate, (enum unswag_zeros)zeros};
  k->pack[f->width](&j);
  return 0;
}

// unswag_grad_mask writes dx from n elements of dy and their mask, with the same results.
UNSWAG_EXPORT int unswag_grad_mask(const char* implementation, int type, int combine, const void* dy, const uint32_t* mask,
                                   void* dx, uint64_t n) {
  const struct unswag_kernels* k = unswag_find(implementation);
  if (!k || type < 0 || type >= UNSWAG_TYPES || combine < 0 || combine > 1) return 1;
  const struct unswag_format* f = &unswag_formats[type];
  struct unswag_grad_job j = {dy, mask, dx, (size_t)n, f, (enum unswag_combine)combine};
  k->grad[f->width](&j);
  return 0;
}
