package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/verify"
)

// Bounds of the comparison that the compile form makes before it keeps its output.
const (
	verifyTime  = 30 * time.Second
	verifyBytes = 2 << 30
)

// verify holds what is about to be written against the original, and puts the outcome
// into the report. It returns what to tell the user.
func (c *compileFlags) verify(ctx context.Context, e *env, m *onnxio.Model, r *pass.Report, p *progress) (note string, err error) {
	none := ""
	switch {
	case c.dryRun:
		none = "-dry-run writes no model"
	case c.noVerify:
		none = "-no-verify skips it"
	case r.Rewritten() == 0:
		none = "nothing was rewritten"
	case c.checkRequire(r) != nil:
		none = "-require is not met, so that no model is written"
	default:
		r.Verification, note, err = verifyOutput(ctx, e, c, m, p)
		return note, err
	}
	r.Verification = pass.ReportVerification{Outcome: pass.VerificationNone, Reason: none}
	return "", nil
}

// verifyOutput compares the rewritten model with the original, which is read again. It
// returns the outcome, and what to tell the user. The error says that the output must
// not be kept.
func verifyOutput(ctx context.Context, e *env, c *compileFlags, m *onnxio.Model, p *progress) (v pass.ReportVerification, note string, err error) {
	p.stage("verifying")
	original, err := e.reload(ctx, c.in)
	if err != nil {
		return v, "", fmt.Errorf("the original cannot be read again to verify the result: %w; -no-verify skips that", err)
	}
	defer original.Close()
	o := verify.Options{MaxBytes: verifyBytes, Time: verifyTime, Loss: c.options.Loss}
	r, err := verify.Compare(ctx, original, m, o)
	var missing *interp.MissingOps
	var unrunnable *verify.Unrunnable
	if errors.As(err, &unrunnable) && len(c.options.Dims) > 0 {
		// Small sizes are quick, but not every graph runs with any.
		o.Dims = c.options.Dims
		r, err = verify.Compare(ctx, original, m, o)
	}
	switch {
	case errors.As(err, &missing):
		return impossible(nil, err.Error())
	case errors.As(err, &unrunnable):
		return impossible(nil, "the engine does not run the original: "+unrunnable.Err.Error())
	case ctx.Err() != nil:
		return v, "", ctx.Err()
	case err != nil:
		return v, "", fmt.Errorf("%s: the result is wrong and was not written: %w; please report this, and add -no-verify to get it nevertheless", shownName(c.in), err)
	case r.Compared() == 0:
		return impossible(r, r.Rounds[0].Left)
	}
	p.clear()
	newLog(e.stderr, c.verbose).Info("verify", "rounds", r.Compared(), "took", r.Took().Round(time.Microsecond))
	v = pass.ReportVerification{Outcome: pass.Verified, Rounds: rounds(r), Exceptions: r.Exceptions}
	return v, verified(r, false), nil
}

// impossible is the outcome where nothing was compared; r is nil where no round was
// begun.
func impossible(r *verify.Result, why string) (pass.ReportVerification, string, error) {
	v := pass.ReportVerification{Outcome: pass.VerificationImpossible, Reason: why}
	if r != nil {
		v.Rounds = rounds(r)
	}
	return v, fmt.Sprintf("Not verified: %s.\n", why), nil
}

func rounds(r *verify.Result) (out []pass.ReportRound) {
	for _, x := range r.Rounds {
		out = append(out, pass.ReportRound{Inputs: x.What, Dims: x.Dims, Tensors: x.Tensors, Bytes: x.Bytes, LeftOut: x.Left})
	}
	return out
}
