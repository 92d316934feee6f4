module attributes {stable_mosaic.version = 11 : i64} {
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32, %mask: memref<8x1024xi32, #tpu.memory_space<vmem>>, %p: memref<256x1024xi8, #tpu.memory_space<vmem>>):
    %1 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %2 = "stable_mosaic.arith.constant"() {value = 8 : index} : () -> index
    %3 = "stable_mosaic.arith.muli"(%1, %2) : (index, index) -> index
    %4 = "stable_mosaic.vector.load"(%mask, %3, %1) : (memref<8x1024xi32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xi32>
    %5 = "stable_mosaic.arith.constant"() {value = dense<0> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %6 = "stable_mosaic.arith.constant"() {value = dense<1> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %7 = "stable_mosaic.arith.andi"(%4, %6) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %8 = "stable_mosaic.arith.cmpi"(%7, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %9 = "stable_mosaic.arith.select"(%8, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %10 = "stable_mosaic.arith.constant"() {value = dense<2> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %11 = "stable_mosaic.arith.andi"(%4, %10) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %12 = "stable_mosaic.arith.cmpi"(%11, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %13 = "stable_mosaic.arith.select"(%12, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %14 = "stable_mosaic.arith.constant"() {value = dense<4> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %15 = "stable_mosaic.arith.andi"(%4, %14) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %16 = "stable_mosaic.arith.cmpi"(%15, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %17 = "stable_mosaic.arith.select"(%16, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %18 = "stable_mosaic.arith.constant"() {value = dense<8> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %19 = "stable_mosaic.arith.andi"(%4, %18) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %20 = "stable_mosaic.arith.cmpi"(%19, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %21 = "stable_mosaic.arith.select"(%20, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %22 = "stable_mosaic.tpu.concatenate"(%9, %13, %17, %21) {dimension = 0 : i32} : (vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<32x1024xi32>
    %23 = "stable_mosaic.arith.trunci"(%22) {overflowFlags = #arith.overflow<none>} : (vector<32x1024xi32>) -> vector<32x1024xi8>
    "stable_mosaic.tpu.vector_store"(%23, %p, %1, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<32x1024xi8>, memref<256x1024xi8, #tpu.memory_space<vmem>>, index, index) -> ()
    %24 = "stable_mosaic.arith.constant"() {value = dense<16> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %25 = "stable_mosaic.arith.andi"(%4, %24) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %26 = "stable_mosaic.arith.cmpi"(%25, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %27 = "stable_mosaic.arith.select"(%26, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %28 = "stable_mosaic.arith.constant"() {value = dense<32> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %29 = "stable_mosaic.arith.andi"(%4, %28) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %30 = "stable_mosaic.arith.cmpi"(%29, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %31 = "stable_mosaic.arith.select"(%30, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %32 = "stable_mosaic.arith.constant"() {value = dense<64> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %33 = "stable_mosaic.arith.andi"(%4, %32) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %34 = "stable_mosaic.arith.cmpi"(%33, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %35 = "stable_mosaic.arith.select"(%34, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %36 = "stable_mosaic.arith.constant"() {value = dense<128> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %37 = "stable_mosaic.arith.andi"(%4, %36) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %38 = "stable_mosaic.arith.cmpi"(%37, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %39 = "stable_mosaic.arith.select"(%38, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %40 = "stable_mosaic.arith.constant"() {value = 32 : index} : () -> index
    %41 = "stable_mosaic.tpu.concatenate"(%27, %31, %35, %39) {dimension = 0 : i32} : (vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<32x1024xi32>
    %42 = "stable_mosaic.arith.trunci"(%41) {overflowFlags = #arith.overflow<none>} : (vector<32x1024xi32>) -> vector<32x1024xi8>
    "stable_mosaic.tpu.vector_store"(%42, %p, %40, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<32x1024xi8>, memref<256x1024xi8, #tpu.memory_space<vmem>>, index, index) -> ()
    %43 = "stable_mosaic.arith.constant"() {value = dense<256> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %44 = "stable_mosaic.arith.andi"(%4, %43) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %45 = "stable_mosaic.arith.cmpi"(%44, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %46 = "stable_mosaic.arith.select"(%45, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %47 = "stable_mosaic.arith.constant"() {value = dense<512> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %48 = "stable_mosaic.arith.andi"(%4, %47) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %49 = "stable_mosaic.arith.cmpi"(%48, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %50 = "stable_mosaic.arith.select"(%49, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %51 = "stable_mosaic.arith.constant"() {value = dense<1024> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %52 = "stable_mosaic.arith.andi"(%4, %51) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %53 = "stable_mosaic.arith.cmpi"(%52, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %54 = "stable_mosaic.arith.select"(%53, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %55 = "stable_mosaic.arith.constant"() {value = dense<2048> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %56 = "stable_mosaic.arith.andi"(%4, %55) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %57 = "stable_mosaic.arith.cmpi"(%56, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %58 = "stable_mosaic.arith.select"(%57, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %59 = "stable_mosaic.arith.constant"() {value = 64 : index} : () -> index
    %60 = "stable_mosaic.tpu.concatenate"(%46, %50, %54, %58) {dimension = 0 : i32} : (vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<32x1024xi32>
    %61 = "stable_mosaic.arith.trunci"(%60) {overflowFlags = #arith.overflow<none>} : (vector<32x1024xi32>) -> vector<32x1024xi8>
    "stable_mosaic.tpu.vector_store"(%61, %p, %59, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<32x1024xi8>, memref<256x1024xi8, #tpu.memory_space<vmem>>, index, index) -> ()
    %62 = "stable_mosaic.arith.constant"() {value = dense<4096> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %63 = "stable_mosaic.arith.andi"(%4, %62) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %64 = "stable_mosaic.arith.cmpi"(%63, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %65 = "stable_mosaic.arith.select"(%64, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %66 = "stable_mosaic.arith.constant"() {value = dense<8192> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %67 = "stable_mosaic.arith.andi"(%4, %66) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %68 = "stable_mosaic.arith.cmpi"(%67, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %69 = "stable_mosaic.arith.select"(%68, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %70 = "stable_mosaic.arith.constant"() {value = dense<16384> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %71 = "stable_mosaic.arith.andi"(%4, %70) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %72 = "stable_mosaic.arith.cmpi"(%71, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %73 = "stable_mosaic.arith.select"(%72, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %74 = "stable_mosaic.arith.constant"() {value = dense<32768> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %75 = "stable_mosaic.arith.andi"(%4, %74) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %76 = "stable_mosaic.arith.cmpi"(%75, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %77 = "stable_mosaic.arith.select"(%76, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %78 = "stable_mosaic.arith.constant"() {value = 96 : index} : () -> index
    %79 = "stable_mosaic.tpu.concatenate"(%65, %69, %73, %77) {dimension = 0 : i32} : (vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<32x1024xi32>
    %80 = "stable_mosaic.arith.trunci"(%79) {overflowFlags = #arith.overflow<none>} : (vector<32x1024xi32>) -> vector<32x1024xi8>
    "stable_mosaic.tpu.vector_store"(%80, %p, %78, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<32x1024xi8>, memref<256x1024xi8, #tpu.memory_space<vmem>>, index, index) -> ()
    %81 = "stable_mosaic.arith.constant"() {value = dense<65536> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %82 = "stable_mosaic.arith.andi"(%4, %81) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %83 = "stable_mosaic.arith.cmpi"(%82, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %84 = "stable_mosaic.arith.select"(%83, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %85 = "stable_mosaic.arith.constant"() {value = dense<131072> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %86 = "stable_mosaic.arith.andi"(%4, %85) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %87 = "stable_mosaic.arith.cmpi"(%86, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %88 = "stable_mosaic.arith.select"(%87, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %89 = "stable_mosaic.arith.constant"() {value = dense<262144> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %90 = "stable_mosaic.arith.andi"(%4, %89) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %91 = "stable_mosaic.arith.cmpi"(%90, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %92 = "stable_mosaic.arith.select"(%91, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %93 = "stable_mosaic.arith.constant"() {value = dense<524288> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %94 = "stable_mosaic.arith.andi"(%4, %93) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %95 = "stable_mosaic.arith.cmpi"(%94, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %96 = "stable_mosaic.arith.select"(%95, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %97 = "stable_mosaic.arith.constant"() {value = 128 : index} : () -> index
    %98 = "stable_mosaic.tpu.concatenate"(%84, %88, %92, %96) {dimension = 0 : i32} : (vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<32x1024xi32>
    %99 = "stable_mosaic.arith.trunci"(%98) {overflowFlags = #arith.overflow<none>} : (vector<32x1024xi32>) -> vector<32x1024xi8>
    "stable_mosaic.tpu.vector_store"(%99, %p, %97, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<32x1024xi8>, memref<256x1024xi8, #tpu.memory_space<vmem>>, index, index) -> ()
    %100 = "stable_mosaic.arith.constant"() {value = dense<1048576> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %101 = "stable_mosaic.arith.andi"(%4, %100) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %102 = "stable_mosaic.arith.cmpi"(%101, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %103 = "stable_mosaic.arith.select"(%102, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %104 = "stable_mosaic.arith.constant"() {value = dense<2097152> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %105 = "stable_mosaic.arith.andi"(%4, %104) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %106 = "stable_mosaic.arith.cmpi"(%105, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %107 = "stable_mosaic.arith.select"(%106, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %108 = "stable_mosaic.arith.constant"() {value = dense<4194304> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %109 = "stable_mosaic.arith.andi"(%4, %108) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %110 = "stable_mosaic.arith.cmpi"(%109, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %111 = "stable_mosaic.arith.select"(%110, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %112 = "stable_mosaic.arith.constant"() {value = dense<8388608> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %113 = "stable_mosaic.arith.andi"(%4, %112) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %114 = "stable_mosaic.arith.cmpi"(%113, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %115 = "stable_mosaic.arith.select"(%114, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %116 = "stable_mosaic.arith.constant"() {value = 160 : index} : () -> index
    %117 = "stable_mosaic.tpu.concatenate"(%103, %107, %111, %115) {dimension = 0 : i32} : (vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<32x1024xi32>
    %118 = "stable_mosaic.arith.trunci"(%117) {overflowFlags = #arith.overflow<none>} : (vector<32x1024xi32>) -> vector<32x1024xi8>
    "stable_mosaic.tpu.vector_store"(%118, %p, %116, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<32x1024xi8>, memref<256x1024xi8, #tpu.memory_space<vmem>>, index, index) -> ()
    %119 = "stable_mosaic.arith.constant"() {value = dense<16777216> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %120 = "stable_mosaic.arith.andi"(%4, %119) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %121 = "stable_mosaic.arith.cmpi"(%120, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %122 = "stable_mosaic.arith.select"(%121, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %123 = "stable_mosaic.arith.constant"() {value = dense<33554432> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %124 = "stable_mosaic.arith.andi"(%4, %123) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %125 = "stable_mosaic.arith.cmpi"(%124, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %126 = "stable_mosaic.arith.select"(%125, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %127 = "stable_mosaic.arith.constant"() {value = dense<67108864> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %128 = "stable_mosaic.arith.andi"(%4, %127) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %129 = "stable_mosaic.arith.cmpi"(%128, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %130 = "stable_mosaic.arith.select"(%129, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %131 = "stable_mosaic.arith.constant"() {value = dense<134217728> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %132 = "stable_mosaic.arith.andi"(%4, %131) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %133 = "stable_mosaic.arith.cmpi"(%132, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %134 = "stable_mosaic.arith.select"(%133, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %135 = "stable_mosaic.arith.constant"() {value = 192 : index} : () -> index
    %136 = "stable_mosaic.tpu.concatenate"(%122, %126, %130, %134) {dimension = 0 : i32} : (vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<32x1024xi32>
    %137 = "stable_mosaic.arith.trunci"(%136) {overflowFlags = #arith.overflow<none>} : (vector<32x1024xi32>) -> vector<32x1024xi8>
    "stable_mosaic.tpu.vector_store"(%137, %p, %135, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<32x1024xi8>, memref<256x1024xi8, #tpu.memory_space<vmem>>, index, index) -> ()
    %138 = "stable_mosaic.arith.constant"() {value = dense<268435456> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %139 = "stable_mosaic.arith.andi"(%4, %138) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %140 = "stable_mosaic.arith.cmpi"(%139, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %141 = "stable_mosaic.arith.select"(%140, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %142 = "stable_mosaic.arith.constant"() {value = dense<536870912> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %143 = "stable_mosaic.arith.andi"(%4, %142) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %144 = "stable_mosaic.arith.cmpi"(%143, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %145 = "stable_mosaic.arith.select"(%144, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %146 = "stable_mosaic.arith.constant"() {value = dense<1073741824> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %147 = "stable_mosaic.arith.andi"(%4, %146) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %148 = "stable_mosaic.arith.cmpi"(%147, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %149 = "stable_mosaic.arith.select"(%148, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %150 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %151 = "stable_mosaic.arith.andi"(%4, %150) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %152 = "stable_mosaic.arith.cmpi"(%151, %5) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %153 = "stable_mosaic.arith.select"(%152, %6, %5) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %154 = "stable_mosaic.arith.constant"() {value = 224 : index} : () -> index
    %155 = "stable_mosaic.tpu.concatenate"(%141, %145, %149, %153) {dimension = 0 : i32} : (vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<32x1024xi32>
    %156 = "stable_mosaic.arith.trunci"(%155) {overflowFlags = #arith.overflow<none>} : (vector<32x1024xi32>) -> vector<32x1024xi8>
    "stable_mosaic.tpu.vector_store"(%156, %p, %154, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<32x1024xi8>, memref<256x1024xi8, #tpu.memory_space<vmem>>, index, index) -> ()
    "stable_mosaic.func.return"() : () -> ()
  }) {dimension_semantics = [#tpu.dimension_semantics<parallel>, #tpu.dimension_semantics<parallel>], function_type = (i32, i32, memref<8x1024xi32, #tpu.memory_space<vmem>>, memref<256x1024xi8, #tpu.memory_space<vmem>>) -> (), iteration_bounds = array<i64: 2, 1>, scalar_prefetch = 0 : i64, scratch_operands = 0 : i64, sym_name = "unswag_unpack_i8", tpu.core_type = #tpu.core_type<tc>, window_params = [{transform_indices = @t0, window_bounds = array<i64: 8, 1024>}, {transform_indices = @t1, window_bounds = array<i64: 256, 1024>}]} : () -> ()
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32):
    "stable_mosaic.func.return"(%i, %j) : (i32, i32) -> ()
  }) {function_type = (i32, i32) -> (i32, i32), sym_name = "t0"} : () -> ()
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32):
    "stable_mosaic.func.return"(%i, %j) : (i32, i32) -> ()
  }) {function_type = (i32, i32) -> (i32, i32), sym_name = "t1"} : () -> ()
}
