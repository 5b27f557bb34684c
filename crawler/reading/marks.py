"""What stays open in the texts that scripts put together: private-use characters in place of what is not known yet."""

import re

# The number of the page, as counted from 1, or from 0 where the script takes one away.
PAGE = "\ue000"
PAGE_FROM_0 = "\ue001"
# A variable that nothing on the page gives a value.
ANY = "\ue002"
# What the answer before gave to go on with, and the number of entries before the page.
CURSOR = "\ue003"
OFFSET = "\ue005"
# What could not be read.
LOST = "\ue006"
OPEN = re.compile(f"[{PAGE}{ANY}]")
# The entries of a page, where nothing says.
SIZE = 20
PAGE_NAME = re.compile(
    r"^(?:this\.|self\.|vm\.|\w+\.)?_?(?:page|pageno|pageindex|pagenum|pagenumber|currentpage|curpage|currpage|curr|cur|pn|p|n|num|no|index|i|pageid|now|nowpage|pageIdx|_index|which|k|value)$",
    re.I,
)
SIZE_NAME = re.compile(r"(?:size|rows|limit|perpage|prepage|per_page|count)$", re.I)
