package shape

// rule sets the types of a node's outputs from those of its inputs. It must accept
// any node: missing inputs, outputs and attributes, wrong ranks, attributes of another
// kind. What it cannot tell it leaves unknown.
type rule func(*call)

// opKey names an operator; the default domain is "".
type opKey struct{ domain, op string }

// String prints "domain.Op"; the default domain prints as "ai.onnx".
func (k opKey) String() string {
	if k.domain == "" {
		return "ai.onnx." + k.op
	}
	return k.domain + "." + k.op
}

// Domains beyond the default one.
const (
	ms     = "com.microsoft"
	unswag = "ai.unswag"
	aten   = "org.pytorch.aten"
)

// rules has the rule of every operator that is known, family by family.
var rules = merge(families...)

var families = []map[opKey]rule{elementwiseRules, arithmeticRules, gemmRules, convRules,
	poolRules, normRules, reduceRules, reshapeRules, movementRules, gatherRules, shapeRules,
	castRules, lossRules, trainingRules, deeployRules, controlRules, unswagRules}

// merge joins tables; a test checks that no operator stands in two of them.
func merge(families ...map[opKey]rule) map[opKey]rule {
	all := map[opKey]rule{}
	for _, f := range families {
		for k, r := range f {
			all[k] = r
		}
	}
	return all
}

// ruleOf returns the rule of an operator, or nil. Writers of training graphs put
// operators of com.microsoft into the default domain and the other way round, so each
// of the two stands in for the other.
func ruleOf(rules map[opKey]rule, k opKey) rule {
	if k.domain == "ai.onnx" {
		k.domain = ""
	}
	if r := rules[k]; r != nil {
		return r
	}
	switch k.domain {
	case "":
		k.domain = ms
	case ms:
		k.domain = ""
	default:
		return nil
	}
	return rules[k]
}
