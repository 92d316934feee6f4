// AVX2 kernels. The comparisons are signed: a pattern is in [1, inf] if it is above 0 and
// not above inf, and negative if that holds with its sign bit flipped.
#if defined(__x86_64__)
#include <immintrin.h>

#include "kernels.h"

#define TARGET __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline)) TARGET

static int usable(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2");
}

#define SET64 _mm256_set1_epi64x
#define SET32 _mm256_set1_epi32
#define SET16 _mm256_set1_epi16

// chosen64, chosen32 and chosen16 have all bits of those elements set whose bit in the word,
// from bit k on, is 1.
INLINE __m256i chosen64(uint32_t word, size_t k) {
  const __m256i each = _mm256_setr_epi64x(1, 2, 4, 8);
  return _mm256_cmpeq_epi64(_mm256_and_si256(SET64(word >> k), each), each);
}
INLINE __m256i chosen32(uint32_t word, size_t k) {
  const __m256i each = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
  return _mm256_cmpeq_epi32(_mm256_and_si256(SET32((int)(word >> k)), each), each);
}
INLINE __m256i chosen16(uint32_t word, size_t k) {
  const __m256i each = _mm256_setr_epi16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, -32768);
  return _mm256_cmpeq_epi16(_mm256_and_si256(SET16((short)(word >> k)), each), each);
}

// top64, top32 and top16 gather one bit of each element.
INLINE uint32_t top64(__m256i m) { return (uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(m)); }
INLINE uint32_t top32(__m256i m) { return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(m)); }
INLINE uint32_t top16(__m256i m) {
  __m128i bytes = _mm_packs_epi16(_mm256_castsi256_si128(m), _mm256_extracti128_si256(m, 1));
  return (uint32_t)_mm_movemask_epi8(bytes);
}

#define VECTOR(W, L)                                                                         \
  INLINE __m256i within##W(__m256i p, __m256i above, __m256i inf) {                          \
    return _mm256_andnot_si256(_mm256_cmpgt_epi##W(p, inf), _mm256_cmpgt_epi##W(p, above));  \
  }                                                                                          \
  INLINE void packs##W(const struct unswag_pack_job* j, int nan_passes, int with_y) {        \
    const __m256i sign = SET##W((int##W##_t)j->format->sign), inf = SET##W((int##W##_t)j->format->inf); \
    const __m256i none = _mm256_setzero_si256(), above = SET##W(j->zeros == UNSWAG_KEEP ? 0 : -1); \
    const int##W##_t* v = j->v;                                                              \
    int##W##_t* y = j->y;                                                                    \
    size_t words = j->n / 32;                                                                \
    for (size_t w = 0; w < words; w++) {                                                     \
      uint32_t word = 0;                                                                     \
      _Pragma("GCC unroll 8") for (size_t k = 0; k < 32; k += L) {                           \
        __m256i p = _mm256_loadu_si256((const __m256i*)(v + w * 32 + k));                    \
        __m256i flipped = _mm256_xor_si256(p, sign);                                         \
        __m256i bit = nan_passes ? _mm256_or_si256(_mm256_cmpgt_epi##W(p, none),             \
                                                   _mm256_cmpgt_epi##W(flipped, inf))        \
                                 : within##W(p, none, inf);                                  \
        word |= top##W(bit) << k;                                                            \
        if (with_y)                                                                          \
          _mm256_storeu_si256((__m256i*)(y + w * 32 + k),                                    \
                              _mm256_andnot_si256(within##W(flipped, above, inf), p));       \
      }                                                                                      \
      j->mask[w] = word;                                                                     \
    }                                                                                        \
    unswag_rest_pack(j, words);                                                              \
  }                                                                                          \
  TARGET static void pack##W(const struct unswag_pack_job* j) {                              \
    if (j->predicate == UNSWAG_NOT_LE0) {                                                    \
      if (j->y) packs##W(j, 1, 1);                                                           \
      else packs##W(j, 1, 0);                                                                \
    } else if (j->y) packs##W(j, 0, 1);                                                      \
    else packs##W(j, 0, 0);                                                                  \
  }                                                                                          \
  INLINE void grads##W(const struct unswag_grad_job* j, int mul) {                           \
    const __m256i sign = SET##W((int##W##_t)j->format->sign), nan = SET##W((int##W##_t)j->format->nan); \
    const __m256i finite = SET##W((int##W##_t)(j->format->inf - 1));                         \
    const int##W##_t* dy = j->dy;                                                            \
    int##W##_t* dx = j->dx;                                                                  \
    size_t words = j->n / 32;                                                                \
    for (size_t w = 0; w < words; w++) {                                                     \
      _Pragma("GCC unroll 8") for (size_t k = 0; k < 32; k += L) {                           \
        __m256i p = _mm256_loadu_si256((const __m256i*)(dy + w * 32 + k));                   \
        __m256i bit = chosen##W(j->mask[w], k), out = _mm256_and_si256(bit, p);              \
        if (mul) {                                                                           \
          __m256i large = _mm256_cmpgt_epi##W(_mm256_andnot_si256(sign, p), finite);         \
          __m256i zero = _mm256_blendv_epi8(_mm256_and_si256(p, sign), nan, large);          \
          out = _mm256_blendv_epi8(zero, p, bit);                                            \
        }                                                                                    \
        _mm256_storeu_si256((__m256i*)(dx + w * 32 + k), out);                               \
      }                                                                                      \
    }                                                                                        \
    unswag_rest_grad(j, words);                                                              \
  }                                                                                          \
  TARGET static void grad##W(const struct unswag_grad_job* j) {                              \
    if (j->combine == UNSWAG_MUL) grads##W(j, 1);                                            \
    else grads##W(j, 0);                                                                     \
  }

VECTOR(16, 16)
VECTOR(32, 8)
VECTOR(64, 4)

const struct unswag_kernels unswag_avx2 = {"avx2", usable, {pack16, pack32, pack64}, {grad16, grad32, grad64}};
#else
typedef int unswag_no_avx2;
#endif
