package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
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
		return notFound(c.in, err)
	}
	defer m.Close()
	if err := c.checkNames(m); err != nil {
		return err
	}
	if err := c.lowering.stableHLO.sharding.checkModel(ctx, "", m, c.options.Dims); err != nil {
		return err
	}
	if c.explain != "" {
		return explain(ctx, e, c, m, p)
	}
	r, err := compile(ctx, e, c, m, p)
	if err != nil {
		return err
	}
	files, err := c.lower(ctx, m, p)
	if err != nil {
		return err
	}
	note, err := c.verify(ctx, e, m, r, p)
	if err != nil {
		return err
	}
	// The report comes first: where stdout is broken nothing must be left behind.
	p.clear()
	if err := c.writeReport(e, r, (*pass.Report).WriteText); err != nil {
		return err
	}
	if err := c.writeNote(e, note+c.filesNote(files)); err != nil {
		return err
	}
	if err := c.checkRequire(r); err != nil || c.dryRun {
		return err
	}
	return save(ctx, e, c, m, files, p)
}

// writeNote writes what the verification found: behind the report, or on stderr where
// that is JSON.
func (c *compileFlags) writeNote(e *env, note string) error {
	switch {
	case c.quiet || note == "":
		return nil
	case c.report.value == "json":
		_, err := io.WriteString(e.stderr, printable(note))
		return err
	}
	return e.write("\n" + printable(note))
}

// explain tells every rule's verdict for one node and leaves the model alone.
func explain(ctx context.Context, e *env, c *compileFlags, m *onnxio.Model, p *progress) error {
	p.stage("analysing")
	text, err := pass.Explain(ctx, m, c.options, c.explain)
	if err != nil {
		return fmt.Errorf("%s: %w", shownName(c.in), err)
	}
	p.stop()
	return e.write(printable(text))
}

// compile runs the pipeline over m, with the log and the dumps that were asked for.
func compile(ctx context.Context, e *env, c *compileFlags, m *onnxio.Model, p *progress) (*pass.Report, error) {
	return compileWith(ctx, e, c, m, p, pass.Pipeline())
}

// compileWith is compile with passes of one's own.
func compileWith(ctx context.Context, e *env, c *compileFlags, m *onnxio.Model, p *progress, passes []pass.Pass) (*pass.Report, error) {
	log, last, names := newLog(e.stderr, c.verbose), time.Now(), passNames()
	p.stage("pass " + names[0])
	c.options.AfterPass = func(name string, m *onnxio.Model) {
		if c.verbose {
			p.clear()
		}
		log.Info(name, "nodes", len(m.Graph.Nodes()), "took", time.Since(last).Round(time.Microsecond))
		if slices.Contains(c.dump.values, name) {
			p.clear()
			fmt.Fprintf(e.stderr, "# after pass %s\n%s", name, m.Text())
		}
		last = time.Now()
		if i := slices.Index(names, name) + 1; i < len(names) {
			p.stage("pass " + names[i])
		}
	}
	r, err := pass.RunPasses(ctx, m, c.options, passes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shownName(c.in), err)
	}
	r.Model.Path = c.in
	return r, nil
}

// checkRequire holds the number of rewritten sites against -require.
func (c *compileFlags) checkRequire(r *pass.Report) error {
	got := r.Rewritten()
	if got >= int(c.require) {
		return nil
	}
	done := fmt.Sprintf("%d sites were rewritten", got)
	if got == 1 {
		done = "1 site was rewritten"
	}
	hint := "the report tells why the others were not"
	if c.quiet {
		hint = "without -q a report tells why the others were not"
	}
	return requireError{fmt.Sprintf("%s: %s and -require asks for %d, so nothing was written; %s", shownName(c.in), done, c.require, hint)}
}

func save(ctx context.Context, e *env, c *compileFlags, m *onnxio.Model, files []onnxio.Companion, p *progress) error {
	p.stage("writing " + c.out)
	o := e.saveOptions(p, c.force, c.quiet)
	o.Companions = files
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
