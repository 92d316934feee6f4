package pass

import (
	"encoding/json"
	"io"
)

// WriteJSON writes the report as indented JSON, as docs/REPORT.md describes it. Lists
// that are empty are written as [], never as null.
func (r *Report) WriteJSON(w io.Writer) error {
	out := *r
	out.Sites = make([]ReportSite, len(r.Sites))
	for i, s := range r.Sites {
		s.Gradients, s.KeptBy = notNil(s.Gradients), notNil(s.KeptBy)
		out.Sites[i] = s
	}
	out.Options.Only = notNil(out.Options.Only)
	if out.Options.Dims == nil {
		out.Options.Dims = map[string]int64{}
	}
	out.Skipped, out.Unbound = notNil(r.Skipped), notNil(r.Unbound)
	out.Unknown, out.Notes = notNil(r.Unknown), notNil(r.Notes)
	out.Conflicts, out.Verification = notNil(r.Conflicts), r.Verification.filled()
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func notNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// Rewritten counts the sites that were rewritten.
func (r *Report) Rewritten() int {
	k := 0
	for _, s := range r.Sites {
		if s.Strategy != "left" {
			k++
		}
	}
	return k
}
