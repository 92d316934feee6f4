// Package page writes the page of `unswagc inspect -html`: one file without any other,
// that shows what is alive while a training step runs. It may import pass and packages
// below it.
package page

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/memory"
)

//go:embed page.html page.css util.js chart.js sites.js page.js
var files embed.FS

// scripts make one function of their own, in this order.
var scripts = [...]string{"util.js", "chart.js", "sites.js", "page.js"}

// Data is what the page shows.
type Data struct {
	Report *pass.Report
	// Before and After are the traces of the graph as it was and as it was rewritten,
	// along the file's order and ONNX Runtime's.
	Before, After [2]*memory.Trace
	// Stash names the activation of each site, in the order of Report.Sites.
	Stash []string
}

// Write writes the page. Every size must be a number: values whose size is not known
// count as 0, and the page says how many there are.
func Write(w io.Writer, d Data) error {
	t, err := template.ParseFS(files, "page.html")
	if err != nil {
		return err
	}
	css, err := files.ReadFile("page.css")
	if err != nil {
		return err
	}
	js, err := script()
	if err != nil {
		return err
	}
	m, err := newModel(d)
	if err != nil {
		return err
	}
	// encoding/json escapes <, > and &, so that no name can end the script element.
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := t.Execute(w, map[string]any{
		"Title": d.Report.Model.Path, "CSS": template.CSS(css), "JS": template.JS(js), "Data": template.JS(data),
	}); err != nil {
		return fmt.Errorf("the page cannot be written: %w", err)
	}
	return nil
}

func script() (string, error) {
	var b strings.Builder
	b.WriteString("\"use strict\";\n(() => {\n")
	for _, name := range scripts {
		text, err := files.ReadFile(name)
		if err != nil {
			return "", err
		}
		b.Write(text)
	}
	b.WriteString("})();\n")
	return b.String(), nil
}

// model is the data of the page: names are indices into Names, so that each stands
// there once.
type model struct {
	Report  json.RawMessage `json:"report"` // as -report json has it
	Names   []string        `json:"names"`
	Stash   []int           `json:"stash"`
	Before  [2]trace        `json:"before"`
	After   [2]trace        `json:"after"`
	Unknown int             `json:"unknown"`

	index map[string]int
}

// trace is one order of one graph.
type trace struct {
	Nodes []int `json:"nodes"`
	Ops   []int `json:"ops"`
	// Backward is the position of the first node of the backward pass, or -1.
	Backward int `json:"backward"`
	// Lives are four numbers per buffer: name, bytes, first and last position.
	Lives []int64 `json:"lives"`
}

func newModel(d Data) (*model, error) {
	var report bytes.Buffer
	if err := d.Report.WriteJSON(&report); err != nil {
		return nil, err
	}
	m := &model{Report: report.Bytes(), Names: []string{}, Stash: []int{}, index: map[string]int{}}
	for i := range 2 {
		m.Before[i] = m.trace(d.Before[i])
		m.After[i] = m.trace(d.After[i])
	}
	for _, s := range d.Stash {
		m.Stash = append(m.Stash, m.name(s))
	}
	return m, nil
}

func (m *model) name(s string) int {
	i, ok := m.index[s]
	if !ok {
		i = len(m.Names)
		m.Names = append(m.Names, s)
		m.index[s] = i
	}
	return i
}

func (m *model) trace(t *memory.Trace) trace {
	out := trace{Backward: -1, Lives: []int64{}, Nodes: []int{}, Ops: []int{}}
	for i, n := range t.Nodes {
		out.Nodes = append(out.Nodes, m.name(n.Label()))
		out.Ops = append(out.Ops, m.name(n.OpType))
		if t.Backward[i] && out.Backward < 0 {
			out.Backward = i
		}
	}
	for _, l := range t.Lives {
		bytes, ok := l.Bytes.Int()
		if !ok {
			m.Unknown++
		}
		out.Lives = append(out.Lives, int64(m.name(l.Value.Name)), bytes, int64(l.From), int64(l.To))
	}
	return out
}
