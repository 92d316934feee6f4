package ptxsim_test

import (
	"fmt"
	"strings"
	"testing"
)

// compareOracles are setp in every comparison and type, alone and joined with another
// predicate, and what is done with predicates.
var compareOracles = comparisons()

func comparisons() map[string]oracle {
	all := map[string]oracle{}
	for _, t := range []string{"u16", "s16", "u32", "s32", "u64", "s64"} {
		x, y, of := operands(t)
		for by, holds := range orders {
			setp := fmt.Sprintf("setp.%s.%s %%p, %s, %s; selp.b32 %%d, 1, 0, %%p;", by, t, x, y)
			all[setp] = func(x, y, _ uint64) uint64 { return truth(holds(of(x, y))) }
		}
	}
	for _, by := range []string{"lo", "ls", "hi", "hs"} {
		holds := orders[map[string]string{"lo": "lt", "ls": "le", "hi": "gt", "hs": "ge"}[by]]
		all["setp."+by+".u32 %p, %a, %b; selp.u32 %d, 1, 0, %p;"] =
			func(x, y, _ uint64) uint64 { return truth(holds(order(uint32(x), uint32(y)))) }
	}
	for _, t := range []string{"b16", "b32", "b64"} {
		x, y, of := operands("u" + t[1:])
		all[fmt.Sprintf("setp.ne.%s %%p, %s, %s; selp.b64 %%e, -1, 5, %%p;", t, x, y)] = func(x, y, _ uint64) uint64 {
			if of(x, y) != 0 {
				return 1<<64 - 1
			}
			return 5
		}
	}
	for _, join := range []string{"and", "or", "xor"} {
		for _, not := range []string{"", "!"} {
			body := fmt.Sprintf("setp.gt.u32 %%q, %%b, %%c; setp.lt.%s.u32 %%p, %%a, %%b, %s%%q; selp.b32 %%d, 1, 0, %%p;", join, not)
			all[body] = joined(join, not)
		}
		body := fmt.Sprintf("setp.gt.u32 %%q, %%b, %%c; setp.lt.u32 %%p, %%a, %%b; %s.pred %%r, %%p, %%q; selp.b32 %%d, 1, 0, %%r;", join)
		all[body] = joined(join, "")
	}
	all["setp.lt.u32 %p, %a, %b; not.pred %q, %p; mov.pred %r, %q; selp.b32 %d, %a, %b, %r;"] =
		narrow(func(a, b, _ uint32) uint32 { return max(a, b) })
	all["setp.gt.s32 %p, %a, -1; selp.b16 %h, %i, %j, %p;"] = func(x, y, _ uint64) uint64 {
		if int32(x) > -1 {
			return x & 0xffff
		}
		return y & 0xffff
	}
	return all
}

// orders are the comparisons as functions of the sign of the difference.
var orders = map[string]func(int) bool{
	"eq": func(c int) bool { return c == 0 }, "ne": func(c int) bool { return c != 0 },
	"lt": func(c int) bool { return c < 0 }, "le": func(c int) bool { return c <= 0 },
	"gt": func(c int) bool { return c > 0 }, "ge": func(c int) bool { return c >= 0 },
}

func order[T int16 | uint16 | int32 | uint32 | int64 | uint64](x, y T) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// operands names the registers of a type and returns its order.
func operands(t string) (x, y string, of func(x, y uint64) int) {
	registers := map[string]string{"16": "%i %j", "32": "%a %b", "64": "%x %y"}[t[1:]]
	x, y, _ = strings.Cut(registers, " ")
	return x, y, map[string]func(x, y uint64) int{
		"u16": func(x, y uint64) int { return order(uint16(x), uint16(y)) },
		"s16": func(x, y uint64) int { return order(int16(x), int16(y)) },
		"u32": func(x, y uint64) int { return order(uint32(x), uint32(y)) },
		"s32": func(x, y uint64) int { return order(int32(x), int32(y)) },
		"u64": func(x, y uint64) int { return order(x, y) },
		"s64": func(x, y uint64) int { return order(int64(x), int64(y)) },
	}[t]
}

// joined is (a < b) join not(b > c).
func joined(join, not string) oracle {
	return narrow(func(a, b, c uint32) uint32 {
		p, q := a < b, b > c != (not == "!")
		switch join {
		case "and":
			p = p && q
		case "or":
			p = p || q
		default:
			p = p != q
		}
		return uint32(truth(p))
	})
}

// TestLop3 checks all 256 functions of three bits, bit by bit.
func TestLop3(t *testing.T) {
	values := triples()[850:1000]
	for lut := range uint32(256) {
		got := results(t, fmt.Sprintf("lop3.b32 %%d, %%a, %%b, %%c, 0x%02X;", lut), "%d", values)
		for i, v := range values {
			want := uint32(0)
			for bit := range 32 {
				row := v[0]>>bit&1*4 + v[1]>>bit&1*2 + v[2]>>bit&1
				want |= lut >> row & 1 << bit
			}
			if uint32(got[i]) != want {
				t.Fatalf("table %#02x of %#x is %#x, want %#x", lut, v, got[i], want)
			}
		}
	}
}

// TestShuffles compares every mode, distance and clamp with the manual's wording. The
// lanes' values are their first ones.
func TestShuffles(t *testing.T) {
	values := triples()[:64]
	for _, mode := range []string{"up", "down", "bfly", "idx"} {
		for _, clamp := range []int{31, 0, 15, 0x1f00, 0x1c1f, 0x1c03, 0x1818, 0x1000} {
			for distance := range 33 {
				body := fmt.Sprintf("shfl.sync.%s.b32 %%d|%%p, %%a, %d, %d, 0xFFFFFFFF; setp.eq.u32 %%q, 0, 0; xor.pred %%q, %%q, %%p; @%%q add.u32 %%d, %%d, 0x1000;", mode, distance, clamp)
				got := results(t, body, "%d", values)
				for i := range values {
					lane, ok := source(mode, i%32, distance%32, clamp)
					want := uint32(values[i][0]) + 0x1000
					if ok {
						want = uint32(values[i/32*32+lane][0])
					}
					if uint32(got[i]) != want {
						t.Fatalf("%s: thread %d gets %#x, want %#x", body, i, got[i], want)
					}
				}
			}
		}
	}
	got := results(t, "and.b32 %n, %n, 3; shfl.sync.idx.b32 %d, %a, %n, 31, 0xFFFFFFFF;", "%d", values)
	for i := range values {
		if want := uint32(values[i/32*32+i%4][0]); uint32(got[i]) != want {
			t.Fatalf("thread %d gets %#x from thread %d, want %#x", i, got[i], i%4, want)
		}
	}
}

// source is the lane that lane reads: the lanes of its segment are first to last.
func source(mode string, lane, distance, c int) (from int, inRange bool) {
	fixed := c >> 8 & 31
	first := lane & fixed
	last := first + c&31&^fixed
	switch mode {
	case "up": // its last names the lowest lane
		return lane - distance, lane-distance >= last
	case "down":
		return lane + distance, lane+distance <= last
	case "bfly":
		return lane ^ distance, lane^distance <= last
	}
	from = first | distance&^fixed
	return from, from <= last
}

func TestVotes(t *testing.T) {
	values := triples()[:320]
	for i := range 32 {
		values[i][0], values[32+i][0], values[64+i][0] = 0, 9, uint64(i%3)
	}
	const test = "setp.ne.u32 %p, %a, 0; "
	for body, want := range map[string]func(ballot uint32) uint32{
		"vote.sync.ballot.b32 %d, %p, 0xFFFFFFFF;":                                                          func(b uint32) uint32 { return b },
		"vote.sync.ballot.b32 %d, !%p, -1;":                                                                 func(b uint32) uint32 { return ^b },
		"vote.sync.all.pred %q, %p, 0xFFFFFFFF; selp.b32 %d, 1, 0, %q;":                                     func(b uint32) uint32 { return uint32(truth(b == 1<<32-1)) },
		"vote.sync.any.pred %q, %p, 0xFFFFFFFF; selp.b32 %d, 1, 0, %q;":                                     func(b uint32) uint32 { return uint32(truth(b != 0)) },
		"vote.sync.uni.pred %q, %p, 0xFFFFFFFF; selp.b32 %d, 1, 0, %q;":                                     func(b uint32) uint32 { return uint32(truth(b == 0 || b == 1<<32-1)) },
		"mov.u32 %d, 0; @%p mov.u32 %d, 1; setp.ne.u32 %q, %d, 0; vote.sync.ballot.b32 %d, %q, 0xFFFFFFFF;": func(b uint32) uint32 { return b },
	} {
		got := results(t, test+body, "%d", values)
		for i := range got {
			ballot := uint32(0)
			for l := range 32 {
				ballot |= uint32(truth(uint32(values[i/32*32+l][0]) != 0)) << l
			}
			if uint32(got[i]) != want(ballot) {
				t.Fatalf("%s: thread %d has %#x, want %#x (ballot %#x)", body, i, got[i], want(ballot), ballot)
			}
		}
	}
}
