"""Runs the code of one context. Requests come line by line on descriptor 3, answers go to 4.

A request is {"code", "timeout"}, an answer {"results": [...], "error": null or {...}}. What the code
prints goes where descriptors 1 and 2 lead; it is flushed before the answer.
"""

import ast
import base64
import builtins
import io
import json
import linecache
import os
import signal
import sys
import traceback

os.set_inheritable(3, False)
os.set_inheritable(4, False)
requests = os.fdopen(3, "r", encoding="utf-8")
answers = os.fdopen(4, "w", encoding="utf-8")
os.environ["MPLBACKEND"] = "Agg"

# The formats of a result: its name there, the MIME type, the method of IPython's protocol.
FORMATS = [
    ("png", "image/png", "_repr_png_"),
    ("jpeg", "image/jpeg", "_repr_jpeg_"),
    ("svg", "image/svg+xml", "_repr_svg_"),
    ("html", "text/html", "_repr_html_"),
    ("json", "application/json", "_repr_json_"),
    ("latex", "text/latex", "_repr_latex_"),
    ("markdown", "text/markdown", "_repr_markdown_"),
    ("javascript", "application/javascript", "_repr_javascript_"),
]

results = []


def text_of(data):
    return base64.b64encode(data).decode() if isinstance(data, bytes) else data


def plain_json(value):
    """A value as JSON, or None where it has no such form."""
    try:
        json.dumps(value, allow_nan=False)
        return value
    except (TypeError, ValueError, RecursionError):
        return None


def bundle_of(value):
    """The MIME bundle of a value."""
    bundle = {"text/plain": repr(value)}
    if isinstance(value, type):
        return bundle
    made = getattr(value, "_repr_mimebundle_", None)
    if made is not None:
        data = made()
        bundle.update(data[0] if isinstance(data, tuple) else data or {})
    for _, mime, method in FORMATS:
        represent = getattr(value, method, None)
        if mime in bundle or represent is None:
            continue
        data = represent()
        if isinstance(data, tuple):
            data = data[0]
        if data is not None:
            bundle[mime] = data
    return bundle


def add(bundle, metadata, with_text):
    """Add a result for each format of a bundle. with_text tells whether plain text is one, given the others."""
    found = set()
    for name, mime, _ in FORMATS:
        if mime in bundle:
            found.add(name)
            results.append({name: text_of(bundle[mime]), "metadata": metadata.get(mime, {})})
    if "text/plain" in bundle and with_text(found):
        results.append({"text": bundle["text/plain"], "metadata": metadata.get("text/plain", {})})


def shown(bundle, metadata):
    add(bundle, metadata, lambda found: not found)


def display(*values, **_):
    """What the code calls to show values."""
    for value in values:
        shown(bundle_of(value), {})


def add_last(value, bundle):
    """Add the value of the last expression."""
    if value is None:
        return
    if isinstance(value, (dict, list)) and plain_json(value) is not None:
        results.append({"json": value, "metadata": {}})
        return
    add(bundle(value), {}, lambda found: not found or "html" in found)


def add_figures():
    """Add the figures of matplotlib that are open, and close them."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        return
    for number in plt.get_fignums():
        out = io.BytesIO()
        plt.figure(number).savefig(out, format="png", bbox_inches="tight")
        results.append({"png": text_of(out.getvalue()), "metadata": {}})
    plt.close("all")


def error_of(e):
    """What went wrong, with the frames of the code alone."""
    tb = e.__traceback__
    while tb is not None and not tb.tb_frame.f_code.co_filename.startswith(("<cell", "<ipython")):
        tb = tb.tb_next
    lines = "".join(traceback.format_exception(type(e), e, tb)).rstrip("\n")
    return {"name": type(e).__name__, "message": str(e), "traceback": lines.split("\n")}


class Plain:
    """Runs code by Python alone."""

    def __init__(self):
        module = type(sys)("__main__")
        sys.modules["__main__"] = module
        self.names = module.__dict__
        self.count = 0
        builtins.display = display

    def compile(self, tree, mode, name):
        return compile(tree, name, mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)

    def evaluate(self, code):
        value = eval(code, self.names)
        if code.co_flags & 0x80:  # CO_COROUTINE: it has an await of its own
            import asyncio

            value = asyncio.run(value)
        return value

    def run(self, source):
        self.count += 1
        name = f"<cell {self.count}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        tree = ast.parse(source, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        if tree.body:
            self.evaluate(self.compile(tree, "exec", name))
        if last is not None:
            return self.evaluate(self.compile(ast.Expression(last.value), "eval", name))
        return None

    def bundle(self, value):
        return bundle_of(value)


class Interactive:
    """Runs code by IPython, with its magics."""

    def __init__(self, shell_class):
        self.shell = shell = shell_class.instance(colors="NoColor")
        shell.ast_node_interactivity = "last_expr"
        shell.display_trap.hook = self.keep
        shell.showtraceback = shell.showsyntaxerror = shell.showindentationerror = lambda *a, **k: None
        shell.display_pub.publish = lambda data, metadata=None, **_: shown(data, metadata or {})

    def keep(self, value):
        self.value = value

    def run(self, source):
        self.value = None
        done = self.shell.run_cell(source, store_history=False)
        if done.error_before_exec or done.error_in_exec:
            raise done.error_before_exec or done.error_in_exec
        return self.value

    def bundle(self, value):
        return self.shell.display_formatter.format(value)[0]


def runner():
    try:
        from IPython.core.interactiveshell import InteractiveShell
    except ImportError:
        return Plain()
    return Interactive(InteractiveShell)


class TimedOut(BaseException):
    """The code has used up its time."""


def time_out(*_):
    raise TimedOut()


def execute(run, request):
    results.clear()
    error = None
    seconds = (request.get("timeout") or 0) / 1000
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            value = run.run(request["code"])
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        add_figures()
        add_last(value, run.bundle)
    except TimedOut:
        error = {"name": "TimeoutError", "message": "Execution timeout", "traceback": []}
    except BaseException as e:  # exit() and an interrupt end the run, not the context
        error = error_of(e)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass
    return {"results": list(results), "error": error}


def main():
    signal.signal(signal.SIGALRM, time_out)
    run = runner()
    answer({"ready": True})
    for line in requests:
        answer(execute(run, json.loads(line)))


def answer(message):
    answers.write(json.dumps(message, default=repr) + "\n")
    answers.flush()


main()
