package ptx

import (
	"fmt"
	"slices"
	"strings"
)

// header opens a module: PTX 7.0, which drivers from 450 on read, for compute
// capability 7.5 and later.
const header = ".version 7.0\n.target sm_75\n.address_size 64\n"

// Module writes the PTX text that holds entries, each once and in the order of their
// names. Equal entries give equal text. It is an error if an entry has an unknown
// operation, type or option.
func Module(entries []Entry) (string, error) {
	var all []Entry
	for _, e := range entries {
		if err := e.check(); err != nil {
			return "", fmt.Errorf("entry %+v cannot be written: %w", e, err)
		}
		all = append(all, e.Canonical())
	}
	slices.SortFunc(all, func(a, b Entry) int { return strings.Compare(a.Name(), b.Name()) })
	var b strings.Builder
	b.WriteString(header)
	for _, e := range slices.Compact(all) {
		b.WriteString("\n" + e.text())
	}
	return b.String(), nil
}

// text writes the entry.
func (e Entry) text() string {
	k, params, p := &kernel{}, e.Params(), e.plan()
	w := locate(k, params, p)
	switch el := types[e.Type].element.(type) {
	case element[b32]:
		ops[e.Op].narrow(k, w, e, el)
	case element[b64]:
		ops[e.Op].wide(k, w, e, el)
	}
	return k.text(e.Name(), params, p.tuning)
}
