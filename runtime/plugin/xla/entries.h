// The CUDA kernels, which internal/ptxsource writes.
#ifndef UNSWAG_ENTRIES_H
#define UNSWAG_ENTRIES_H

#include "../kernels/kernels.h"

enum unswag_op { UNSWAG_PACK, UNSWAG_GRAD_MASK, UNSWAG_OPS };

// unswag_entry is how a kernel of the module is launched: a grid and blocks of one dim.
struct unswag_entry {
  const char* name;
  unsigned block;     // threads
  uint64_t elements;  // that a block works on
};

// By operator, type of elements, and predicate or combine.
extern const struct unswag_entry unswag_entries[UNSWAG_OPS][UNSWAG_TYPES][2];

// unswag_ptx is the text of the module.
extern const char unswag_ptx[];

#endif
