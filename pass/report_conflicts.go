package pass

import "fmt"

// shownConflicts is how many conflicts get a sentence each; ShapeConflicts has all.
const shownConflicts = 3

// conflicts lists where the model states another type or shape than inference finds,
// in the order of the values.
func (c *Context) conflicts() []ReportConflict {
	out := []ReportConflict{}
	for _, x := range c.Types.Conflicts() {
		out = append(out, ReportConflict{x.Value.Name, x.Stated, x.Inferred})
	}
	return out
}

// conflictNotes tells of the conflicts: what the model states is not used.
func conflictNotes(all []ReportConflict) []string {
	var out []string
	for i, x := range all {
		if i == shownConflicts {
			more := "1 more value is"
			if n := len(all) - i; n > 1 {
				more = fmt.Sprintf("%d more values are", n)
			}
			return append(out, "shapes: "+more+" stated differently from what inference finds; -report json lists all")
		}
		out = append(out, fmt.Sprintf("shapes: the model states %s for %s, inference finds %s, which is used", x.Stated, quote(x.Value), x.Inferred))
	}
	return out
}
