"""The forms of a page: what they send, and those that are no more than a button. Pure."""

from dataclasses import dataclass
from typing import Literal

from lxml import html

from crawler.reading.addresses import absolute, squeeze


@dataclass(frozen=True, slots=True)
class Form:
    """A form or bare hidden inputs: where it goes (None: the page itself), how, its fields in order, and the words of
    its buttons."""

    action: str | None
    method: Literal["get", "post"]
    fields: tuple[tuple[str, str], ...]
    buttons: tuple[str, ...] = ()


def read_forms(tree: html.HtmlElement, base: str, charset: str) -> tuple[Form, ...]:
    forms = []
    for node in tree.xpath("//form")[:20]:
        action = absolute(base, node.get("action") or "", charset)
        method: Literal["get", "post"] = "post" if (node.get("method") or "").lower() == "post" else "get"
        pressed = node.xpath(".//button|.//input[@type='submit' or @type='button']")
        buttons = tuple(squeeze("".join(one.itertext())) or one.get("value") or "" for one in pressed[:20])
        forms.append(Form(action, method, _fields(node), buttons))
    loose = tree.xpath("//input[@name and not(ancestor::form)]")
    if loose:
        forms.append(Form(None, "post", _fields(tree, "//input[@name and not(ancestor::form)]")))
    return tuple(forms)


def _fields(node: html.HtmlElement, path: str = ".//input[@name]|.//select[@name]") -> tuple[tuple[str, str], ...]:
    fields = []
    for one in node.xpath(path)[:100]:
        if (one.get("type") or "").lower() in {"submit", "button", "image", "reset", "file"}:
            continue
        chosen = one.xpath(".//option[@selected]/@value") or one.xpath(".//option[1]/@value")
        fields.append((one.get("name"), str(chosen[0]) if chosen else one.get("value") or ""))
    return tuple(fields)


def submitted(form: html.HtmlElement, base: str, charset: str) -> str | None:
    """Where a form leads that is no more than a button: nothing in it is for the reader to fill in."""
    fields = form.xpath(".//input|.//select|.//textarea")
    buttons = [one for one in fields if (one.get("type") or "").lower() in {"submit", "image", "button"}]
    hidden = [one for one in fields if (one.get("type") or "").lower() == "hidden"]
    words = form_words(form)
    if len(buttons) + len(hidden) < len(fields) or len(buttons) + len(form.xpath(".//button")) != 1 or not words:
        return None
    pairs = "&".join(f"{one.get('name')}={one.get('value') or ''}" for one in hidden if one.get("name"))
    action = form.get("action")
    return absolute(base, f"{action}{'&' if '?' in action else '?'}{pairs}" if pairs else action, charset)


def form_words(form: html.HtmlElement) -> str:
    values = form.xpath(".//input[@type='submit']/@value|.//input[@type='image']/@alt")
    return squeeze(" ".join(("".join(form.itertext()), *map(str, values))))
