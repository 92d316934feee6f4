package shape

import "testing"

func TestReshapeRules(t *testing.T) {
	checkRules(t, []ruleCase{
		{"rest", "float[B,S,16] x", "int64[2] s = {-1, 16}", "y = Reshape (x, s)", "y float[B*S, 16]"},
		{"heads", "float[B,S,64] x", "int64[4] s = {0, 0, 4, -1}", "y = Reshape (x, s)", "y float[B, S, 4, 16]"},
		{"not divisible", "float[B,10] x", "int64[2] s = {-1, 4}", "y = Reshape (x, s)", "y float[?1, 4]"},
		{"target from Shape", "float[B,S,16] x, float[B,S,4,4] z", "",
			"s = Shape <end: int = 2> (z)\nr = Constant <value_ints: ints = [-1]> ()\nt = Concat <axis: int = 0> (s, r)\ny = Reshape (x, t)",
			"y float[B, S, 16]\ns int64[2]"},
		{"target computed", "float[B,S,16] x", "int64[1] k = {2}, int64[1] last = {8}, int64 two = {2}, int64 zero = {0}, int64[1] first = {0}",
			"k1 = Constant <value_ints: ints = [1]> ()\ns = Shape (x)\nb = Gather <axis: int = 0> (s, zero)\nq = Mul (b, two)\nu = Unsqueeze (q, first)\nn = Slice (s, k1, k)\nt = Concat <axis: int = 0> (u, n, last)\ny = Reshape (x, t)",
			"y float[2*B, S, 8]"},
		{"remainder", "float[1000] x", "int64[1] k = {32}, float one = {1}",
			"s = Shape (x)\nm = Neg (s)\nt = Mod (m, k)\ny = Expand (one, t)", "y float[24]"},
		{"remainder of a symbol", "float[B] x", "int64[1] k = {32}, float one = {1}",
			"s = Shape (x)\nm = Neg (s)\nt = Mod (m, k)\ny = Expand (one, t)", "y float[?1]"},
		{"only the length of the target is known", "float[B] x, int64[3] s", "", "y = Reshape (x, s)", "y float[?1, ?2, ?3]"},
		{"flatten", "float[N,16,5,5] x", "", "y = Flatten (x)\nz = Flatten <axis: int = 0> (x)", "y float[N, 400]\nz float[1, 400*N]"},
		{"squeeze", "float[N,1,8,1] x", "int64[1] a = {1}", "y = Squeeze (x, a)", "y float[N, 8, 1]"},
		{"squeeze all", "float[4,1,8] x, float[N,1] z", "", "y = Squeeze (x)\nw = Squeeze (z)", "y float[4, 8]\nw float[...]"},
		{"unsqueeze", "float[N,8] x", "int64[2] a = {0, -1}", "y = Unsqueeze (x, a)", "y float[1, N, 8, 1]"},
	})
}

func TestMovementRules(t *testing.T) {
	checkRules(t, []ruleCase{
		{"transpose", "float[A,B,C] x", "", "y = Transpose <perm: ints = [2,0,1]> (x)\nz = Transpose (x)", "y float[C, A, B]\nz float[C, B, A]"},
		{"concat", "float[N,3,4] a, float[M,5,4] b", "", "y = Concat <axis: int = 1> (a, b)", "y float[N, 8, 4]\nb float[N, 5, 4]"},
		{"concat and back", "float[N,3] a, float[N,S] b", "",
			"y, n = com.microsoft.ConcatTraining <axis: int = 1> (a, b)\nda, db = com.microsoft.SplitTraining <axis: int = 1> (y, n)",
			"y float[N, S + 3]\nn int64[2]\nda float[N, 3]\ndb float[N, S]"},
		{"split in equal parts", "float[N,48] x", "", "a, b, c = Split <axis: int = 1> (x)", "a float[N, 16]\nc float[N, 16]"},
		{"last part smaller", "float[7] x", "", "a, b = Split (x)", "a float[4]\nb float[3]"},
		{"slice", "float[N,10,S] x", "int64[2] s = {1, 0}, int64[2] e = {-1, 9223372036854775807}, int64[2] a = {1, 2}",
			"y = Slice (x, s, e, a)", "y float[N, 8, S]"},
		{"slice of a symbol", "float[S,S,S] x", "int64[3] s = {-1, 0, 0}, int64[3] e = {9223372036854775807, -1, 5}",
			"y = Slice (x, s, e)", "y float[1, S - 1, ?1]"},
		{"slice backwards", "float[10] x", "int64[1] s = {-1}, int64[1] e = {-9223372036854775807}, int64[1] a = {0}, int64[1] p = {-2}",
			"y = Slice (x, s, e, a, p)", "y float[5]"},
		{"expand", "float x, float[B,S] z", "", "s = Shape (z)\ny = Expand (x, s)", "y float[B, S]"},
		{"expand keeps greater dims", "float[N,8] x", "int64[3] s = {2, 1, 1}", "y = Expand (x, s)", "y float[2, N, 8]"},
		{"tile", "float[N,8] x", "int64[2] r = {3, 2}", "y = Tile (x, r)", "y float[3*N, 16]"},
		{"pad", "float[N,8] x", "int64[4] p = {0, 1, 0, 2}", "y = Pad (x, p)", "y float[N, 11]"},
		{"gather", "float[V,64] w, int64[B,S] i", "", "y = Gather (w, i)\ns = Shape (w)\ndw = com.microsoft.GatherGrad (s, i, y)",
			"y float[B, S, 64]\ndw float[V, 64]"},
		{"depth to space", "float[N,12,H,W] x", "", "y = DepthToSpace <blocksize: int = 2> (x)", "y float[N, 3, 2*H, 2*W]"},
		{"top k", "float[N,10] x", "int64[1] k = {3}", "y, i = TopK (x, k)", "y float[N, 3]\ni int64[N, 3]"},
		{"one hot", "int64[N] x, float[2] v", "int64 d = {7}", "y = OneHot (x, d, v)", "y float[N, 7]"},
		{"range", "float[B,S] x", "int64 zero = {0}, int64 one = {1}, int64 two = {2}",
			"s = Shape (x)\nn = Gather (s, one)\ny = Range (zero, n, two)", "y int64[ceil(S/2)]"},
		{"gradient of broadcasting", "float[N,S,8] a, float[1,8] b", "",
			"sa = Shape (a)\nsb = Shape (b)\nra, rb = com.microsoft.BroadcastGradientArgs (sa, sb)\ndb = ReduceSum <noop_with_empty_axes: int = 1> (a, rb)\nda = ReduceSum <noop_with_empty_axes: int = 1> (a, ra)",
			"ra int64[0]\nrb int64[2]\ndb float[1, 1, 8]\nda float[N, S, 8]"},
		{"constant of shape", "float[N,8] x", "", "s = Shape (x)\ny = ConstantOfShape (s)\nz = Cast <to: int = 10> (y)", "y float[N, 8]\nz float16[N, 8]"},
	})
}
