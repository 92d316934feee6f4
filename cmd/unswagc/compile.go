package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

// runCompile is the bare form: read, rewrite, report, write.
func runCompile(ctx context.Context, e *env, args []string) error {
	c, err := parseCompile(args)
	if err != nil {
		return err
	}
	p := startProgress(e.stderr, !c.quiet)
	defer p.stop()
	m, err := e.load(ctx, c.in, p)
	if err != nil {
		return err
	}
	defer m.Close()
	if err := checkDims(m, c.options.Dims); err != nil {
		return err
	}
	if c.explain != "" {
		text, err := pass.Explain(ctx, m, c.options, c.explain)
		if err != nil {
			return fmt.Errorf("%s: %w", c.in, err)
		}
		p.stop()
		return e.write(text)
	}
	r, err := compile(ctx, e, c, m, p)
	if err != nil {
		return err
	}
	if got := r.Rewritten(); got < int(c.require) {
		p.stop()
		if err := c.writeReport(e, r, (*pass.Report).WriteText); err != nil {
			return err
		}
		return requireError{fmt.Sprintf("%s: %d sites were rewritten and -require asks for %d, so nothing was written; "+
			"the report tells why the others were not", c.in, got, c.require)}
	}
	// The report comes first: where stdout is broken nothing must be left behind.
	p.clear()
	if err := c.writeReport(e, r, (*pass.Report).WriteText); err != nil || c.dryRun {
		return err
	}
	return save(ctx, e, c, m, p)
}

// compile runs the pipeline over m, with the log and the dumps that were asked for.
func compile(ctx context.Context, e *env, c *compileFlags, m *onnxio.Model, p *progress) (*pass.Report, error) {
	log, last := newLog(e.stderr, c.verbose), time.Now()
	p.stage("analysing")
	c.options.AfterPass = func(name string, m *onnxio.Model) {
		log.Info("pass", "name", name, "nodes", len(m.Graph.Nodes()), "took", time.Since(last).Round(time.Microsecond))
		if slices.Contains(c.dump.values, name) {
			p.clear()
			fmt.Fprintf(e.stderr, "# after pass %s\n%s", name, m.Text())
		}
		last = time.Now()
		p.stage("behind pass " + name)
	}
	r, err := pass.Run(ctx, m, c.options)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.in, err)
	}
	r.Model.Path = c.in
	return r, nil
}

func save(ctx context.Context, e *env, c *compileFlags, m *onnxio.Model, p *progress) error {
	p.stage("writing " + c.out)
	o := onnxio.SaveOptions{Overwrite: c.force}
	if !c.quiet {
		o.Note = func(sentence string) {
			p.clear()
			fmt.Fprintf(e.stderr, "unswagc: %s\n", sentence)
		}
	}
	return m.Save(ctx, c.out, o)
}

// writeReport writes the report as -report and -q want it.
func (c *compileFlags) writeReport(e *env, r *pass.Report, text func(*pass.Report, io.Writer) error) error {
	if c.quiet {
		return nil
	}
	if c.report.value == "json" {
		text = (*pass.Report).WriteJSON
	}
	var b bytes.Buffer
	if err := text(r, &b); err != nil {
		return fmt.Errorf("the report cannot be written: %w", err)
	}
	return e.write(b.String())
}

// checkDims refuses a -dim that binds nothing: most likely it is misspelt.
func checkDims(m *onnxio.Model, bind map[string]int64) error {
	known := map[string]bool{}
	for _, v := range m.Graph.Values() {
		if v.Type == nil {
			continue
		}
		for _, d := range v.Type.Shape {
			if d.Param != "" {
				known[d.Param] = true
			}
		}
	}
	for _, name := range sortedKeys(bind) {
		if known[name] {
			continue
		}
		if len(known) == 0 {
			return usagef("", "-dim %s: the model has no symbolic dims, leave -dim out", name)
		}
		return usagef("", "-dim %s: the model has no dim of that name, it has %s", name, strings.Join(sortedKeys(known), ", "))
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
