"""Pages of our own writing: one report, and the shells in which nine kinds of portal would print it.

Each shell carries furniture whose words are listed in ``FURNITURE``: none of them may stay in the text. ``STAYS`` are
words of the report, from its first line to the remark under the signature: none may go.
"""

from collections.abc import Callable, Sequence

TITLE = "云溪县2022年政府信息公开工作年度报告"
ORGAN = "云溪县人民政府"
YEAR = 2022

STAYS = (
    "本报告由云溪县人民政府办公室编制",
    "一、总体情况",
    "全县共收到政府信息公开申请30件",
    "关注“云溪发布”微信公众号",
    "请打印后当面递交",
    "二、主动公开政府信息情况",
    "第二十条第（一）项",
    "现行有效件数",
    "三、收到和处理政府信息公开申请情况",
    "四、结转下年度继续办理",
    "四、政府信息公开行政复议、行政诉讼情况",
    "未经复议直接起诉",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
    "本年度没有收取信息处理费",
    "附件：云溪县依申请公开流程图",
    "云溪县人民政府办公室",
    "2023年1月18日",
    "此件主动公开",
)

FURNITURE = (
    "网站支持IPv6",
    "政务服务总线",
    "当前位置",
    "字体：大 中 小",
    "分享到",
    "打印本页",
    "扫一扫在手机打开当前页",
    "上一篇",
    "下一篇：云溪县2021年政府信息公开工作年度报告",
    "相关链接",
    "一图读懂云溪县年报",
    "主办单位：云溪县人民政府办公室",
    "网站标识码",
    "湘ICP备00000001号",
    "湘公网安备 00000000000001号",
    "版权所有",
    "网站地图",
    "县政府微信二维码",
)

FORM_C_ROWS = (
    ("一、本年新收政府信息公开申请数量", ("20", "6", "1", "2", "1", "0", "30")),
    ("二、上年结转政府信息公开申请数量", ("1", "0", "0", "0", "0", "0", "1")),
    ("（一）予以公开", ("15", "4", "1", "1", "1", "0", "22")),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ("2", "1", "0", "0", "0", "0", "3")),
    ("1.属于国家秘密", ("0",) * 7),
    ("2.其他法律行政法规禁止公开", ("0",) * 7),
    ("3.危及“三安全一稳定”", ("0",) * 7),
    ("4.保护第三方合法权益", ("1", "0", "0", "0", "0", "0", "1")),
    ("5.属于三类内部事务信息", ("0",) * 7),
    ("6.属于四类过程性信息", ("0",) * 7),
    ("7.属于行政执法案卷", ("0",) * 7),
    ("8.属于行政查询事项", ("0",) * 7),
    ("1.本机关不掌握相关政府信息", ("2", "1", "0", "1", "0", "0", "4")),
    ("2.没有现成信息需要另行制作", ("0",) * 7),
    ("3.补正后申请内容仍不明确", ("0",) * 7),
    ("1.信访举报投诉类申请", ("0",) * 7),
    ("2.重复申请", ("0",) * 7),
    ("3.要求提供公开出版物", ("0",) * 7),
    ("4.无正当理由大量反复申请", ("0",) * 7),
    ("5.要求行政机关确认或重新出具已获取信息", ("0",) * 7),
    ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", ("0",) * 7),
    ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", ("0",) * 7),
    ("3.其他", ("0",) * 7),
    ("（七）总计", ("20", "6", "1", "2", "1", "0", "30")),
    ("四、结转下年度继续办理", ("1", "0", "0", "0", "0", "0", "1")),
)
_GROUPS = {4: ("（三）不予公开", 8), 12: ("（四）无法提供", 3), 15: ("（五）不予处理", 5), 20: ("（六）其他处理", 3)}
REVIEWS = ("1", "0", "0", "0", "1", "1", "0", "0", "0", "1", "0", "0", "0", "0", "0")


def _row(cells: Sequence[str]) -> str:
    return "<tr>" + "".join(cells) + "</tr>"


def _cell(text: str, span: str = "") -> str:
    return f"<td{span}><p>{text}</p></td>"


def table_two() -> str:
    """Table 2 of form C."""

    def head(text: str) -> str:
        return _row([_cell(text, ' colspan="4"')])

    rows = [
        head("第二十条第（一）项"),
        _row([_cell(text) for text in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")]),
        _row([_cell(text) for text in ("规章", "0", "0", "0")]),
        _row([_cell(text) for text in ("行政规范性文件", "7", "2", "31")]),
        head("第二十条第（五）项"),
        _row([_cell("信息内容"), _cell("本年处理决定数量", ' colspan="3"')]),
        _row([_cell("行政许可"), _cell("1250", ' colspan="3"')]),
        head("第二十条第（六）项"),
        _row([_cell("信息内容"), _cell("本年处理决定数量", ' colspan="3"')]),
        _row([_cell("行政处罚"), _cell("812", ' colspan="3"')]),
        _row([_cell("行政强制"), _cell("45", ' colspan="3"')]),
        head("第二十条第（八）项"),
        _row([_cell("信息内容"), _cell("本年收费金额（单位：万元）", ' colspan="3"')]),
        _row([_cell("行政事业性收费"), _cell("310.25", ' colspan="3"')]),
    ]
    return f"<table>{''.join(rows)}</table>"


def table_three() -> str:
    """Table 3 of form C, with its row and column spans."""
    organisations = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    rows = [
        _row(
            [
                _cell(
                    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", ' rowspan="3" colspan="3"'
                ),
                _cell("申请人情况", ' colspan="7"'),
            ]
        ),
        _row([_cell("自然人", ' rowspan="2"'), _cell("法人或其他组织", ' colspan="5"'), _cell("总计", ' rowspan="2"')]),
        _row([_cell(text) for text in organisations]),
    ]
    for index, (label, values) in enumerate(FORM_C_ROWS):
        cells: list[str] = []
        if index == 2:
            cells.append(_cell("三、本年度办理结果", ' rowspan="22"'))
        if index in _GROUPS:
            name, height = _GROUPS[index]
            cells.append(_cell(name, f' rowspan="{height}"'))
        inside = any(start <= index < start + height for start, (_, height) in _GROUPS.items())
        span = "" if inside else ' colspan="3"' if index in {0, 1, 24} else ' colspan="2"'
        rows.append(_row([*cells, _cell(label, span), *map(_cell, values)]))
    return f"<table>{''.join(rows)}</table>"


def table_four() -> str:
    """Table 4: one row of fifteen numbers."""
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    rows = [
        _row([_cell("行政复议", ' colspan="5"'), _cell("行政诉讼", ' colspan="10"')]),
        _row(
            [
                *(_cell(text, ' rowspan="2"') for text in results),
                _cell("未经复议直接起诉", ' colspan="5"'),
                _cell("复议后起诉", ' colspan="5"'),
            ]
        ),
        _row([_cell(text) for text in results * 2]),
        _row([_cell(text) for text in REVIEWS]),
    ]
    return f"<table>{''.join(rows)}</table>"


def report_body() -> str:
    """The report as HTML, without a title."""
    paragraphs = (
        "本报告由云溪县人民政府办公室编制，所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
        "一、总体情况",
        "2022年，云溪县完善制度，拓宽渠道。全县共收到政府信息公开申请30件，均在法定期限内答复。",
        "（一）平台建设。公众可以关注“云溪发布”微信公众号，也可以在县政府网站下载申请表，请打印后当面递交。",
        "二、主动公开政府信息情况",
        table_two(),
        "三、收到和处理政府信息公开申请情况",
        table_three(),
        "四、政府信息公开行政复议、行政诉讼情况",
        table_four(),
        "五、存在的主要问题及改进情况",
        "一是个别部门更新不够及时，二是解读形式单一。下一步，将加强培训，丰富形式，提高质量。",
        "六、其他需要报告的事项",
        "本年度没有收取信息处理费。",
        "附件：云溪县依申请公开流程图",
        "云溪县人民政府办公室",
        "2023年1月18日",
        "（此件主动公开）",
    )
    return "".join(text if text.startswith("<table") else f"<p>{text}</p>" for text in paragraphs)


_META = (
    '<meta name="SiteName" content="云溪县人民政府"><meta name="SiteIDCode" content="4306030001">'
    '<meta name="ColumnName" content="政府信息公开年报"><meta name="ArticleTitle" content="{title}">'
    '<meta name="PubDate" content="2023-06-30 09:00">'
)
_TOP = (
    '<div class="header"><span>网站支持IPv6</span><ul class="nav"><li><a href="/">首页</a></li>'
    '<li><a href="/fw/">政务服务总线</a></li><li><a href="/gk/">政府信息公开</a></li></ul></div>'
)
_CRUMB = (
    '<div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/gk/">政府信息公开</a> &gt; '
    '<a href="/gk/nb/">政府信息公开年报</a></div>'
)
_TOOLS = '<div class="tools"><span>【字体：大 中 小】</span> <a>打印本页</a> <span>分享到：</span></div>'
_NEIGHBOURS = (
    '<div class="page"><p>上一篇：没有了</p><p>下一篇：云溪县2021年政府信息公开工作年度报告</p></div>'
    '<div class="xglj"><h4>相关链接</h4><p><a href="/t.html">一图读懂云溪县年报</a></p></div>'
    '<div class="ewm"><p>扫一扫在手机打开当前页</p></div>'
)
_BOTTOM = (
    '<div class="footer"><p>主办单位：云溪县人民政府办公室 <a>网站地图</a></p><p>版权所有：云溪县人民政府</p>'
    "<p>网站标识码：4306030001 湘ICP备00000001号</p><p>湘公网安备 00000000000001号</p><p>县政府微信二维码</p></div>"
)


def _page(title: str, inner: str, *, meta: bool = True, charset: str = "utf-8") -> str:
    head = _META.format(title=title) if meta else ""
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}">{head}<title>{title}_云溪县人民政府</title>'
        f"<style>p{{margin:0}}</style></head><body>{inner}<script>var 脚本='不是正文';</script></body></html>"
    )


def _modern(container: str, tag: str = "div") -> Callable[[str, str], str]:
    def build(title: str, body: str) -> str:
        return _page(
            title,
            f'{_TOP}<div class="main">{_CRUMB}<h1>{title}</h1><div class="info"><span>来源：县政府办</span>'
            f"<span>发布时间：2023-01-19 10:20</span></div>{_TOOLS}<{tag} {container}>{body}</{tag}>{_NEIGHBOURS}</div>"
            f"{_BOTTOM}",
        )

    return build


def _tables(title: str, body: str) -> str:
    """A page of 2009: everything in nested layout tables, metadata in a table of its own."""
    metadata = (
        "<table><tr><td>索 引 号：</td><td>YX001-2023-0007</td><td>发布机构：</td><td>县政府办</td></tr>"
        "<tr><td>文　　号：</td><td></td><td>发布日期：</td><td>2023-01-19</td></tr></table>"
    )
    return _page(
        title,
        f'<table width="1000"><tr><td>{_TOP}</td></tr><tr><td>{_CRUMB}</td></tr><tr><td><table>'
        f"<tr><td>{metadata}</td></tr>"
        f'<tr><td align="center"><b>{title}</b></td></tr><tr><td>{_TOOLS}</td></tr><tr><td>{body}</td></tr>'
        f"<tr><td>{_NEIGHBOURS}</td></tr></table></td></tr><tr><td>{_BOTTOM}</td></tr></table>",
        meta=False,
    )


def _unknown(title: str, body: str) -> str:
    """A system that nobody described: no name tells where the text is, and the metadata runs together."""
    return _page(
        title,
        f'{_TOP}{_CRUMB}<div class="x1"><div class="x2"><div>{title}</div>'
        f"<div>2023年01月19日来源:县政府办</div>{_TOOLS}"
        f"{body}{_NEIGHBOURS}</div></div>{_BOTTOM}",
        meta=False,
    )


SHELLS: dict[str, Callable[[str, str], str]] = {
    "trs_editor": _modern('class="TRS_Editor"'),
    "trs_ueditor": _modern('class="view TRS_UEDITOR trs_paper_default trs_web"'),
    "vsb": _modern('id="vsb_content_502"'),
    "ucap": _modern('class="pages"', "ucapcontent"),
    "hanweb": _modern('id="zoom"'),
    "article": _modern('class="article-content"'),
    "misleading": _modern('class="print-content wrapper"'),
    "nested_tables": _tables,
    "unknown": _unknown,
}


def report_page(shell: str) -> str:
    """The whole page of one shell."""
    return SHELLS[shell](TITLE, report_body())
