"""One URL of a replica that goes wrong, as real portals' do."""

from dataclasses import replace
from typing import Literal, get_args

from tests.support.replicas.model import Answer, Replica, Request, key_of

Fault = Literal["404", "home", "empty", "cut", "hang", "challenge", "foreign"]
FAULTS: tuple[Fault, ...] = get_args(Fault)
_CHALLENGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><meta id='gate' content='q8Zr0kK1pN3x'></head><body>"
    "<script>window.$_ts=window.$_ts||{};$_ts.cd='aGVsbG8';document.cookie='gate='+$_ts.cd+';path=/';"
    "setTimeout(function(){location.reload()},200);</script></body></html>"
)
_FOREIGN = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>江南装饰工程有限公司</title></head><body><h1>公司简介</h1>"
    "<p>本公司承接各类室内装修，欢迎来电咨询。</p><ul><li><a href='/about.html'>关于我们</a></li>"
    "<li><a href='/case.html'>工程案例</a></li></ul><p>版权所有 江南装饰工程有限公司</p></body></html>"
)


_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_FIXED: dict[Fault, Answer] = {
    "404": Answer(404, _HTML, "<html><body><h3>您访问的页面不存在</h3></body></html>".encode()),
    "hang": Answer(hang=True),
    "challenge": Answer(412, _HTML, _CHALLENGE.encode()),
    "foreign": Answer(200, _HTML, _FOREIGN.encode()),
}


def broken(replica: Replica, url: str, fault: Fault) -> Replica:
    """The replica with one page that answers with the fault from now on: whatever the scheme, a report at each of its
    addresses, a list of a service in whatever spelling."""
    wanted = {key_of(url)}
    for report in replica.reports:
        addresses = {key_of(address) for address in report.urls}
        wanted |= addresses if wanted & addresses else set()

    def answer(request: Request) -> Answer:
        if wanted.isdisjoint((key_of(request.url), replica.alias(request))):
            return replica.answer(request)
        return faulty(replica, request, fault)

    return replace(replica, answer=answer)


def faulty(replica: Replica, request: Request, fault: Fault) -> Answer:
    """What a request gets in place of its answer."""
    if fault in _FIXED:
        return _FIXED[fault]
    if fault == "home":
        return home_page(replica)
    if fault == "empty":
        return replica.emptied(request)
    good = replica.answer(request)
    return Answer(good.status, good.headers, good.body, cut=len(good.body) * 3 // 5)


def home_page(replica: Replica) -> Answer:
    """The home page as the replica sends it, redirects on the same site followed."""
    target = replica.home
    for _ in range(5):
        scheme, _, rest = target.partition("://")
        host, slash, path = rest.partition("/")
        answer = replica.answer(Request("GET", scheme, host.lower(), slash + path or "/"))
        moved = dict(answer.headers).get("Location")
        if answer.status not in (301, 302) or moved is None:
            return answer
        target = moved
    return answer
