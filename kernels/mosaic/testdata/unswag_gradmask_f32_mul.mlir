module attributes {stable_mosaic.version = 11 : i64} {
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32, %dy: memref<256x1024xf32, #tpu.memory_space<vmem>>, %mask: memref<8x1024xi32, #tpu.memory_space<vmem>>, %dx: memref<256x1024xf32, #tpu.memory_space<vmem>>):
    %1 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %2 = "stable_mosaic.arith.constant"() {value = 256 : index} : () -> index
    %3 = "stable_mosaic.arith.muli"(%1, %2) : (index, index) -> index
    %4 = "stable_mosaic.arith.constant"() {value = 8 : index} : () -> index
    %5 = "stable_mosaic.arith.muli"(%1, %4) : (index, index) -> index
    %6 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %7 = "stable_mosaic.vector.load"(%mask, %5, %6) : (memref<8x1024xi32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xi32>
    %8 = "stable_mosaic.arith.constant"() {value = dense<0> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %9 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %10 = "stable_mosaic.arith.addi"(%3, %9) : (index, index) -> index
    %11 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %12 = "stable_mosaic.vector.load"(%dy, %10, %11) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %13 = "stable_mosaic.tpu.bitcast"(%12) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %14 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %15 = "stable_mosaic.arith.andi"(%13, %14) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %16 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %17 = "stable_mosaic.arith.andi"(%13, %16) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %18 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %19 = "stable_mosaic.arith.cmpi"(%15, %18) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %20 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %21 = "stable_mosaic.arith.select"(%19, %20, %17) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %22 = "stable_mosaic.arith.constant"() {value = dense<1> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %23 = "stable_mosaic.arith.andi"(%7, %22) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %24 = "stable_mosaic.arith.cmpi"(%23, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %25 = "stable_mosaic.arith.select"(%24, %13, %21) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %26 = "stable_mosaic.tpu.bitcast"(%25) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %27 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%26, %dx, %10, %27) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %28 = "stable_mosaic.arith.constant"() {value = 8 : index} : () -> index
    %29 = "stable_mosaic.arith.addi"(%3, %28) : (index, index) -> index
    %30 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %31 = "stable_mosaic.vector.load"(%dy, %29, %30) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %32 = "stable_mosaic.tpu.bitcast"(%31) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %33 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %34 = "stable_mosaic.arith.andi"(%32, %33) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %35 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %36 = "stable_mosaic.arith.andi"(%32, %35) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %37 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %38 = "stable_mosaic.arith.cmpi"(%34, %37) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %39 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %40 = "stable_mosaic.arith.select"(%38, %39, %36) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %41 = "stable_mosaic.arith.constant"() {value = dense<2> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %42 = "stable_mosaic.arith.andi"(%7, %41) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %43 = "stable_mosaic.arith.cmpi"(%42, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %44 = "stable_mosaic.arith.select"(%43, %32, %40) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %45 = "stable_mosaic.tpu.bitcast"(%44) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %46 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%45, %dx, %29, %46) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %47 = "stable_mosaic.arith.constant"() {value = 16 : index} : () -> index
    %48 = "stable_mosaic.arith.addi"(%3, %47) : (index, index) -> index
    %49 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %50 = "stable_mosaic.vector.load"(%dy, %48, %49) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %51 = "stable_mosaic.tpu.bitcast"(%50) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %52 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %53 = "stable_mosaic.arith.andi"(%51, %52) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %54 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %55 = "stable_mosaic.arith.andi"(%51, %54) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %56 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %57 = "stable_mosaic.arith.cmpi"(%53, %56) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %58 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %59 = "stable_mosaic.arith.select"(%57, %58, %55) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %60 = "stable_mosaic.arith.constant"() {value = dense<4> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %61 = "stable_mosaic.arith.andi"(%7, %60) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %62 = "stable_mosaic.arith.cmpi"(%61, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %63 = "stable_mosaic.arith.select"(%62, %51, %59) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %64 = "stable_mosaic.tpu.bitcast"(%63) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %65 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%64, %dx, %48, %65) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %66 = "stable_mosaic.arith.constant"() {value = 24 : index} : () -> index
    %67 = "stable_mosaic.arith.addi"(%3, %66) : (index, index) -> index
    %68 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %69 = "stable_mosaic.vector.load"(%dy, %67, %68) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %70 = "stable_mosaic.tpu.bitcast"(%69) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %71 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %72 = "stable_mosaic.arith.andi"(%70, %71) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %73 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %74 = "stable_mosaic.arith.andi"(%70, %73) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %75 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %76 = "stable_mosaic.arith.cmpi"(%72, %75) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %77 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %78 = "stable_mosaic.arith.select"(%76, %77, %74) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %79 = "stable_mosaic.arith.constant"() {value = dense<8> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %80 = "stable_mosaic.arith.andi"(%7, %79) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %81 = "stable_mosaic.arith.cmpi"(%80, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %82 = "stable_mosaic.arith.select"(%81, %70, %78) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %83 = "stable_mosaic.tpu.bitcast"(%82) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %84 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%83, %dx, %67, %84) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %85 = "stable_mosaic.arith.constant"() {value = 32 : index} : () -> index
    %86 = "stable_mosaic.arith.addi"(%3, %85) : (index, index) -> index
    %87 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %88 = "stable_mosaic.vector.load"(%dy, %86, %87) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %89 = "stable_mosaic.tpu.bitcast"(%88) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %90 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %91 = "stable_mosaic.arith.andi"(%89, %90) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %92 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %93 = "stable_mosaic.arith.andi"(%89, %92) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %94 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %95 = "stable_mosaic.arith.cmpi"(%91, %94) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %96 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %97 = "stable_mosaic.arith.select"(%95, %96, %93) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %98 = "stable_mosaic.arith.constant"() {value = dense<16> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %99 = "stable_mosaic.arith.andi"(%7, %98) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %100 = "stable_mosaic.arith.cmpi"(%99, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %101 = "stable_mosaic.arith.select"(%100, %89, %97) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %102 = "stable_mosaic.tpu.bitcast"(%101) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %103 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%102, %dx, %86, %103) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %104 = "stable_mosaic.arith.constant"() {value = 40 : index} : () -> index
    %105 = "stable_mosaic.arith.addi"(%3, %104) : (index, index) -> index
    %106 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %107 = "stable_mosaic.vector.load"(%dy, %105, %106) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %108 = "stable_mosaic.tpu.bitcast"(%107) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %109 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %110 = "stable_mosaic.arith.andi"(%108, %109) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %111 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %112 = "stable_mosaic.arith.andi"(%108, %111) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %113 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %114 = "stable_mosaic.arith.cmpi"(%110, %113) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %115 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %116 = "stable_mosaic.arith.select"(%114, %115, %112) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %117 = "stable_mosaic.arith.constant"() {value = dense<32> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %118 = "stable_mosaic.arith.andi"(%7, %117) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %119 = "stable_mosaic.arith.cmpi"(%118, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %120 = "stable_mosaic.arith.select"(%119, %108, %116) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %121 = "stable_mosaic.tpu.bitcast"(%120) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %122 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%121, %dx, %105, %122) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %123 = "stable_mosaic.arith.constant"() {value = 48 : index} : () -> index
    %124 = "stable_mosaic.arith.addi"(%3, %123) : (index, index) -> index
    %125 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %126 = "stable_mosaic.vector.load"(%dy, %124, %125) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %127 = "stable_mosaic.tpu.bitcast"(%126) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %128 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %129 = "stable_mosaic.arith.andi"(%127, %128) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %130 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %131 = "stable_mosaic.arith.andi"(%127, %130) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %132 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %133 = "stable_mosaic.arith.cmpi"(%129, %132) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %134 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %135 = "stable_mosaic.arith.select"(%133, %134, %131) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %136 = "stable_mosaic.arith.constant"() {value = dense<64> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %137 = "stable_mosaic.arith.andi"(%7, %136) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %138 = "stable_mosaic.arith.cmpi"(%137, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %139 = "stable_mosaic.arith.select"(%138, %127, %135) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %140 = "stable_mosaic.tpu.bitcast"(%139) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %141 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%140, %dx, %124, %141) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %142 = "stable_mosaic.arith.constant"() {value = 56 : index} : () -> index
    %143 = "stable_mosaic.arith.addi"(%3, %142) : (index, index) -> index
    %144 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %145 = "stable_mosaic.vector.load"(%dy, %143, %144) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %146 = "stable_mosaic.tpu.bitcast"(%145) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %147 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %148 = "stable_mosaic.arith.andi"(%146, %147) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %149 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %150 = "stable_mosaic.arith.andi"(%146, %149) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %151 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %152 = "stable_mosaic.arith.cmpi"(%148, %151) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %153 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %154 = "stable_mosaic.arith.select"(%152, %153, %150) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %155 = "stable_mosaic.arith.constant"() {value = dense<128> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %156 = "stable_mosaic.arith.andi"(%7, %155) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %157 = "stable_mosaic.arith.cmpi"(%156, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %158 = "stable_mosaic.arith.select"(%157, %146, %154) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %159 = "stable_mosaic.tpu.bitcast"(%158) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %160 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%159, %dx, %143, %160) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %161 = "stable_mosaic.arith.constant"() {value = 64 : index} : () -> index
    %162 = "stable_mosaic.arith.addi"(%3, %161) : (index, index) -> index
    %163 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %164 = "stable_mosaic.vector.load"(%dy, %162, %163) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %165 = "stable_mosaic.tpu.bitcast"(%164) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %166 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %167 = "stable_mosaic.arith.andi"(%165, %166) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %168 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %169 = "stable_mosaic.arith.andi"(%165, %168) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %170 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %171 = "stable_mosaic.arith.cmpi"(%167, %170) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %172 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %173 = "stable_mosaic.arith.select"(%171, %172, %169) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %174 = "stable_mosaic.arith.constant"() {value = dense<256> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %175 = "stable_mosaic.arith.andi"(%7, %174) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %176 = "stable_mosaic.arith.cmpi"(%175, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %177 = "stable_mosaic.arith.select"(%176, %165, %173) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %178 = "stable_mosaic.tpu.bitcast"(%177) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %179 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%178, %dx, %162, %179) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %180 = "stable_mosaic.arith.constant"() {value = 72 : index} : () -> index
    %181 = "stable_mosaic.arith.addi"(%3, %180) : (index, index) -> index
    %182 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %183 = "stable_mosaic.vector.load"(%dy, %181, %182) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %184 = "stable_mosaic.tpu.bitcast"(%183) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %185 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %186 = "stable_mosaic.arith.andi"(%184, %185) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %187 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %188 = "stable_mosaic.arith.andi"(%184, %187) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %189 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %190 = "stable_mosaic.arith.cmpi"(%186, %189) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %191 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %192 = "stable_mosaic.arith.select"(%190, %191, %188) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %193 = "stable_mosaic.arith.constant"() {value = dense<512> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %194 = "stable_mosaic.arith.andi"(%7, %193) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %195 = "stable_mosaic.arith.cmpi"(%194, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %196 = "stable_mosaic.arith.select"(%195, %184, %192) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %197 = "stable_mosaic.tpu.bitcast"(%196) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %198 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%197, %dx, %181, %198) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %199 = "stable_mosaic.arith.constant"() {value = 80 : index} : () -> index
    %200 = "stable_mosaic.arith.addi"(%3, %199) : (index, index) -> index
    %201 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %202 = "stable_mosaic.vector.load"(%dy, %200, %201) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %203 = "stable_mosaic.tpu.bitcast"(%202) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %204 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %205 = "stable_mosaic.arith.andi"(%203, %204) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %206 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %207 = "stable_mosaic.arith.andi"(%203, %206) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %208 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %209 = "stable_mosaic.arith.cmpi"(%205, %208) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %210 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %211 = "stable_mosaic.arith.select"(%209, %210, %207) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %212 = "stable_mosaic.arith.constant"() {value = dense<1024> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %213 = "stable_mosaic.arith.andi"(%7, %212) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %214 = "stable_mosaic.arith.cmpi"(%213, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %215 = "stable_mosaic.arith.select"(%214, %203, %211) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %216 = "stable_mosaic.tpu.bitcast"(%215) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %217 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%216, %dx, %200, %217) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %218 = "stable_mosaic.arith.constant"() {value = 88 : index} : () -> index
    %219 = "stable_mosaic.arith.addi"(%3, %218) : (index, index) -> index
    %220 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %221 = "stable_mosaic.vector.load"(%dy, %219, %220) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %222 = "stable_mosaic.tpu.bitcast"(%221) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %223 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %224 = "stable_mosaic.arith.andi"(%222, %223) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %225 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %226 = "stable_mosaic.arith.andi"(%222, %225) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %227 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %228 = "stable_mosaic.arith.cmpi"(%224, %227) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %229 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %230 = "stable_mosaic.arith.select"(%228, %229, %226) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %231 = "stable_mosaic.arith.constant"() {value = dense<2048> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %232 = "stable_mosaic.arith.andi"(%7, %231) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %233 = "stable_mosaic.arith.cmpi"(%232, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %234 = "stable_mosaic.arith.select"(%233, %222, %230) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %235 = "stable_mosaic.tpu.bitcast"(%234) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %236 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%235, %dx, %219, %236) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %237 = "stable_mosaic.arith.constant"() {value = 96 : index} : () -> index
    %238 = "stable_mosaic.arith.addi"(%3, %237) : (index, index) -> index
    %239 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %240 = "stable_mosaic.vector.load"(%dy, %238, %239) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %241 = "stable_mosaic.tpu.bitcast"(%240) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %242 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %243 = "stable_mosaic.arith.andi"(%241, %242) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %244 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %245 = "stable_mosaic.arith.andi"(%241, %244) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %246 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %247 = "stable_mosaic.arith.cmpi"(%243, %246) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %248 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %249 = "stable_mosaic.arith.select"(%247, %248, %245) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %250 = "stable_mosaic.arith.constant"() {value = dense<4096> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %251 = "stable_mosaic.arith.andi"(%7, %250) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %252 = "stable_mosaic.arith.cmpi"(%251, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %253 = "stable_mosaic.arith.select"(%252, %241, %249) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %254 = "stable_mosaic.tpu.bitcast"(%253) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %255 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%254, %dx, %238, %255) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %256 = "stable_mosaic.arith.constant"() {value = 104 : index} : () -> index
    %257 = "stable_mosaic.arith.addi"(%3, %256) : (index, index) -> index
    %258 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %259 = "stable_mosaic.vector.load"(%dy, %257, %258) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %260 = "stable_mosaic.tpu.bitcast"(%259) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %261 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %262 = "stable_mosaic.arith.andi"(%260, %261) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %263 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %264 = "stable_mosaic.arith.andi"(%260, %263) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %265 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %266 = "stable_mosaic.arith.cmpi"(%262, %265) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %267 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %268 = "stable_mosaic.arith.select"(%266, %267, %264) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %269 = "stable_mosaic.arith.constant"() {value = dense<8192> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %270 = "stable_mosaic.arith.andi"(%7, %269) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %271 = "stable_mosaic.arith.cmpi"(%270, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %272 = "stable_mosaic.arith.select"(%271, %260, %268) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %273 = "stable_mosaic.tpu.bitcast"(%272) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %274 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%273, %dx, %257, %274) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %275 = "stable_mosaic.arith.constant"() {value = 112 : index} : () -> index
    %276 = "stable_mosaic.arith.addi"(%3, %275) : (index, index) -> index
    %277 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %278 = "stable_mosaic.vector.load"(%dy, %276, %277) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %279 = "stable_mosaic.tpu.bitcast"(%278) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %280 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %281 = "stable_mosaic.arith.andi"(%279, %280) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %282 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %283 = "stable_mosaic.arith.andi"(%279, %282) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %284 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %285 = "stable_mosaic.arith.cmpi"(%281, %284) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %286 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %287 = "stable_mosaic.arith.select"(%285, %286, %283) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %288 = "stable_mosaic.arith.constant"() {value = dense<16384> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %289 = "stable_mosaic.arith.andi"(%7, %288) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %290 = "stable_mosaic.arith.cmpi"(%289, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %291 = "stable_mosaic.arith.select"(%290, %279, %287) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %292 = "stable_mosaic.tpu.bitcast"(%291) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %293 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%292, %dx, %276, %293) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %294 = "stable_mosaic.arith.constant"() {value = 120 : index} : () -> index
    %295 = "stable_mosaic.arith.addi"(%3, %294) : (index, index) -> index
    %296 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %297 = "stable_mosaic.vector.load"(%dy, %295, %296) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %298 = "stable_mosaic.tpu.bitcast"(%297) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %299 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %300 = "stable_mosaic.arith.andi"(%298, %299) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %301 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %302 = "stable_mosaic.arith.andi"(%298, %301) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %303 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %304 = "stable_mosaic.arith.cmpi"(%300, %303) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %305 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %306 = "stable_mosaic.arith.select"(%304, %305, %302) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %307 = "stable_mosaic.arith.constant"() {value = dense<32768> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %308 = "stable_mosaic.arith.andi"(%7, %307) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %309 = "stable_mosaic.arith.cmpi"(%308, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %310 = "stable_mosaic.arith.select"(%309, %298, %306) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %311 = "stable_mosaic.tpu.bitcast"(%310) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %312 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%311, %dx, %295, %312) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %313 = "stable_mosaic.arith.constant"() {value = 128 : index} : () -> index
    %314 = "stable_mosaic.arith.addi"(%3, %313) : (index, index) -> index
    %315 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %316 = "stable_mosaic.vector.load"(%dy, %314, %315) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %317 = "stable_mosaic.tpu.bitcast"(%316) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %318 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %319 = "stable_mosaic.arith.andi"(%317, %318) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %320 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %321 = "stable_mosaic.arith.andi"(%317, %320) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %322 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %323 = "stable_mosaic.arith.cmpi"(%319, %322) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %324 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %325 = "stable_mosaic.arith.select"(%323, %324, %321) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %326 = "stable_mosaic.arith.constant"() {value = dense<65536> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %327 = "stable_mosaic.arith.andi"(%7, %326) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %328 = "stable_mosaic.arith.cmpi"(%327, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %329 = "stable_mosaic.arith.select"(%328, %317, %325) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %330 = "stable_mosaic.tpu.bitcast"(%329) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %331 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%330, %dx, %314, %331) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %332 = "stable_mosaic.arith.constant"() {value = 136 : index} : () -> index
    %333 = "stable_mosaic.arith.addi"(%3, %332) : (index, index) -> index
    %334 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %335 = "stable_mosaic.vector.load"(%dy, %333, %334) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %336 = "stable_mosaic.tpu.bitcast"(%335) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %337 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %338 = "stable_mosaic.arith.andi"(%336, %337) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %339 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %340 = "stable_mosaic.arith.andi"(%336, %339) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %341 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %342 = "stable_mosaic.arith.cmpi"(%338, %341) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %343 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %344 = "stable_mosaic.arith.select"(%342, %343, %340) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %345 = "stable_mosaic.arith.constant"() {value = dense<131072> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %346 = "stable_mosaic.arith.andi"(%7, %345) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %347 = "stable_mosaic.arith.cmpi"(%346, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %348 = "stable_mosaic.arith.select"(%347, %336, %344) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %349 = "stable_mosaic.tpu.bitcast"(%348) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %350 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%349, %dx, %333, %350) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %351 = "stable_mosaic.arith.constant"() {value = 144 : index} : () -> index
    %352 = "stable_mosaic.arith.addi"(%3, %351) : (index, index) -> index
    %353 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %354 = "stable_mosaic.vector.load"(%dy, %352, %353) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %355 = "stable_mosaic.tpu.bitcast"(%354) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %356 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %357 = "stable_mosaic.arith.andi"(%355, %356) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %358 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %359 = "stable_mosaic.arith.andi"(%355, %358) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %360 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %361 = "stable_mosaic.arith.cmpi"(%357, %360) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %362 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %363 = "stable_mosaic.arith.select"(%361, %362, %359) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %364 = "stable_mosaic.arith.constant"() {value = dense<262144> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %365 = "stable_mosaic.arith.andi"(%7, %364) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %366 = "stable_mosaic.arith.cmpi"(%365, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %367 = "stable_mosaic.arith.select"(%366, %355, %363) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %368 = "stable_mosaic.tpu.bitcast"(%367) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %369 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%368, %dx, %352, %369) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %370 = "stable_mosaic.arith.constant"() {value = 152 : index} : () -> index
    %371 = "stable_mosaic.arith.addi"(%3, %370) : (index, index) -> index
    %372 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %373 = "stable_mosaic.vector.load"(%dy, %371, %372) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %374 = "stable_mosaic.tpu.bitcast"(%373) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %375 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %376 = "stable_mosaic.arith.andi"(%374, %375) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %377 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %378 = "stable_mosaic.arith.andi"(%374, %377) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %379 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %380 = "stable_mosaic.arith.cmpi"(%376, %379) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %381 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %382 = "stable_mosaic.arith.select"(%380, %381, %378) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %383 = "stable_mosaic.arith.constant"() {value = dense<524288> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %384 = "stable_mosaic.arith.andi"(%7, %383) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %385 = "stable_mosaic.arith.cmpi"(%384, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %386 = "stable_mosaic.arith.select"(%385, %374, %382) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %387 = "stable_mosaic.tpu.bitcast"(%386) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %388 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%387, %dx, %371, %388) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %389 = "stable_mosaic.arith.constant"() {value = 160 : index} : () -> index
    %390 = "stable_mosaic.arith.addi"(%3, %389) : (index, index) -> index
    %391 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %392 = "stable_mosaic.vector.load"(%dy, %390, %391) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %393 = "stable_mosaic.tpu.bitcast"(%392) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %394 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %395 = "stable_mosaic.arith.andi"(%393, %394) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %396 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %397 = "stable_mosaic.arith.andi"(%393, %396) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %398 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %399 = "stable_mosaic.arith.cmpi"(%395, %398) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %400 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %401 = "stable_mosaic.arith.select"(%399, %400, %397) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %402 = "stable_mosaic.arith.constant"() {value = dense<1048576> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %403 = "stable_mosaic.arith.andi"(%7, %402) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %404 = "stable_mosaic.arith.cmpi"(%403, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %405 = "stable_mosaic.arith.select"(%404, %393, %401) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %406 = "stable_mosaic.tpu.bitcast"(%405) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %407 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%406, %dx, %390, %407) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %408 = "stable_mosaic.arith.constant"() {value = 168 : index} : () -> index
    %409 = "stable_mosaic.arith.addi"(%3, %408) : (index, index) -> index
    %410 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %411 = "stable_mosaic.vector.load"(%dy, %409, %410) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %412 = "stable_mosaic.tpu.bitcast"(%411) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %413 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %414 = "stable_mosaic.arith.andi"(%412, %413) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %415 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %416 = "stable_mosaic.arith.andi"(%412, %415) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %417 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %418 = "stable_mosaic.arith.cmpi"(%414, %417) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %419 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %420 = "stable_mosaic.arith.select"(%418, %419, %416) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %421 = "stable_mosaic.arith.constant"() {value = dense<2097152> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %422 = "stable_mosaic.arith.andi"(%7, %421) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %423 = "stable_mosaic.arith.cmpi"(%422, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %424 = "stable_mosaic.arith.select"(%423, %412, %420) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %425 = "stable_mosaic.tpu.bitcast"(%424) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %426 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%425, %dx, %409, %426) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %427 = "stable_mosaic.arith.constant"() {value = 176 : index} : () -> index
    %428 = "stable_mosaic.arith.addi"(%3, %427) : (index, index) -> index
    %429 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %430 = "stable_mosaic.vector.load"(%dy, %428, %429) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %431 = "stable_mosaic.tpu.bitcast"(%430) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %432 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %433 = "stable_mosaic.arith.andi"(%431, %432) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %434 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %435 = "stable_mosaic.arith.andi"(%431, %434) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %436 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %437 = "stable_mosaic.arith.cmpi"(%433, %436) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %438 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %439 = "stable_mosaic.arith.select"(%437, %438, %435) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %440 = "stable_mosaic.arith.constant"() {value = dense<4194304> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %441 = "stable_mosaic.arith.andi"(%7, %440) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %442 = "stable_mosaic.arith.cmpi"(%441, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %443 = "stable_mosaic.arith.select"(%442, %431, %439) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %444 = "stable_mosaic.tpu.bitcast"(%443) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %445 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%444, %dx, %428, %445) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %446 = "stable_mosaic.arith.constant"() {value = 184 : index} : () -> index
    %447 = "stable_mosaic.arith.addi"(%3, %446) : (index, index) -> index
    %448 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %449 = "stable_mosaic.vector.load"(%dy, %447, %448) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %450 = "stable_mosaic.tpu.bitcast"(%449) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %451 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %452 = "stable_mosaic.arith.andi"(%450, %451) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %453 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %454 = "stable_mosaic.arith.andi"(%450, %453) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %455 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %456 = "stable_mosaic.arith.cmpi"(%452, %455) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %457 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %458 = "stable_mosaic.arith.select"(%456, %457, %454) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %459 = "stable_mosaic.arith.constant"() {value = dense<8388608> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %460 = "stable_mosaic.arith.andi"(%7, %459) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %461 = "stable_mosaic.arith.cmpi"(%460, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %462 = "stable_mosaic.arith.select"(%461, %450, %458) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %463 = "stable_mosaic.tpu.bitcast"(%462) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %464 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%463, %dx, %447, %464) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %465 = "stable_mosaic.arith.constant"() {value = 192 : index} : () -> index
    %466 = "stable_mosaic.arith.addi"(%3, %465) : (index, index) -> index
    %467 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %468 = "stable_mosaic.vector.load"(%dy, %466, %467) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %469 = "stable_mosaic.tpu.bitcast"(%468) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %470 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %471 = "stable_mosaic.arith.andi"(%469, %470) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %472 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %473 = "stable_mosaic.arith.andi"(%469, %472) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %474 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %475 = "stable_mosaic.arith.cmpi"(%471, %474) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %476 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %477 = "stable_mosaic.arith.select"(%475, %476, %473) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %478 = "stable_mosaic.arith.constant"() {value = dense<16777216> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %479 = "stable_mosaic.arith.andi"(%7, %478) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %480 = "stable_mosaic.arith.cmpi"(%479, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %481 = "stable_mosaic.arith.select"(%480, %469, %477) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %482 = "stable_mosaic.tpu.bitcast"(%481) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %483 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%482, %dx, %466, %483) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %484 = "stable_mosaic.arith.constant"() {value = 200 : index} : () -> index
    %485 = "stable_mosaic.arith.addi"(%3, %484) : (index, index) -> index
    %486 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %487 = "stable_mosaic.vector.load"(%dy, %485, %486) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %488 = "stable_mosaic.tpu.bitcast"(%487) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %489 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %490 = "stable_mosaic.arith.andi"(%488, %489) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %491 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %492 = "stable_mosaic.arith.andi"(%488, %491) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %493 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %494 = "stable_mosaic.arith.cmpi"(%490, %493) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %495 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %496 = "stable_mosaic.arith.select"(%494, %495, %492) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %497 = "stable_mosaic.arith.constant"() {value = dense<33554432> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %498 = "stable_mosaic.arith.andi"(%7, %497) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %499 = "stable_mosaic.arith.cmpi"(%498, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %500 = "stable_mosaic.arith.select"(%499, %488, %496) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %501 = "stable_mosaic.tpu.bitcast"(%500) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %502 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%501, %dx, %485, %502) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %503 = "stable_mosaic.arith.constant"() {value = 208 : index} : () -> index
    %504 = "stable_mosaic.arith.addi"(%3, %503) : (index, index) -> index
    %505 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %506 = "stable_mosaic.vector.load"(%dy, %504, %505) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %507 = "stable_mosaic.tpu.bitcast"(%506) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %508 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %509 = "stable_mosaic.arith.andi"(%507, %508) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %510 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %511 = "stable_mosaic.arith.andi"(%507, %510) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %512 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %513 = "stable_mosaic.arith.cmpi"(%509, %512) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %514 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %515 = "stable_mosaic.arith.select"(%513, %514, %511) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %516 = "stable_mosaic.arith.constant"() {value = dense<67108864> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %517 = "stable_mosaic.arith.andi"(%7, %516) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %518 = "stable_mosaic.arith.cmpi"(%517, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %519 = "stable_mosaic.arith.select"(%518, %507, %515) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %520 = "stable_mosaic.tpu.bitcast"(%519) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %521 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%520, %dx, %504, %521) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %522 = "stable_mosaic.arith.constant"() {value = 216 : index} : () -> index
    %523 = "stable_mosaic.arith.addi"(%3, %522) : (index, index) -> index
    %524 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %525 = "stable_mosaic.vector.load"(%dy, %523, %524) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %526 = "stable_mosaic.tpu.bitcast"(%525) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %527 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %528 = "stable_mosaic.arith.andi"(%526, %527) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %529 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %530 = "stable_mosaic.arith.andi"(%526, %529) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %531 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %532 = "stable_mosaic.arith.cmpi"(%528, %531) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %533 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %534 = "stable_mosaic.arith.select"(%532, %533, %530) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %535 = "stable_mosaic.arith.constant"() {value = dense<134217728> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %536 = "stable_mosaic.arith.andi"(%7, %535) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %537 = "stable_mosaic.arith.cmpi"(%536, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %538 = "stable_mosaic.arith.select"(%537, %526, %534) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %539 = "stable_mosaic.tpu.bitcast"(%538) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %540 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%539, %dx, %523, %540) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %541 = "stable_mosaic.arith.constant"() {value = 224 : index} : () -> index
    %542 = "stable_mosaic.arith.addi"(%3, %541) : (index, index) -> index
    %543 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %544 = "stable_mosaic.vector.load"(%dy, %542, %543) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %545 = "stable_mosaic.tpu.bitcast"(%544) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %546 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %547 = "stable_mosaic.arith.andi"(%545, %546) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %548 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %549 = "stable_mosaic.arith.andi"(%545, %548) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %550 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %551 = "stable_mosaic.arith.cmpi"(%547, %550) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %552 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %553 = "stable_mosaic.arith.select"(%551, %552, %549) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %554 = "stable_mosaic.arith.constant"() {value = dense<268435456> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %555 = "stable_mosaic.arith.andi"(%7, %554) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %556 = "stable_mosaic.arith.cmpi"(%555, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %557 = "stable_mosaic.arith.select"(%556, %545, %553) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %558 = "stable_mosaic.tpu.bitcast"(%557) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %559 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%558, %dx, %542, %559) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %560 = "stable_mosaic.arith.constant"() {value = 232 : index} : () -> index
    %561 = "stable_mosaic.arith.addi"(%3, %560) : (index, index) -> index
    %562 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %563 = "stable_mosaic.vector.load"(%dy, %561, %562) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %564 = "stable_mosaic.tpu.bitcast"(%563) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %565 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %566 = "stable_mosaic.arith.andi"(%564, %565) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %567 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %568 = "stable_mosaic.arith.andi"(%564, %567) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %569 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %570 = "stable_mosaic.arith.cmpi"(%566, %569) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %571 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %572 = "stable_mosaic.arith.select"(%570, %571, %568) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %573 = "stable_mosaic.arith.constant"() {value = dense<536870912> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %574 = "stable_mosaic.arith.andi"(%7, %573) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %575 = "stable_mosaic.arith.cmpi"(%574, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %576 = "stable_mosaic.arith.select"(%575, %564, %572) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %577 = "stable_mosaic.tpu.bitcast"(%576) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %578 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%577, %dx, %561, %578) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %579 = "stable_mosaic.arith.constant"() {value = 240 : index} : () -> index
    %580 = "stable_mosaic.arith.addi"(%3, %579) : (index, index) -> index
    %581 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %582 = "stable_mosaic.vector.load"(%dy, %580, %581) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %583 = "stable_mosaic.tpu.bitcast"(%582) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %584 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %585 = "stable_mosaic.arith.andi"(%583, %584) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %586 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %587 = "stable_mosaic.arith.andi"(%583, %586) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %588 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %589 = "stable_mosaic.arith.cmpi"(%585, %588) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %590 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %591 = "stable_mosaic.arith.select"(%589, %590, %587) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %592 = "stable_mosaic.arith.constant"() {value = dense<1073741824> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %593 = "stable_mosaic.arith.andi"(%7, %592) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %594 = "stable_mosaic.arith.cmpi"(%593, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %595 = "stable_mosaic.arith.select"(%594, %583, %591) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %596 = "stable_mosaic.tpu.bitcast"(%595) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %597 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%596, %dx, %580, %597) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
    %598 = "stable_mosaic.arith.constant"() {value = 248 : index} : () -> index
    %599 = "stable_mosaic.arith.addi"(%3, %598) : (index, index) -> index
    %600 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %601 = "stable_mosaic.vector.load"(%dy, %599, %600) : (memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> vector<8x1024xf32>
    %602 = "stable_mosaic.tpu.bitcast"(%601) : (vector<8x1024xf32>) -> vector<8x1024xi32>
    %603 = "stable_mosaic.arith.constant"() {value = dense<2147483647> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %604 = "stable_mosaic.arith.andi"(%602, %603) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %605 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %606 = "stable_mosaic.arith.andi"(%602, %605) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %607 = "stable_mosaic.arith.constant"() {value = dense<2139095040> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %608 = "stable_mosaic.arith.cmpi"(%604, %607) {predicate = 5 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %609 = "stable_mosaic.arith.constant"() {value = dense<2143289344> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %610 = "stable_mosaic.arith.select"(%608, %609, %606) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %611 = "stable_mosaic.arith.constant"() {value = dense<-2147483648> : vector<8x1024xi32>} : () -> vector<8x1024xi32>
    %612 = "stable_mosaic.arith.andi"(%7, %611) : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %613 = "stable_mosaic.arith.cmpi"(%612, %8) {predicate = 1 : i64} : (vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi1>
    %614 = "stable_mosaic.arith.select"(%613, %602, %610) : (vector<8x1024xi1>, vector<8x1024xi32>, vector<8x1024xi32>) -> vector<8x1024xi32>
    %615 = "stable_mosaic.tpu.bitcast"(%614) : (vector<8x1024xi32>) -> vector<8x1024xf32>
    %616 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    "stable_mosaic.tpu.vector_store"(%615, %dx, %599, %616) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x1024xf32>, memref<256x1024xf32, #tpu.memory_space<vmem>>, index, index) -> ()
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
