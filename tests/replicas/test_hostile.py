"""Hostile replicas do to a client what their docstrings say."""

from pathlib import Path

import pytest

from tests.replicas.reach import ask
from tests.support.replicas import Replica, hostile, replica


class _Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    """A clock that stands until it is moved."""
    fixed = _Clock()
    monkeypatch.setattr("tests.support.replicas.hostile_portals.time", fixed)
    return fixed


def _statuses(portal: Replica, count: int) -> list[int]:
    return [ask(portal, report.urls[0]).status for report in portal.reports[:count]]


def test_challenges_never_let_in() -> None:
    for name, status in (("ruishu_412", 412), ("jiasule_521", 521)):
        portal = replica(name)
        answers = [ask(portal, url) for url in (portal.home, portal.columns[0], portal.home)]
        assert {answer.status for answer in answers} == {status}
        assert answers[0].body != answers[2].body
        assert b"<script" in answers[0].body
    cookie = dict(ask(replica("jiasule_521"), replica("jiasule_521").home).headers)["Set-Cookie"].partition(";")[0]
    assert ask(replica("jiasule_521"), replica("jiasule_521").home, cookie=cookie).status == 512


def test_a_cookie_lets_in_through_the_cookie_gate() -> None:
    portal = replica("cookie_gate")
    url = portal.reports[0].urls[0]
    first = dict(ask(portal, url).headers)
    assert first["Location"] == url
    assert ask(portal, url, cookie=first["Set-Cookie"].partition(";")[0]).status == 200


def test_articles_are_refused_where_lists_are_not() -> None:
    portal = replica("articles_468")
    assert [ask(portal, url).status for url in portal.lists] == [200] * len(portal.lists)
    assert set(_statuses(portal, 5)) == {468}


def test_throttling_shows_the_home_page_until_it_is_left_alone(hands: _Clock) -> None:
    portal = replica("throttled_home")
    home = ask(portal, portal.home).body
    pages = [ask(portal, portal.reports[turn % 20].urls[0]).body for turn in range(45)]
    assert home not in pages[:17]
    assert set(pages[17:]) == {home}
    hands.now += 1.9
    assert ask(portal, portal.reports[0].urls[0]).body == home
    hands.now += 2.1
    assert ask(portal, portal.reports[0].urls[0]).body == pages[0]


def test_throttling_may_stay() -> None:
    portal = replica("throttled_forever")
    pages = [ask(portal, portal.reports[turn % 20].urls[0]) for turn in range(60)]
    assert {page.status for page in pages} == {200}
    assert len({page.body for page in pages[20:]}) == 1


def test_bursts_are_told_when_to_come_back(hands: _Clock) -> None:
    portal = replica("burst_403")
    assert _statuses(portal, 12) == [200] * 12
    refused = ask(portal, portal.home)
    assert refused.status == 403
    assert dict(refused.headers)["Retry-After"] == "2"
    hands.now += 2.0
    assert ask(portal, portal.home).status == 200


def test_silence() -> None:
    portal = replica("silent")
    assert ask(portal, portal.home).hang


def test_mirror_names_whom_it_copies_and_has_no_report() -> None:
    portal = replica("mirror")
    assert portal.reports == ()
    assert portal.domains == ("hkwenan.com",)
    text = ask(portal, portal.lists[0]).body.decode()
    assert 'content="www.wnanshi.gov.cn"' in text
    assert "政府信息公開年報" in text
    assert portal.adcode in text


def test_dead_columns_and_missing_pages_look_like_others() -> None:
    portal = replica("dead_column")
    home = ask(portal, portal.home)
    first, moved, same = (ask(portal, url) for url in portal.columns[:3])
    assert (first.status, moved.status, same) == (200, 302, home)
    assert len({report.organ for report in portal.reports}) == 2
    gone = replica("soft_missing")
    linked = {url for page in gone.lists for url in _hrefs(gone, page)}
    texts = [ask(gone, url) for url in linked if "不存在".encode() in ask(gone, url).body]
    assert len(texts) == 3
    assert {answer.status for answer in texts} == {200}


def _hrefs(portal: Replica, page: str) -> list[str]:
    text = ask(portal, page).body.decode()
    return [
        page.rpartition("/")[0] + piece.split('"')[0][1:]
        for piece in text.split('href="')[1:]
        if piece.startswith("./2")
    ]


def test_pages_without_end_repeat_the_last() -> None:
    portal = replica("endless")
    column = portal.columns[0]
    second, tenth = ask(portal, f"{column}index_1.html"), ask(portal, f"{column}index_9.html")
    assert second.body.replace(b"index_2", b"") == tenth.body.replace(b"index_10", b"")
    assert b"index_100.html" in ask(portal, f"{column}index_99.html").body


def test_counts_in_a_menu_that_its_lists_do_not_hold() -> None:
    portal = replica("counted")
    assert ask(portal, f"{portal.home}gov/nb.html").body.decode().count("（5）") == len(portal.columns) == 5
    texts = [ask(portal, url).body.decode() for url in portal.columns]
    assert [text.count("年度报告</a>") for text in texts] == [5, 5, 0, 3, 5]
    assert "暂无数据" in texts[2]


def test_every_page_is_the_first_one() -> None:
    portal = replica("samepage")
    assert len(portal.reports) == 23
    assert len({ask(portal, url).body for url in portal.lists}) == 1
    assert "共23条" in ask(portal, portal.lists[0]).body.decode("gb18030")


def test_stubs_and_a_log_in_answer_200_with_the_shell_of_the_site() -> None:
    portal = replica("walled")
    wall = ask(portal, portal.columns[4]).body.decode()
    assert portal.adcode in wall
    assert "password" in wall
    for column, words in zip(portal.columns[1:4], ("不存在", "建设中", "迁移中"), strict=True):
        text = ask(portal, column).body.decode()
        stub = text[: text.index("2017年政府信息公开工作年度报告")].rpartition('href="')[2].partition('"')[0]
        assert words in ask(portal, stub).body.decode()


def test_two_hosts_fence_themselves_in() -> None:
    portal = replica("fenced")
    walls = [host for host in portal.hosts if not host.startswith("www.")]
    answers = [ask(portal, f"http://{host}/xx/nb.htm") for host in walls]
    assert sorted(answer.drop for answer in answers) == [False, True]
    assert "403 Forbidden" in next(answer for answer in answers if not answer.drop).body.decode()


def test_every_hostile_portal_has_its_test_here() -> None:
    names = {portal.name for portal in hostile()}
    assert len(names) >= 6
    text = Path(__file__).read_text(encoding="utf-8")
    assert not [name for name in names if f'"{name}"' not in text]
