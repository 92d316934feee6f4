package cuda

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

// The oldest driver that reads the kernels' PTX.
const (
	minVersion = 11000
	minBranch  = 450
)

// cudaVersion writes the driver's number as people do: 12040 is "12.4".
func cudaVersion(v int) string { return fmt.Sprintf("%d.%d", v/1000, v%1000/10) }

// ptxVersion is a version of the PTX language, 7.4 being {7, 4}.
type ptxVersion struct{ major, minor int }

func (v ptxVersion) String() string { return fmt.Sprintf("%d.%d", v.major, v.minor) }

func (v ptxVersion) compare(w ptxVersion) int {
	return cmp.Or(cmp.Compare(v.major, w.major), cmp.Compare(v.minor, w.minor))
}

// release is a release of CUDA that brought a version of PTX, with the first branch of
// drivers for it. From the release notes of PTX and of the CUDA toolkit.
type release struct {
	cuda   int
	ptx    ptxVersion
	branch int
}

var releases = []release{
	{9020, ptxVersion{6, 2}, 396}, {10000, ptxVersion{6, 3}, 410}, {10010, ptxVersion{6, 4}, 418}, {10020, ptxVersion{6, 5}, 440},
	{11000, ptxVersion{7, 0}, 450}, {11010, ptxVersion{7, 1}, 455}, {11020, ptxVersion{7, 2}, 460}, {11030, ptxVersion{7, 3}, 465},
	{11040, ptxVersion{7, 4}, 470}, {11050, ptxVersion{7, 5}, 495}, {11060, ptxVersion{7, 6}, 510}, {11070, ptxVersion{7, 7}, 515},
	{11080, ptxVersion{7, 8}, 520}, {12000, ptxVersion{8, 0}, 525}, {12010, ptxVersion{8, 1}, 530}, {12020, ptxVersion{8, 2}, 535},
	{12030, ptxVersion{8, 3}, 545}, {12040, ptxVersion{8, 4}, 550}, {12050, ptxVersion{8, 5}, 555}, {12070, ptxVersion{8, 6}, 565},
	{12080, ptxVersion{8, 7}, 570}, {12090, ptxVersion{8, 8}, 575}, {13000, ptxVersion{9, 0}, 580}, {13010, ptxVersion{9, 1}, 590},
}

// reads is the newest version of PTX that a driver for this version of CUDA is known to
// read; ok is false for drivers newer than the table.
func reads(cuda int) (v ptxVersion, ok bool) {
	for _, r := range releases {
		if r.cuda <= cuda {
			v = r.ptx
		}
	}
	return v, cuda <= releases[len(releases)-1].cuda
}

// branchFor is the branch of drivers that a version of PTX came with, 0 if unknown.
func branchFor(v ptxVersion) int {
	i := slices.IndexFunc(releases, func(r release) bool { return r.ptx.compare(v) >= 0 })
	if i < 0 {
		return 0
	}
	return releases[i].branch
}

// directives reads the .version and the .target of a PTX text. It is not ok for other
// images.
func directives(image []byte) (version ptxVersion, target string, ok bool) {
	for line := range bytes.Lines(image) {
		fields := bytes.Fields(line)
		if len(fields) < 2 {
			continue
		}
		switch string(fields[0]) {
		case ".version":
			n, err := fmt.Sscanf(string(fields[1]), "%d.%d", &version.major, &version.minor)
			ok = n == 2 && err == nil
		case ".target":
			target = string(bytes.TrimRight(fields[1], ","))
			return version, target, ok
		}
	}
	return version, target, false
}
