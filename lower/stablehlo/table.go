package stablehlo

import "github.com/unswag/unswagc/onnxio"

// entry says how an operator is lowered since a version of its domain.
type entry struct {
	domain, op string
	since      int64
	lower      func(*call)
}

const ms = "com.microsoft"

// families is the table of operators: a new family is one file and a word here.
var families = [][]entry{arithmeticOps, compareOps, unaryOps, reluOps, unswagOps, gemmOps, matmulOps, convOps,
	poolOps, normOps, layerNormOps, reduceOps, softmaxOps, lossOps, geluOps, viewOps, shapeOps, movementOps, gatherOps,
	dropoutOps, accumulateOps, controlOps, activationOps, angleOps, kindOps, integerOps, indexOps, orderOps, padOps,
	arrangeOps, runningOps, resizeOps, groupNormOps, convTransposeOps, einsumOps, squaredOps}

type key struct{ domain, op string }

var table = index(families)

func index(families [][]entry) map[key][]entry {
	out := map[key][]entry{}
	for _, f := range families {
		for _, e := range f {
			k := key{e.domain, e.op}
			out[k] = append(out[k], e)
		}
	}
	return out
}

// lookup returns how n is lowered, or nil. Writers of training graphs put operators of
// com.microsoft into the default domain and the other way round.
func (m *module) lookup(n *onnxio.Node) func(*call) {
	domain := n.Domain
	if domain == "ai.onnx" {
		domain = ""
	}
	if f := find(m.table[key{domain, n.OpType}], m.model.Opset(n.Domain)); f != nil {
		return f
	}
	switch domain {
	case "":
		return find(m.table[key{ms, n.OpType}], m.model.Opset(n.Domain))
	case ms:
		return find(m.table[key{"", n.OpType}], 1<<62)
	}
	return nil
}

// find takes the newest entry that the version has. A domain that the model does not
// import counts as its newest version.
func find(entries []entry, version int64) (f func(*call)) {
	var best int64 = -1
	for _, e := range entries {
		if (version == 0 || e.since <= version) && e.since > best {
			best, f = e.since, e.lower
		}
	}
	return f
}
