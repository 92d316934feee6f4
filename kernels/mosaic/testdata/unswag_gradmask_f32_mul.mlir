module attributes {stable_mosaic.version = 11 : i64} {
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32, %dy: memref<256x1024xf32, #tpu.memory_space<vmem>>, %mask: memref<8x1024xi32, #tpu.memory_space<vmem>>, %dx: memref<256x1024xf32, #tpu.memory_space<vmem>>):
    %1 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %2 = "stable_mosaic.arith.constant"() {value = 8 : index} : () -> index
    %3 = "stable_mosaic.arith.muli"(%1, %2) : (index, index) -> index
    %4 = "stable_mosaic.vector.load"(%mask, %3, %1) : (memref<8x1024xi32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xi32>
    %5 = "stable_mosaic.arith.constant"() {value = dense<0> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %6 = "stable_mosaic.vector.load"(%dy, %1, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %7 = "stable_mosaic.tpu.bitcast"(%6) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %8 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %9 = "stable_mosaic.arith.andi"(%7, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %10 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %11 = "stable_mosaic.arith.andi"(%7, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %12 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %13 = "stable_mosaic.arith.cmpi"(%9, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %14 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %15 = "stable_mosaic.arith.select"(%13, %14, %11) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %16 = "stable_mosaic.arith.constant"() {value = dense<1> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %17 = "stable_mosaic.arith.andi"(%4, %16) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %18 = "stable_mosaic.arith.cmpi"(%17, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %19 = "stable_mosaic.arith.select"(%18, %7, %15) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %20 = "stable_mosaic.tpu.bitcast"(%19) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%20, %dx, %1, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %21 = "stable_mosaic.vector.load"(%dy, %2, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %22 = "stable_mosaic.tpu.bitcast"(%21) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %23 = "stable_mosaic.arith.andi"(%22, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %24 = "stable_mosaic.arith.andi"(%22, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %25 = "stable_mosaic.arith.cmpi"(%23, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %26 = "stable_mosaic.arith.select"(%25, %14, %24) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %27 = "stable_mosaic.arith.constant"() {value = dense<2> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %28 = "stable_mosaic.arith.andi"(%4, %27) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %29 = "stable_mosaic.arith.cmpi"(%28, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %30 = "stable_mosaic.arith.select"(%29, %22, %26) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %31 = "stable_mosaic.tpu.bitcast"(%30) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%31, %dx, %2, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %32 = "stable_mosaic.arith.constant"() {value = 16 : index} : () -> index
    %33 = "stable_mosaic.vector.load"(%dy, %32, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %34 = "stable_mosaic.tpu.bitcast"(%33) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %35 = "stable_mosaic.arith.andi"(%34, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %36 = "stable_mosaic.arith.andi"(%34, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %37 = "stable_mosaic.arith.cmpi"(%35, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %38 = "stable_mosaic.arith.select"(%37, %14, %36) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %39 = "stable_mosaic.arith.constant"() {value = dense<4> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %40 = "stable_mosaic.arith.andi"(%4, %39) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %41 = "stable_mosaic.arith.cmpi"(%40, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %42 = "stable_mosaic.arith.select"(%41, %34, %38) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %43 = "stable_mosaic.tpu.bitcast"(%42) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%43, %dx, %32, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %44 = "stable_mosaic.arith.constant"() {value = 24 : index} : () -> index
    %45 = "stable_mosaic.vector.load"(%dy, %44, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %46 = "stable_mosaic.tpu.bitcast"(%45) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %47 = "stable_mosaic.arith.andi"(%46, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %48 = "stable_mosaic.arith.andi"(%46, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %49 = "stable_mosaic.arith.cmpi"(%47, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %50 = "stable_mosaic.arith.select"(%49, %14, %48) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %51 = "stable_mosaic.arith.constant"() {value = dense<8> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %52 = "stable_mosaic.arith.andi"(%4, %51) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %53 = "stable_mosaic.arith.cmpi"(%52, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %54 = "stable_mosaic.arith.select"(%53, %46, %50) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %55 = "stable_mosaic.tpu.bitcast"(%54) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%55, %dx, %44, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %56 = "stable_mosaic.arith.constant"() {value = 32 : index} : () -> index
    %57 = "stable_mosaic.vector.load"(%dy, %56, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %58 = "stable_mosaic.tpu.bitcast"(%57) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %59 = "stable_mosaic.arith.andi"(%58, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %60 = "stable_mosaic.arith.andi"(%58, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %61 = "stable_mosaic.arith.cmpi"(%59, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %62 = "stable_mosaic.arith.select"(%61, %14, %60) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %63 = "stable_mosaic.arith.constant"() {value = dense<16> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %64 = "stable_mosaic.arith.andi"(%4, %63) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %65 = "stable_mosaic.arith.cmpi"(%64, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %66 = "stable_mosaic.arith.select"(%65, %58, %62) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %67 = "stable_mosaic.tpu.bitcast"(%66) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%67, %dx, %56, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %68 = "stable_mosaic.arith.constant"() {value = 40 : index} : () -> index
    %69 = "stable_mosaic.vector.load"(%dy, %68, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %70 = "stable_mosaic.tpu.bitcast"(%69) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %71 = "stable_mosaic.arith.andi"(%70, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %72 = "stable_mosaic.arith.andi"(%70, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %73 = "stable_mosaic.arith.cmpi"(%71, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %74 = "stable_mosaic.arith.select"(%73, %14, %72) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %75 = "stable_mosaic.arith.constant"() {value = dense<32> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %76 = "stable_mosaic.arith.andi"(%4, %75) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %77 = "stable_mosaic.arith.cmpi"(%76, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %78 = "stable_mosaic.arith.select"(%77, %70, %74) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %79 = "stable_mosaic.tpu.bitcast"(%78) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%79, %dx, %68, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %80 = "stable_mosaic.arith.constant"() {value = 48 : index} : () -> index
    %81 = "stable_mosaic.vector.load"(%dy, %80, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %82 = "stable_mosaic.tpu.bitcast"(%81) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %83 = "stable_mosaic.arith.andi"(%82, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %84 = "stable_mosaic.arith.andi"(%82, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %85 = "stable_mosaic.arith.cmpi"(%83, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %86 = "stable_mosaic.arith.select"(%85, %14, %84) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %87 = "stable_mosaic.arith.constant"() {value = dense<64> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %88 = "stable_mosaic.arith.andi"(%4, %87) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %89 = "stable_mosaic.arith.cmpi"(%88, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %90 = "stable_mosaic.arith.select"(%89, %82, %86) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %91 = "stable_mosaic.tpu.bitcast"(%90) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%91, %dx, %80, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %92 = "stable_mosaic.arith.constant"() {value = 56 : index} : () -> index
    %93 = "stable_mosaic.vector.load"(%dy, %92, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %94 = "stable_mosaic.tpu.bitcast"(%93) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %95 = "stable_mosaic.arith.andi"(%94, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %96 = "stable_mosaic.arith.andi"(%94, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %97 = "stable_mosaic.arith.cmpi"(%95, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %98 = "stable_mosaic.arith.select"(%97, %14, %96) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %99 = "stable_mosaic.arith.constant"() {value = dense<128> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %100 = "stable_mosaic.arith.andi"(%4, %99) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %101 = "stable_mosaic.arith.cmpi"(%100, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %102 = "stable_mosaic.arith.select"(%101, %94, %98) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %103 = "stable_mosaic.tpu.bitcast"(%102) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%103, %dx, %92, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %104 = "stable_mosaic.arith.constant"() {value = 64 : index} : () -> index
    %105 = "stable_mosaic.vector.load"(%dy, %104, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %106 = "stable_mosaic.tpu.bitcast"(%105) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %107 = "stable_mosaic.arith.andi"(%106, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %108 = "stable_mosaic.arith.andi"(%106, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %109 = "stable_mosaic.arith.cmpi"(%107, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %110 = "stable_mosaic.arith.select"(%109, %14, %108) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %111 = "stable_mosaic.arith.constant"() {value = dense<256> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %112 = "stable_mosaic.arith.andi"(%4, %111) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %113 = "stable_mosaic.arith.cmpi"(%112, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %114 = "stable_mosaic.arith.select"(%113, %106, %110) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %115 = "stable_mosaic.tpu.bitcast"(%114) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%115, %dx, %104, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %116 = "stable_mosaic.arith.constant"() {value = 72 : index} : () -> index
    %117 = "stable_mosaic.vector.load"(%dy, %116, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %118 = "stable_mosaic.tpu.bitcast"(%117) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %119 = "stable_mosaic.arith.andi"(%118, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %120 = "stable_mosaic.arith.andi"(%118, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %121 = "stable_mosaic.arith.cmpi"(%119, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %122 = "stable_mosaic.arith.select"(%121, %14, %120) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %123 = "stable_mosaic.arith.constant"() {value = dense<512> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %124 = "stable_mosaic.arith.andi"(%4, %123) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %125 = "stable_mosaic.arith.cmpi"(%124, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %126 = "stable_mosaic.arith.select"(%125, %118, %122) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %127 = "stable_mosaic.tpu.bitcast"(%126) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%127, %dx, %116, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %128 = "stable_mosaic.arith.constant"() {value = 80 : index} : () -> index
    %129 = "stable_mosaic.vector.load"(%dy, %128, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %130 = "stable_mosaic.tpu.bitcast"(%129) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %131 = "stable_mosaic.arith.andi"(%130, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %132 = "stable_mosaic.arith.andi"(%130, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %133 = "stable_mosaic.arith.cmpi"(%131, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %134 = "stable_mosaic.arith.select"(%133, %14, %132) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %135 = "stable_mosaic.arith.constant"() {value = dense<1024> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %136 = "stable_mosaic.arith.andi"(%4, %135) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %137 = "stable_mosaic.arith.cmpi"(%136, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %138 = "stable_mosaic.arith.select"(%137, %130, %134) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %139 = "stable_mosaic.tpu.bitcast"(%138) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%139, %dx, %128, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %140 = "stable_mosaic.arith.constant"() {value = 88 : index} : () -> index
    %141 = "stable_mosaic.vector.load"(%dy, %140, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %142 = "stable_mosaic.tpu.bitcast"(%141) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %143 = "stable_mosaic.arith.andi"(%142, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %144 = "stable_mosaic.arith.andi"(%142, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %145 = "stable_mosaic.arith.cmpi"(%143, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %146 = "stable_mosaic.arith.select"(%145, %14, %144) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %147 = "stable_mosaic.arith.constant"() {value = dense<2048> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %148 = "stable_mosaic.arith.andi"(%4, %147) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %149 = "stable_mosaic.arith.cmpi"(%148, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %150 = "stable_mosaic.arith.select"(%149, %142, %146) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %151 = "stable_mosaic.tpu.bitcast"(%150) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%151, %dx, %140, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %152 = "stable_mosaic.arith.constant"() {value = 96 : index} : () -> index
    %153 = "stable_mosaic.vector.load"(%dy, %152, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %154 = "stable_mosaic.tpu.bitcast"(%153) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %155 = "stable_mosaic.arith.andi"(%154, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %156 = "stable_mosaic.arith.andi"(%154, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %157 = "stable_mosaic.arith.cmpi"(%155, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %158 = "stable_mosaic.arith.select"(%157, %14, %156) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %159 = "stable_mosaic.arith.constant"() {value = dense<4096> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %160 = "stable_mosaic.arith.andi"(%4, %159) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %161 = "stable_mosaic.arith.cmpi"(%160, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %162 = "stable_mosaic.arith.select"(%161, %154, %158) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %163 = "stable_mosaic.tpu.bitcast"(%162) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%163, %dx, %152, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %164 = "stable_mosaic.arith.constant"() {value = 104 : index} : () -> index
    %165 = "stable_mosaic.vector.load"(%dy, %164, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %166 = "stable_mosaic.tpu.bitcast"(%165) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %167 = "stable_mosaic.arith.andi"(%166, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %168 = "stable_mosaic.arith.andi"(%166, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %169 = "stable_mosaic.arith.cmpi"(%167, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %170 = "stable_mosaic.arith.select"(%169, %14, %168) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %171 = "stable_mosaic.arith.constant"() {value = dense<8192> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %172 = "stable_mosaic.arith.andi"(%4, %171) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %173 = "stable_mosaic.arith.cmpi"(%172, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %174 = "stable_mosaic.arith.select"(%173, %166, %170) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %175 = "stable_mosaic.tpu.bitcast"(%174) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%175, %dx, %164, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %176 = "stable_mosaic.arith.constant"() {value = 112 : index} : () -> index
    %177 = "stable_mosaic.vector.load"(%dy, %176, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %178 = "stable_mosaic.tpu.bitcast"(%177) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %179 = "stable_mosaic.arith.andi"(%178, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %180 = "stable_mosaic.arith.andi"(%178, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %181 = "stable_mosaic.arith.cmpi"(%179, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %182 = "stable_mosaic.arith.select"(%181, %14, %180) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %183 = "stable_mosaic.arith.constant"() {value = dense<16384> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %184 = "stable_mosaic.arith.andi"(%4, %183) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %185 = "stable_mosaic.arith.cmpi"(%184, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %186 = "stable_mosaic.arith.select"(%185, %178, %182) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %187 = "stable_mosaic.tpu.bitcast"(%186) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%187, %dx, %176, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %188 = "stable_mosaic.arith.constant"() {value = 120 : index} : () -> index
    %189 = "stable_mosaic.vector.load"(%dy, %188, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %190 = "stable_mosaic.tpu.bitcast"(%189) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %191 = "stable_mosaic.arith.andi"(%190, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %192 = "stable_mosaic.arith.andi"(%190, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %193 = "stable_mosaic.arith.cmpi"(%191, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %194 = "stable_mosaic.arith.select"(%193, %14, %192) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %195 = "stable_mosaic.arith.constant"() {value = dense<32768> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %196 = "stable_mosaic.arith.andi"(%4, %195) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %197 = "stable_mosaic.arith.cmpi"(%196, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %198 = "stable_mosaic.arith.select"(%197, %190, %194) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %199 = "stable_mosaic.tpu.bitcast"(%198) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%199, %dx, %188, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %200 = "stable_mosaic.arith.constant"() {value = 128 : index} : () -> index
    %201 = "stable_mosaic.vector.load"(%dy, %200, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %202 = "stable_mosaic.tpu.bitcast"(%201) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %203 = "stable_mosaic.arith.andi"(%202, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %204 = "stable_mosaic.arith.andi"(%202, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %205 = "stable_mosaic.arith.cmpi"(%203, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %206 = "stable_mosaic.arith.select"(%205, %14, %204) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %207 = "stable_mosaic.arith.constant"() {value = dense<65536> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %208 = "stable_mosaic.arith.andi"(%4, %207) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %209 = "stable_mosaic.arith.cmpi"(%208, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %210 = "stable_mosaic.arith.select"(%209, %202, %206) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %211 = "stable_mosaic.tpu.bitcast"(%210) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%211, %dx, %200, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %212 = "stable_mosaic.arith.constant"() {value = 136 : index} : () -> index
    %213 = "stable_mosaic.vector.load"(%dy, %212, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %214 = "stable_mosaic.tpu.bitcast"(%213) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %215 = "stable_mosaic.arith.andi"(%214, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %216 = "stable_mosaic.arith.andi"(%214, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %217 = "stable_mosaic.arith.cmpi"(%215, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %218 = "stable_mosaic.arith.select"(%217, %14, %216) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %219 = "stable_mosaic.arith.constant"() {value = dense<131072> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %220 = "stable_mosaic.arith.andi"(%4, %219) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %221 = "stable_mosaic.arith.cmpi"(%220, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %222 = "stable_mosaic.arith.select"(%221, %214, %218) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %223 = "stable_mosaic.tpu.bitcast"(%222) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%223, %dx, %212, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %224 = "stable_mosaic.arith.constant"() {value = 144 : index} : () -> index
    %225 = "stable_mosaic.vector.load"(%dy, %224, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %226 = "stable_mosaic.tpu.bitcast"(%225) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %227 = "stable_mosaic.arith.andi"(%226, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %228 = "stable_mosaic.arith.andi"(%226, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %229 = "stable_mosaic.arith.cmpi"(%227, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %230 = "stable_mosaic.arith.select"(%229, %14, %228) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %231 = "stable_mosaic.arith.constant"() {value = dense<262144> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %232 = "stable_mosaic.arith.andi"(%4, %231) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %233 = "stable_mosaic.arith.cmpi"(%232, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %234 = "stable_mosaic.arith.select"(%233, %226, %230) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %235 = "stable_mosaic.tpu.bitcast"(%234) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%235, %dx, %224, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %236 = "stable_mosaic.arith.constant"() {value = 152 : index} : () -> index
    %237 = "stable_mosaic.vector.load"(%dy, %236, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %238 = "stable_mosaic.tpu.bitcast"(%237) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %239 = "stable_mosaic.arith.andi"(%238, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %240 = "stable_mosaic.arith.andi"(%238, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %241 = "stable_mosaic.arith.cmpi"(%239, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %242 = "stable_mosaic.arith.select"(%241, %14, %240) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %243 = "stable_mosaic.arith.constant"() {value = dense<524288> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %244 = "stable_mosaic.arith.andi"(%4, %243) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %245 = "stable_mosaic.arith.cmpi"(%244, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %246 = "stable_mosaic.arith.select"(%245, %238, %242) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %247 = "stable_mosaic.tpu.bitcast"(%246) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%247, %dx, %236, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %248 = "stable_mosaic.arith.constant"() {value = 160 : index} : () -> index
    %249 = "stable_mosaic.vector.load"(%dy, %248, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %250 = "stable_mosaic.tpu.bitcast"(%249) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %251 = "stable_mosaic.arith.andi"(%250, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %252 = "stable_mosaic.arith.andi"(%250, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %253 = "stable_mosaic.arith.cmpi"(%251, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %254 = "stable_mosaic.arith.select"(%253, %14, %252) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %255 = "stable_mosaic.arith.constant"() {value = dense<1048576> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %256 = "stable_mosaic.arith.andi"(%4, %255) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %257 = "stable_mosaic.arith.cmpi"(%256, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %258 = "stable_mosaic.arith.select"(%257, %250, %254) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %259 = "stable_mosaic.tpu.bitcast"(%258) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%259, %dx, %248, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %260 = "stable_mosaic.arith.constant"() {value = 168 : index} : () -> index
    %261 = "stable_mosaic.vector.load"(%dy, %260, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %262 = "stable_mosaic.tpu.bitcast"(%261) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %263 = "stable_mosaic.arith.andi"(%262, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %264 = "stable_mosaic.arith.andi"(%262, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %265 = "stable_mosaic.arith.cmpi"(%263, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %266 = "stable_mosaic.arith.select"(%265, %14, %264) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %267 = "stable_mosaic.arith.constant"() {value = dense<2097152> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %268 = "stable_mosaic.arith.andi"(%4, %267) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %269 = "stable_mosaic.arith.cmpi"(%268, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %270 = "stable_mosaic.arith.select"(%269, %262, %266) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %271 = "stable_mosaic.tpu.bitcast"(%270) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%271, %dx, %260, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %272 = "stable_mosaic.arith.constant"() {value = 176 : index} : () -> index
    %273 = "stable_mosaic.vector.load"(%dy, %272, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %274 = "stable_mosaic.tpu.bitcast"(%273) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %275 = "stable_mosaic.arith.andi"(%274, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %276 = "stable_mosaic.arith.andi"(%274, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %277 = "stable_mosaic.arith.cmpi"(%275, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %278 = "stable_mosaic.arith.select"(%277, %14, %276) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %279 = "stable_mosaic.arith.constant"() {value = dense<4194304> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %280 = "stable_mosaic.arith.andi"(%4, %279) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %281 = "stable_mosaic.arith.cmpi"(%280, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %282 = "stable_mosaic.arith.select"(%281, %274, %278) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %283 = "stable_mosaic.tpu.bitcast"(%282) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%283, %dx, %272, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %284 = "stable_mosaic.arith.constant"() {value = 184 : index} : () -> index
    %285 = "stable_mosaic.vector.load"(%dy, %284, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %286 = "stable_mosaic.tpu.bitcast"(%285) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %287 = "stable_mosaic.arith.andi"(%286, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %288 = "stable_mosaic.arith.andi"(%286, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %289 = "stable_mosaic.arith.cmpi"(%287, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %290 = "stable_mosaic.arith.select"(%289, %14, %288) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %291 = "stable_mosaic.arith.constant"() {value = dense<8388608> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %292 = "stable_mosaic.arith.andi"(%4, %291) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %293 = "stable_mosaic.arith.cmpi"(%292, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %294 = "stable_mosaic.arith.select"(%293, %286, %290) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %295 = "stable_mosaic.tpu.bitcast"(%294) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%295, %dx, %284, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %296 = "stable_mosaic.arith.constant"() {value = 192 : index} : () -> index
    %297 = "stable_mosaic.vector.load"(%dy, %296, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %298 = "stable_mosaic.tpu.bitcast"(%297) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %299 = "stable_mosaic.arith.andi"(%298, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %300 = "stable_mosaic.arith.andi"(%298, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %301 = "stable_mosaic.arith.cmpi"(%299, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %302 = "stable_mosaic.arith.select"(%301, %14, %300) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %303 = "stable_mosaic.arith.constant"() {value = dense<16777216> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %304 = "stable_mosaic.arith.andi"(%4, %303) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %305 = "stable_mosaic.arith.cmpi"(%304, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %306 = "stable_mosaic.arith.select"(%305, %298, %302) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %307 = "stable_mosaic.tpu.bitcast"(%306) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%307, %dx, %296, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %308 = "stable_mosaic.arith.constant"() {value = 200 : index} : () -> index
    %309 = "stable_mosaic.vector.load"(%dy, %308, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %310 = "stable_mosaic.tpu.bitcast"(%309) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %311 = "stable_mosaic.arith.andi"(%310, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %312 = "stable_mosaic.arith.andi"(%310, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %313 = "stable_mosaic.arith.cmpi"(%311, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %314 = "stable_mosaic.arith.select"(%313, %14, %312) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %315 = "stable_mosaic.arith.constant"() {value = dense<33554432> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %316 = "stable_mosaic.arith.andi"(%4, %315) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %317 = "stable_mosaic.arith.cmpi"(%316, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %318 = "stable_mosaic.arith.select"(%317, %310, %314) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %319 = "stable_mosaic.tpu.bitcast"(%318) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%319, %dx, %308, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %320 = "stable_mosaic.arith.constant"() {value = 208 : index} : () -> index
    %321 = "stable_mosaic.vector.load"(%dy, %320, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %322 = "stable_mosaic.tpu.bitcast"(%321) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %323 = "stable_mosaic.arith.andi"(%322, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %324 = "stable_mosaic.arith.andi"(%322, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %325 = "stable_mosaic.arith.cmpi"(%323, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %326 = "stable_mosaic.arith.select"(%325, %14, %324) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %327 = "stable_mosaic.arith.constant"() {value = dense<67108864> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %328 = "stable_mosaic.arith.andi"(%4, %327) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %329 = "stable_mosaic.arith.cmpi"(%328, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %330 = "stable_mosaic.arith.select"(%329, %322, %326) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %331 = "stable_mosaic.tpu.bitcast"(%330) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%331, %dx, %320, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %332 = "stable_mosaic.arith.constant"() {value = 216 : index} : () -> index
    %333 = "stable_mosaic.vector.load"(%dy, %332, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %334 = "stable_mosaic.tpu.bitcast"(%333) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %335 = "stable_mosaic.arith.andi"(%334, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %336 = "stable_mosaic.arith.andi"(%334, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %337 = "stable_mosaic.arith.cmpi"(%335, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %338 = "stable_mosaic.arith.select"(%337, %14, %336) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %339 = "stable_mosaic.arith.constant"() {value = dense<134217728> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %340 = "stable_mosaic.arith.andi"(%4, %339) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %341 = "stable_mosaic.arith.cmpi"(%340, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %342 = "stable_mosaic.arith.select"(%341, %334, %338) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %343 = "stable_mosaic.tpu.bitcast"(%342) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%343, %dx, %332, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %344 = "stable_mosaic.arith.constant"() {value = 224 : index} : () -> index
    %345 = "stable_mosaic.vector.load"(%dy, %344, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %346 = "stable_mosaic.tpu.bitcast"(%345) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %347 = "stable_mosaic.arith.andi"(%346, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %348 = "stable_mosaic.arith.andi"(%346, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %349 = "stable_mosaic.arith.cmpi"(%347, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %350 = "stable_mosaic.arith.select"(%349, %14, %348) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %351 = "stable_mosaic.arith.constant"() {value = dense<268435456> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %352 = "stable_mosaic.arith.andi"(%4, %351) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %353 = "stable_mosaic.arith.cmpi"(%352, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %354 = "stable_mosaic.arith.select"(%353, %346, %350) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %355 = "stable_mosaic.tpu.bitcast"(%354) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%355, %dx, %344, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %356 = "stable_mosaic.arith.constant"() {value = 232 : index} : () -> index
    %357 = "stable_mosaic.vector.load"(%dy, %356, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %358 = "stable_mosaic.tpu.bitcast"(%357) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %359 = "stable_mosaic.arith.andi"(%358, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %360 = "stable_mosaic.arith.andi"(%358, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %361 = "stable_mosaic.arith.cmpi"(%359, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %362 = "stable_mosaic.arith.select"(%361, %14, %360) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %363 = "stable_mosaic.arith.constant"() {value = dense<536870912> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %364 = "stable_mosaic.arith.andi"(%4, %363) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %365 = "stable_mosaic.arith.cmpi"(%364, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %366 = "stable_mosaic.arith.select"(%365, %358, %362) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %367 = "stable_mosaic.tpu.bitcast"(%366) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%367, %dx, %356, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %368 = "stable_mosaic.arith.constant"() {value = 240 : index} : () -> index
    %369 = "stable_mosaic.vector.load"(%dy, %368, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %370 = "stable_mosaic.tpu.bitcast"(%369) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %371 = "stable_mosaic.arith.andi"(%370, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %372 = "stable_mosaic.arith.andi"(%370, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %373 = "stable_mosaic.arith.cmpi"(%371, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %374 = "stable_mosaic.arith.select"(%373, %14, %372) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %375 = "stable_mosaic.arith.constant"() {value = dense<1073741824> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %376 = "stable_mosaic.arith.andi"(%4, %375) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %377 = "stable_mosaic.arith.cmpi"(%376, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %378 = "stable_mosaic.arith.select"(%377, %370, %374) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %379 = "stable_mosaic.tpu.bitcast"(%378) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%379, %dx, %368, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %380 = "stable_mosaic.arith.constant"() {value = 248 : index} : () -> index
    %381 = "stable_mosaic.vector.load"(%dy, %380, %1) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %382 = "stable_mosaic.tpu.bitcast"(%381) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %383 = "stable_mosaic.arith.andi"(%382, %8) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %384 = "stable_mosaic.arith.andi"(%382, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %385 = "stable_mosaic.arith.cmpi"(%383, %12) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %386 = "stable_mosaic.arith.select"(%385, %14, %384) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %387 = "stable_mosaic.arith.andi"(%4, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %388 = "stable_mosaic.arith.cmpi"(%387, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %389 = "stable_mosaic.arith.select"(%388, %382, %386) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %390 = "stable_mosaic.tpu.bitcast"(%389) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    "stable_mosaic.tpu.vector_store"(%390, %dx, %380, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    "stable_mosaic.func.return"() : () -> ()
  }) {dimension_semantics = [#tpu.dimension_semantics<parallel>, #tpu.dimension_semantics<parallel>], function_type = (i32, i32, memref<256x1024xf32, #tpu.memory_space<vmem>>, memref<8x1024xi32, #tpu.memory_space<vmem>>, memref<256x1024xf32, #tpu.memory_space<vmem>>) -> (), iteration_bounds = array<i64: 2, 1>, scalar_prefetch = 0 : i64, scratch_operands = 0 : i64, sym_name = "unswag_gradmask_f32_mul", tpu.core_type = #tpu.core_type<tc>, window_params = [{transform_indices = @t0, window_bounds = array<i64: 256, 1024>}, {transform_indices = @t1, window_bounds = array<i64: 8, 1024>}, {transform_indices = @t2, window_bounds = array<i64: 256, 1024>}]} : () -> ()
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32):
    "stable_mosaic.func.return"(%i, %j) : (i32, i32) -> ()
  }) {function_type = (i32, i32) -> (i32, i32), sym_name = "t0"} : () -> ()
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32):
    "stable_mosaic.func.return"(%i, %j) : (i32, i32) -> ()
  }) {function_type = (i32, i32) -> (i32, i32), sym_name = "t1"} : () -> ()
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32):
    "stable_mosaic.func.return"(%i, %j) : (i32, i32) -> ()
  }) {function_type = (i32, i32) -> (i32, i32), sym_name = "t2"} : () -> ()
}
