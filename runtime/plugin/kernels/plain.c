// Kernels in plain C, for every processor and for the ends of tensors.
#include "kernels.h"

static int always(void) { return 1; }

// The tests are those of format[P] in package kernels. lowest is the first pattern that
// Relu makes +0, and span how many patterns behind it up to -infinity.
#define PLAIN(W, T)                                                                       \
  static void pack##W(const struct unswag_pack_job* j) {                                  \
    const T *v = j->v, sign = (T)j->format->sign, inf = (T)j->format->inf;                \
    const T lowest = (T)(sign + (j->zeros == UNSWAG_KEEP)), span = (T)((sign | inf) - lowest); \
    const int nan_passes = j->predicate == UNSWAG_NOT_LE0;                                \
    T* y = j->y;                                                                          \
    for (size_t i = 0; i < j->n; i += 32) {                                               \
      size_t end = j->n - i < 32 ? j->n - i : 32;                                         \
      uint32_t word = 0;                                                                  \
      for (size_t k = 0; k < end; k++) {                                                  \
        T p = v[i + k];                                                                   \
        uint32_t bit = (T)(p - 1) < inf;                                                  \
        bit |= nan_passes & ((T)(p & (T)~sign) > inf);                                    \
        word |= bit << k;                                                                 \
        if (y) y[i + k] = (T)(p - lowest) <= span ? 0 : p;                                \
      }                                                                                   \
      j->mask[i / 32] = word;                                                             \
    }                                                                                     \
  }                                                                                       \
  static void grad##W(const struct unswag_grad_job* j) {                                  \
    const T *dy = j->dy, sign = (T)j->format->sign, inf = (T)j->format->inf;              \
    const T nan = (T)j->format->nan;                                                      \
    T* dx = j->dx;                                                                        \
    for (size_t i = 0; i < j->n; i++) {                                                   \
      T p = dy[i], zero = 0;                                                              \
      if (j->combine == UNSWAG_MUL) zero = (T)(p & (T)~sign) >= inf ? nan : (T)(p & sign); \
      dx[i] = (j->mask[i / 32] >> (i % 32)) & 1 ? p : zero;                               \
    }                                                                                     \
  }

PLAIN(16, uint16_t)
PLAIN(32, uint32_t)
PLAIN(64, uint64_t)

const struct unswag_kernels unswag_plain = {"plain", always, {pack16, pack32, pack64}, {grad16, grad32, grad64}};
