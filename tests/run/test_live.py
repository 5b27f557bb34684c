"""What a run shows: a table on a terminal, lines without one."""

import io

from crawler.run.live import Progress, Under, View, Watch, one_line

VIEW = View(
    portals=60, done=7, waiting=45, unread=2, asked=600, received=12_300_000, seconds=100.0,
    under=(Under("liaoning", 75.0, Progress(90, 41, 12, 1, 60, 30, 2_500_000)), Under("dalian", 1.0, None)),
    to_ask=2400, ending="",
)  # fmt: skip
LINE = (
    "7 of 60 portals done, 2 under way (90 pages, 41 reports, 1 blocked), 45 waiting, 2 to index, 6.0 answers/s, "
    "12.3 MB, 0:01:40, about 0:06:40 left"
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_now_and_then_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    watch = Watch(stream, 3600.0)
    for _ in range(3):
        watch.show(VIEW)
    watch.close()
    assert stream.getvalue() == f"{LINE}\n"


def test_a_table_on_a_terminal() -> None:
    stream = Terminal()
    watch = Watch(stream, 3600.0)
    watch.show(VIEW)
    shown = stream.getvalue()
    assert [part for part in ("liaoning", "90", "41", "0.80", "2.5", "0:01:15", "dalian") if part not in shown] == []
    watch.close()


def test_nothing_is_said_of_the_time_left_before_it_can_be() -> None:
    early = View(60, 0, 52, 0, 8, 100, 2.0, (), 2400, "stopped by SIGTERM")
    assert one_line(early).endswith("4.0 answers/s, 0.0 MB, 0:00:02; ending: stopped by SIGTERM")
