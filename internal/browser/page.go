package browser

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Page is one tab. Its methods are for one goroutine.
type Page struct {
	b       *Browser
	session string

	mu       sync.Mutex
	requests []string
	errors   []string
	loaded   chan struct{}
}

// Open opens an empty tab of so many CSS pixels.
func (b *Browser) Open(width, height int) (*Page, error) {
	var target struct {
		ID string `json:"targetId"`
	}
	if err := b.call("", "Target.createTarget", map[string]any{"url": "about:blank"}, &target); err != nil {
		return nil, err
	}
	var attached struct {
		Session string `json:"sessionId"`
	}
	if err := b.call("", "Target.attachToTarget", map[string]any{"targetId": target.ID, "flatten": true}, &attached); err != nil {
		return nil, err
	}
	p := &Page{b: b, session: attached.Session, loaded: make(chan struct{}, 1)}
	b.listen(p.session, p.event)
	for _, domain := range []string{"Page", "Runtime", "Network", "Log"} {
		if err := p.call(domain+".enable", nil, nil); err != nil {
			return nil, err
		}
	}
	return p, p.Resize(width, height)
}

func (p *Page) call(method string, params, out any) error {
	return p.b.call(p.session, method, params, out)
}

// event notes what the tests ask for later.
func (p *Page) event(m message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var e struct {
		Type    string `json:"type"`
		Request struct {
			URL string `json:"url"`
		} `json:"request"`
		Exception struct {
			Text      string          `json:"text"`
			Line      int             `json:"lineNumber"`
			Exception json.RawMessage `json:"exception"`
		} `json:"exceptionDetails"`
		Entry struct {
			Level, Text string
		} `json:"entry"`
		Args json.RawMessage `json:"args"`
	}
	if err := json.Unmarshal(m.Params, &e); err != nil {
		p.errors = append(p.errors, fmt.Sprintf("%s cannot be read: %v", m.Method, err))
	}
	switch m.Method {
	case "Network.requestWillBeSent":
		p.requests = append(p.requests, e.Request.URL)
	case "Runtime.exceptionThrown":
		p.errors = append(p.errors, fmt.Sprintf("line %d: %s %s", e.Exception.Line+1, e.Exception.Text, e.Exception.Exception))
	case "Log.entryAdded":
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			p.errors = append(p.errors, e.Entry.Text)
		}
	case "Runtime.consoleAPICalled":
		p.errors = append(p.errors, fmt.Sprintf("console.%s %s", e.Type, e.Args))
	case "Page.loadEventFired":
		select {
		case p.loaded <- struct{}{}:
		default:
		}
	}
}

// Requests lists the addresses that the tab asked for, the page's own among them.
func (p *Page) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// Errors lists the exceptions that nothing caught, and what was written to the console.
func (p *Page) Errors() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.errors)
}

// Resize gives the tab so many CSS pixels.
func (p *Page) Resize(width, height int) error {
	return p.call("Emulation.setDeviceMetricsOverride", map[string]any{
		"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// Scheme makes the tab prefer "light" or "dark".
func (p *Page) Scheme(scheme string) error {
	return p.call("Emulation.setEmulatedMedia", map[string]any{
		"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
}

// Navigate opens an address and waits until it is loaded.
func (p *Page) Navigate(url string) error {
	var r struct{ ErrorText string }
	if err := p.call("Page.navigate", map[string]any{"url": url}, &r); err != nil {
		return err
	}
	if r.ErrorText != "" {
		return fmt.Errorf("%s: %s", url, r.ErrorText)
	}
	select {
	case <-p.loaded:
		return nil
	case <-p.b.ended:
		return errors.New("the browser ended while it loaded " + url)
	case <-time.After(callTime):
		return fmt.Errorf("%s was not loaded within %v", url, callTime)
	}
}

// Eval evaluates a JavaScript expression, waits if it is a promise, and decodes its
// value into out unless that is nil.
func (p *Page) Eval(expression string, out any) error {
	var r struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
		Exception *struct {
			Text      string          `json:"text"`
			Exception json.RawMessage `json:"exception"`
		} `json:"exceptionDetails"`
	}
	if err := p.call("Runtime.evaluate", map[string]any{
		"expression": expression, "returnByValue": true, "awaitPromise": true}, &r); err != nil {
		return err
	}
	if r.Exception != nil {
		return fmt.Errorf("%s: %s %s", expression, r.Exception.Text, r.Exception.Exception)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(r.Result.Value, out); err != nil {
		return fmt.Errorf("%s gives %s: %w", expression, r.Result.Value, err)
	}
	return nil
}

// Move moves the mouse to a point in CSS pixels.
func (p *Page) Move(x, y float64) error { return p.mouse("mouseMoved", x, y, 0) }

// Click clicks there.
func (p *Page) Click(x, y float64) error {
	return errors.Join(p.mouse("mouseMoved", x, y, 0), p.mouse("mousePressed", x, y, 1), p.mouse("mouseReleased", x, y, 1))
}

func (p *Page) mouse(kind string, x, y float64, clicks int) error {
	button := "none"
	if clicks > 0 {
		button = "left"
	}
	return p.call("Input.dispatchMouseEvent", map[string]any{
		"type": kind, "x": x, "y": y, "button": button, "clickCount": clicks}, nil)
}

// Press presses and releases a key without a character, like "ArrowRight".
func (p *Page) Press(key string, code int) error {
	for _, kind := range []string{"rawKeyDown", "keyUp"} {
		if err := p.call("Input.dispatchKeyEvent", map[string]any{
			"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}, nil); err != nil {
			return err
		}
	}
	return nil
}

// Type types text where the focus is.
func (p *Page) Type(text string) error {
	return p.call("Input.insertText", map[string]any{"text": text}, nil)
}

// Screenshot returns a PNG of what the tab shows.
func (p *Page) Screenshot() ([]byte, error) {
	var r struct{ Data string }
	if err := p.call("Page.captureScreenshot", map[string]any{"format": "png"}, &r); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(r.Data)
}
