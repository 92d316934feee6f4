package stablehlo

import (
	"fmt"
	"strings"
)

// finish puts the module together.
func (m *module) finish(results []result) *Module {
	out := &Module{Text: m.print(results)}
	if m.plan == nil {
		return out
	}
	for _, a := range m.args {
		out.Arguments = append(out.Arguments, a.split)
	}
	for _, r := range results {
		out.Results = append(out.Results, r.split)
	}
	return out
}

func (m *module) print(results []result) []byte {
	var b []byte
	b = append(b, "module @unswag"+m.plan.attributes()+" {\n"...)
	for _, note := range m.notes {
		b = append(append(append(b, "  "...), note...), '\n')
	}
	b = append(b, m.plan.mesh()...)
	b = append(b, "  func.func public @main("...)
	first := len(results) - len(m.donated)
	for i, a := range m.args {
		if i > 0 {
			b = append(b, ", "...)
		}
		var attributes []string
		if m.donated[a] != nil {
			attributes = append(attributes, fmt.Sprintf("tf.aliasing_output = %d : i32", first))
			first++
		}
		b = fmt.Appendf(b, "%s: %s%s", a.name, a.typ, braced(append(attributes, m.plan.sharding(a.split)...)))
	}
	b = append(b, ") -> ("...)
	all := make([]*value, len(results))
	for i, r := range results {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = fmt.Appendf(b, "%s%s", r.typ, braced(m.plan.sharding(r.split)))
		all[i] = r.value
	}
	b = append(append(b, ") {\n"...), m.text...)
	b = fmt.Appendf(b, "%sreturn", indent)
	if len(all) > 0 {
		b = fmt.Appendf(b, " %s : %s", names(all), types(all))
	}
	b = append(b, "\n  }\n"...)
	for _, name := range m.order {
		b = append(b, m.helpers[name]...)
	}
	return append(b, "}\n"...)
}

// braced writes the attributes of an argument or result, if there are any.
func braced(attributes []string) string {
	if len(attributes) == 0 {
		return ""
	}
	return " {" + strings.Join(attributes, ", ") + "}"
}

// attributes tells the module's partitioner the number of devices.
func (p *plan) attributes() string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf(" attributes {mhlo.num_partitions = %d : i32, mhlo.num_replicas = 1 : i32}", p.Devices())
}

// mesh names the axes to Shardy.
func (p *plan) mesh() string {
	if p == nil || !p.Shardy {
		return ""
	}
	axes := make([]string, len(p.Mesh))
	for i, a := range p.Mesh {
		axes[i] = fmt.Sprintf("%q=%d", a.Name, a.Size)
	}
	return "  sdy.mesh @mesh = <[" + strings.Join(axes, ", ") + "]>\n"
}

// sharding is the attribute of an argument or result, if there is one.
func (p *plan) sharding(s Split) []string {
	switch {
	case p == nil:
		return nil
	case p.Shardy:
		return []string{"sdy.sharding = " + s.shardy()}
	}
	return []string{fmt.Sprintf("mhlo.sharding = %q", s.gspmd())}
}
