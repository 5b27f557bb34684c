"""The statutory forms' labels as the decrees print them, typed again for the tests: a witness apart from the code.

Sources: 国办公开办函〔2019〕60号 (form B), 国办公开办函〔2021〕30号 (form C), 国办发〔2014〕32号 (form A), and the
two-column table of municipalities before 2019.
"""

COLUMNS = (
    ("natural_person", "自然人"),
    ("commercial_enterprise", "商业企业"),
    ("research_institution", "科研机构"),
    ("public_welfare_org", "社会公益组织"),
    ("legal_service_org", "法律服务机构"),
    ("other_org", "其他"),
    ("total", "总计"),
)
PARTS = tuple(key for key, _ in COLUMNS[:-1])

# (key, labels from the outermost to the row's own)
_R = "三、本年度办理结果"
_SHARED = (
    ("new", ("一、本年新收政府信息公开申请数量",)),
    ("carried_in", ("二、上年结转政府信息公开申请数量",)),
    ("granted", (_R, "（一）予以公开")),
    ("partial", (_R, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")),
    ("denied_state_secret", (_R, "（三）不予公开", "1.属于国家秘密")),
    ("denied_law_prohibited", (_R, "（三）不予公开", "2.其他法律行政法规禁止公开")),
    ("denied_three_security", (_R, "（三）不予公开", "3.危及“三安全一稳定”")),
    ("denied_third_party", (_R, "（三）不予公开", "4.保护第三方合法权益")),
    ("denied_internal_affairs", (_R, "（三）不予公开", "5.属于三类内部事务信息")),
    ("denied_process_info", (_R, "（三）不予公开", "6.属于四类过程性信息")),
    ("denied_enforcement_file", (_R, "（三）不予公开", "7.属于行政执法案卷")),
    ("denied_admin_query", (_R, "（三）不予公开", "8.属于行政查询事项")),
    ("unavailable_not_held", (_R, "（四）无法提供", "1.本机关不掌握相关政府信息")),
    ("unavailable_need_creation", (_R, "（四）无法提供", "2.没有现成信息需要另行制作")),
    ("unavailable_unclear", (_R, "（四）无法提供", "3.补正后申请内容仍不明确")),
    ("not_processed_petition", (_R, "（五）不予处理", "1.信访举报投诉类申请")),
    ("not_processed_duplicate", (_R, "（五）不予处理", "2.重复申请")),
    ("not_processed_publication", (_R, "（五）不予处理", "3.要求提供公开出版物")),
    ("not_processed_excessive", (_R, "（五）不予处理", "4.无正当理由大量反复申请")),
    ("not_processed_confirm", (_R, "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息")),
)
_END = (("result_total", (_R, "（七）总计")), ("carried_out", ("四、结转下年度继续办理",)))
ROWS_B = (*_SHARED, ("other", (_R, "（六）其他处理")), *_END)
ROWS_C = (
    *_SHARED,
    (
        "other_no_supplement",
        (_R, "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ),
    (
        "other_fee_unpaid",
        (_R, "（六）其他处理", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ),
    ("other_other", (_R, "（六）其他处理", "3.其他")),
    *_END,
)

# table: (caption, ((column key, label), ...), ((row key, label), ...))
Detail = tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]
_ITEMS = (("prev_items", "上一年项目数量"), ("delta", "本年增/减"))
DETAILS_B: dict[str, Detail] = {
    "t2_1": (
        "第二十条第（一）项",
        (("made", "本年新制作数量"), ("disclosed", "本年新公开数量"), ("disclosed_total", "对外公开总数量")),
        (("regulation", "规章"), ("normative_doc", "规范性文件")),
    ),
    "t2_5": (
        "第二十条第（五）项",
        (*_ITEMS, ("decisions", "处理决定数量")),
        (("licence", "行政许可"), ("other_service", "其他对外管理服务事项")),
    ),
    "t2_6": (
        "第二十条第（六）项",
        (*_ITEMS, ("decisions", "处理决定数量")),
        (("penalty", "行政处罚"), ("coercion", "行政强制")),
    ),
    "t2_8": ("第二十条第（八）项", _ITEMS, (("fee", "行政事业性收费"),)),
    "t2_9": (
        "第二十条第（九）项",
        (("projects", "采购项目数量"), ("amount", "采购总金额")),
        (("procurement", "政府集中采购"),),
    ),
}
DETAILS_C: dict[str, Detail] = {
    "t2_1": (
        "第二十条第（一）项",
        (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
        (("regulation", "规章"), ("normative_doc", "行政规范性文件")),
    ),
    "t2_5": ("第二十条第（五）项", (("decisions", "本年处理决定数量"),), (("licence", "行政许可"),)),
    "t2_6": (
        "第二十条第（六）项",
        (("decisions", "本年处理决定数量"),),
        (("penalty", "行政处罚"), ("coercion", "行政强制")),
    ),
    "t2_8": ("第二十条第（八）项", (("amount", "本年收费金额（单位：万元）"),), (("fee", "行政事业性收费"),)),
}

RESULTS = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
GROUPS = (("review", "行政复议"), ("litigation_direct", "未经复议直接起诉"), ("litigation_after_review", "复议后起诉"))
LITIGATION = "行政诉讼"

LOCAL_ROWS = (
    ("pd.files", "主动公开文件数"),
    ("pd.files.website", "其中：1.政府网站公开数"),
    ("pd.files.gazette", "2.政府公报公开数"),
    ("app.received", "受理政府信息公开申请总数"),
    ("app.received.in_person", "其中：1.当面申请数"),
    ("app.received.online", "2.网络申请数"),
    ("app.received.letter_fax", "3.信函、传真申请数"),
    ("app.replied", "对申请的答复总数"),
    ("app.replied.granted", "其中：1.同意公开答复数"),
    ("app.replied.partial", "2.同意部分公开答复数"),
    ("app.replied.denied", "3.不予公开答复数"),
    ("app.replied.other", "4.其他类型答复数"),
    ("complaints", "接受行政申诉、举报数"),
    ("review.total", "行政复议数"),
    ("litigation.total", "行政诉讼数"),
)
# (key or None for a heading, label, unit)
NATIONAL_ROWS = (
    (None, "一、主动公开情况", ""),
    ("pd.total", "（一）主动公开政府信息数", "条"),
    ("pd.normative_disclosed", "其中：主动公开规范性文件数", "条"),
    ("pd.normative_issued", "制发规范性文件总数", "件"),
    (None, "（二）通过不同渠道和方式公开政府信息的情况", ""),
    ("pd.channel.gazette", "1．政府公报公开政府信息数", "条"),
    ("pd.channel.website", "2．政府网站公开政府信息数", "条"),
    ("pd.channel.weibo", "3．政务微博公开政府信息数", "条"),
    ("pd.channel.wechat", "4．政务微信公开政府信息数", "条"),
    ("pd.channel.other", "5．其他方式公开政府信息数", "条"),
    (None, "二、回应解读情况", ""),
    ("resp.hotspots", "（一）回应公众关注热点或重大舆情数", "次"),
    (None, "（二）通过不同渠道和方式回应解读的情况", ""),
    ("resp.press_conf", "1．参加或举办新闻发布会总次数", "次"),
    ("resp.press_conf_leader", "其中：主要负责同志参加新闻发布会次数", "次"),
    ("resp.interview", "2．政府网站在线访谈次数", "次"),
    ("resp.interview_leader", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    ("resp.articles", "3．政策解读稿件发布数", "篇"),
    ("resp.weibo_wechat", "4．微博微信回应事件数", "次"),
    ("resp.other", "5．其他方式回应事件数", "次"),
    (None, "三、依申请公开情况", ""),
    ("app.received", "（一）收到申请数", "件"),
    ("app.received.in_person", "1．当面申请数", "件"),
    ("app.received.fax", "2．传真申请数", "件"),
    ("app.received.online", "3．网络申请数", "件"),
    ("app.received.letter", "4．信函申请数", "件"),
    ("app.closed", "（二）申请办结数", "件"),
    ("app.closed.on_time", "1．按时办结数", "件"),
    ("app.closed.extended", "2．延期办结数", "件"),
    ("app.replied", "（三）申请答复数", "件"),
    ("app.replied.already_public", "1．属于已主动公开范围数", "件"),
    ("app.replied.granted", "2．同意公开答复数", "件"),
    ("app.replied.partial", "3．同意部分公开答复数", "件"),
    ("app.replied.denied", "4．不同意公开答复数", "件"),
    ("app.denied.state_secret", "其中：涉及国家秘密", "件"),
    ("app.denied.trade_secret", "涉及商业秘密", "件"),
    ("app.denied.privacy", "涉及个人隐私", "件"),
    ("app.denied.three_security", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    ("app.denied.not_gov_info", "不是《条例》所指政府信息", "件"),
    ("app.denied.other_law", "法律法规规定的其他情形", "件"),
    ("app.replied.not_this_organ", "5．不属于本行政机关公开数", "件"),
    ("app.replied.not_exist", "6．申请信息不存在数", "件"),
    ("app.replied.supplement", "7．告知作出更改补充数", "件"),
    ("app.replied.other_way", "8．告知通过其他途径办理数", "件"),
    ("review.total", "四、行政复议数量", "件"),
    ("review.upheld", "（一）维持具体行政行为数", "件"),
    ("review.corrected", "（二）被依法纠错数", "件"),
    ("review.other", "（三）其他情形数", "件"),
    ("litigation.total", "五、行政诉讼数量", "件"),
    ("litigation.upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    ("litigation.corrected", "（二）被依法纠错数", "件"),
    ("litigation.other", "（三）其他情形数", "件"),
    ("complaints", "六、举报投诉数量", "件"),
    ("fees", "七、依申请公开信息收取的费用", "万元"),
    (None, "八、机构建设和保障经费情况", ""),
    ("org.units", "（一）政府信息公开工作专门机构数", "个"),
    ("org.reading_points", "（二）设置政府信息公开查阅点数", "个"),
    ("org.staff", "（三）从事政府信息公开工作人员数", "人"),
    ("org.staff.full_time", "1．专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("org.staff.part_time", "2．兼职人员数", "人"),
    (
        "org.budget",
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）",
        "万元",
    ),
    (None, "九、政府信息公开会议和培训情况", ""),
    ("train.meetings", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    ("train.courses", "（二）举办各类培训班数", "次"),
    ("train.people", "（三）接受培训人员数", "人次"),
)
